"""A small store for tests of lists and product pages: rows as they are, without the services that write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from marketplace.kit.ids import new_id
from marketplace.models.catalogue import (
    Category,
    Product,
    ProductAttribute,
    ProductOption,
    ProductOptionValue,
    Variant,
    VariantOptionValue,
)
from marketplace.models.offer import Offer, Price
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.models.stock import StockLevel, StockLocation
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from tests.factories.people import make_tenant, make_vendor

Steps = tuple[tuple[int, int], ...]


@dataclass
class Catalogue:
    """A store in Germany, ex VAT, with tools and safety; `vendors` by handle."""

    db: Session
    store: Tenant
    categories: dict[str, Category]
    vendors: dict[str, Vendor] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    values: int = 0

    def vendor(self, handle: str, **fields: object) -> Vendor:
        """The vendor with this handle, made at its first mention."""
        if handle not in self.vendors:
            made = make_vendor(self.db, self.store, handle, country="DE", ships_from="Kassel", **fields)
            place = StockLocation(id=new_id("loc"), tenant_id=self.store.id, vendor_id=made.id, name="Main")
            self.db.add(place)
            self.db.flush()
            self.vendors[handle], self.places[handle] = made, place.id
        return self.vendors[handle]

    def product(
        self,
        title: str,
        *,
        category: str = "tools",
        vendor: str = "bolt",
        sku: str = "",
        price: int | Steps = 1000,
        stock: int = 20,
        facets: dict[str, str] | None = None,
        status: str = "published",
        **fields: object,
    ) -> Product:
        """A product with one variant and one offer."""
        seller = self.vendor(vendor)
        handle = title.lower().replace(" ", "-").replace(",", "")
        product = Product(
            id=new_id("prod"),
            tenant_id=self.store.id,
            vendor_id=seller.id,
            handle=handle,
            title=title,
            status=status,
            category_id=self.categories[category].id,
            **fields,
        )
        self.db.add(product)
        self.db.flush()
        for n, (key, value) in enumerate((facets or {}).items()):
            self.db.add(
                ProductAttribute(
                    id=new_id("att"),
                    tenant_id=self.store.id,
                    product_id=product.id,
                    key=key,
                    label=key.capitalize(),
                    value=value,
                    is_facet=True,
                    position=n,
                )
            )
        variant = self.variant(product, sku or handle.upper())
        self.offer(product, variant, vendor=vendor, price=price, stock=stock)
        return product

    def variant(self, product: Product, sku: str, *, position: int = 0, ean: str = "", **options: str) -> Variant:
        """One more variant, with a value for each option."""
        variant = Variant(
            id=new_id("var"),
            tenant_id=self.store.id,
            product_id=product.id,
            title=sku,
            sku=sku,
            ean=ean,
            position=position,
        )
        self.db.add(variant)
        self.db.flush()
        for title, value in options.items():
            self.choose(product, variant, title, value)
        return variant

    def offer(
        self,
        product: Product,
        variant: Variant,
        *,
        vendor: str,
        price: int | Steps,
        stock: int = 20,
        restock_on: date | None = None,
        currency: str = "EUR",
        **fields: object,
    ) -> Offer:
        """A vendor's offer of a variant; `price` is one amount or steps `(from, amount)`."""
        seller = self.vendor(vendor)
        offer = Offer(
            id=new_id("off"),
            tenant_id=self.store.id,
            product_id=product.id,
            variant_id=variant.id,
            vendor_id=seller.id,
            sku=f"{vendor[:2].upper()}-{variant.sku}",
            **fields,
        )
        self.db.add(offer)
        self.db.flush()
        for start, amount in ((1, price),) if isinstance(price, int) else price:
            self.price(offer, amount, start=start, currency=currency)
        self.db.add(
            StockLevel(
                id=new_id("lev"),
                tenant_id=self.store.id,
                offer_id=offer.id,
                location_id=self.places[vendor],
                on_hand=stock,
                restock_on=restock_on,
            )
        )
        self.db.flush()
        return offer

    def price(
        self, offer: Offer, amount: int, *, start: int = 1, currency: str = "EUR", price_list_id: str | None = None
    ) -> None:
        """One step."""
        self.db.add(
            Price(
                id=new_id("pri"),
                tenant_id=self.store.id,
                offer_id=offer.id,
                currency=currency,
                min_quantity=start,
                amount=amount,
                price_list_id=price_list_id,
            )
        )
        self.db.flush()

    def choose(self, product: Product, variant: Variant, title: str, value: str) -> None:
        """Give a variant its value of an option; both are made at their first mention, in this order."""
        option = f"{product.id}-{title}"
        if self.db.get(ProductOption, (self.store.id, option)) is None:
            self.db.add(ProductOption(id=option, tenant_id=self.store.id, product_id=product.id, title=title))
            self.db.flush()
        key = f"{option}-{value}"
        if self.db.get(ProductOptionValue, (self.store.id, key)) is None:
            self.values += 1
            self.db.add(
                ProductOptionValue(id=key, tenant_id=self.store.id, option_id=option, value=value, position=self.values)
            )
            self.db.flush()
        self.db.add(
            VariantOptionValue(
                id=new_id("vov"), tenant_id=self.store.id, variant_id=variant.id, option_id=option, value_id=key
            )
        )
        self.db.flush()


def make_catalogue(db: Session, handle: str = "northforge", **fields: object) -> Catalogue:
    """The store, its region with 19 % tax, and three categories: tools, drills inside it, safety."""
    store = make_tenant(db, handle, **fields)
    region = Region(id=new_id("reg"), tenant_id=store.id, name="Germany", currency="EUR")
    db.add(region)
    db.flush()
    db.add(RegionCountry(id=new_id("rco"), tenant_id=store.id, region_id=region.id, country="DE"))
    db.add(TaxRate(id=new_id("tax"), tenant_id=store.id, region_id=region.id, name="VAT", rate_bps=1900))
    made: dict[str, Category] = {}
    for name, parent in (("tools", None), ("drills", "tools"), ("safety", None)):
        path = f"{made[parent].path if parent else '/'}{name}/"
        made[name] = Category(
            id=new_id("cat"),
            tenant_id=store.id,
            handle=name,
            name=name.capitalize(),
            path=path,
            parent_id=made[parent].id if parent else None,
        )
        db.add(made[name])
        db.flush()
    return Catalogue(db, store, made)

"""The demo's goods: categories, products, variants, offers, prices and stock as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlmodel import SQLModel

from marketplace.demo.catalogue.types import DemoCategory, DemoOffer, DemoProduct, DemoVariant, DemoVendor
from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.demo.vendors import location_id, vendor_id
from marketplace.models.catalogue import (
    Category,
    Product,
    ProductAttribute,
    ProductImage,
    ProductOption,
    ProductOptionValue,
    Variant,
    VariantOptionValue,
)
from marketplace.models.offer import Offer, Price
from marketplace.models.stock import StockLevel

Vendors = Mapping[tuple[str, str], DemoVendor]

# What takes the place of an article that its vendor sells no longer.
SUCCESSORS = {"FT-MAR": "FT-CO50", "PG-SETT": "PG-SETP"}


def category_rows(categories: tuple[DemoCategory, ...]) -> Iterator[Category]:
    """The tree, parents first; each knows the path from its root."""
    by_handle = {(c.store, c.handle): c for c in categories}

    def path(category: DemoCategory) -> str:
        above = path(by_handle[category.store, category.parent]) if category.parent else "/"
        return f"{above}{category.handle}/"

    for category in sorted(categories, key=lambda c: path(c).count("/")):
        yield Category(
            id=category_id(category.store, category.handle),
            tenant_id=tenant_id(category.store),
            parent_id=category_id(category.store, category.parent) if category.parent else None,
            handle=category.handle,
            name=category.name,
            path=path(category),
            position=category.position,
            picture=picture_url(category.store, f"category-{category.handle}"),
        )


def product_rows(product: DemoProduct, vendors: Vendors, rank: int, at: datetime) -> Iterator[SQLModel]:
    """One product with everything that hangs on it. `rank` is its place on the shelf: the first sells most."""
    tenant, product_key = tenant_id(product.store), product_id(product)
    pictures = [picture_url(product.store, f"{product.handle}-{n}") for n in range(1, 5)]
    yield Product(
        id=product_key,
        tenant_id=tenant,
        vendor_id=vendor_id(vendors[product.store, product.vendor]),
        category_id=category_id(product.store, product.category),
        handle=product.handle,
        title=product.title,
        subtitle=product.subtitle,
        description=product.description,
        brand=product.brand,
        points=list(product.points),
        unit=product.unit,
        weight_grams=product.weight_g,
        origin_country=product.origin,
        customs_code=product.customs_code,
        status=product.status,
        successor_sku=SUCCESSORS.get(product.sku, ""),
        thumbnail=pictures[0],
        meta={"popularity": max(0, 1000 - rank)},
        created_at=at - timedelta(days=30 + rank % 300),
    )
    for position, url in enumerate(pictures):
        yield ProductImage(
            id=_id("pim", product, str(position)),
            tenant_id=tenant,
            product_id=product_key,
            url=url,
            position=position,
            alt=product.title if position == 0 else f"{product.title}, view {position + 1}",
        )
    for position, line in enumerate(product.attributes):
        yield ProductAttribute(
            id=_id("pat", product, line.key),
            tenant_id=tenant,
            product_id=product_key,
            key=line.key,
            label=line.name,
            value=line.value,
            is_facet=line.facet,
            position=position,
        )
    yield from _options(product, tenant)
    for position, variant in enumerate(product.variants):
        yield from _variant(product, variant, position, vendors, at)


def product_id(product: DemoProduct) -> str:
    """The identifier of a demo product."""
    return stable_id("prod", product.store, product.handle)


def category_id(store: str, handle: str) -> str:
    """The identifier of a demo category."""
    return stable_id("pcat", store, handle)


def picture_url(store: str, name: str) -> str:
    """Where a demo picture is served."""
    return f"/media/demo/{store}/{name}.svg"


def _id(prefix: str, product: DemoProduct, *parts: str) -> str:
    return stable_id(prefix, product.store, product.handle, *parts)


def _options(product: DemoProduct, tenant: str) -> Iterator[SQLModel]:
    for position, option in enumerate(product.options):
        option_id = _id("opt", product, option.name)
        yield ProductOption(
            id=option_id, tenant_id=tenant, product_id=product_id(product), title=option.name, position=position
        )
        for place, value in enumerate(option.values):
            yield ProductOptionValue(
                id=_id("optval", product, option.name, value),
                tenant_id=tenant,
                option_id=option_id,
                value=value,
                position=place,
            )


def _variant(
    product: DemoProduct, variant: DemoVariant, position: int, vendors: Vendors, at: datetime
) -> Iterator[SQLModel]:
    tenant, variant_key = tenant_id(product.store), _id("variant", product, variant.sku)
    yield Variant(
        id=variant_key,
        tenant_id=tenant,
        product_id=product_id(product),
        title=variant.title,
        sku=variant.sku,
        ean=variant.ean,
        position=position,
    )
    for name, value in variant.options:
        yield VariantOptionValue(
            id=_id("vov", product, variant.sku, name),
            tenant_id=tenant,
            variant_id=variant_key,
            option_id=_id("opt", product, name),
            value_id=_id("optval", product, name, value),
        )
    for offer in variant.offers:
        yield from _offer(product, variant_key, offer, vendors[product.store, offer.vendor], at)


def _offer(
    product: DemoProduct, variant_id: str, offer: DemoOffer, vendor: DemoVendor, at: datetime
) -> Iterator[SQLModel]:
    tenant, offer_key = tenant_id(product.store), stable_id("offer", product.store, offer.vendor, offer.sku)
    yield Offer(
        id=offer_key,
        tenant_id=tenant,
        product_id=product_id(product),
        variant_id=variant_id,
        vendor_id=vendor_id(vendor),
        sku=offer.sku,
        lead_time_days=offer.lead_time_days,
        min_quantity=offer.min_quantity,
        quantity_step=offer.increment,
        allows_backorder=offer.backorder,
        shipping_profile_id=stable_id("sp", vendor.store, vendor.handle),
    )
    steps = {(p.currency, 1): p.amount for p in offer.prices} | {
        (t.currency, t.min_quantity): t.amount for t in offer.tiers
    }
    for (currency, quantity), amount in steps.items():
        yield Price(
            id=stable_id("price", offer_key, currency, str(quantity)),
            tenant_id=tenant,
            offer_id=offer_key,
            currency=currency,
            min_quantity=quantity,
            amount=amount,
        )
    yield StockLevel(
        id=stable_id("stk", offer_key),
        tenant_id=tenant,
        offer_id=offer_key,
        location_id=location_id(vendor),
        on_hand=offer.stock,
        restock_on=at.date() + timedelta(days=offer.restock_in_days) if offer.restock_in_days else None,
    )

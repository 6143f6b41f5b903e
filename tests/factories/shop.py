"""A store to buy in: two vendors with stock, freight and minimums, and a shopper with a cart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from sqlmodel import Session, select

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.banking import ReceivingAccount
from marketplace.models.cart import Cart
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, Price
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.stock import StockLevel, StockLocation
from marketplace.models.vendor import Vendor
from marketplace.services.buying.cart_access import Shopper, open_cart
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from tests.factories.catalogue import make_catalogue

HOME = AddressInput(
    first_name="Maren", last_name="Holt", line1="Lange Gasse 3", postal_code="34117", city="Kassel", country="DE"
)


ACCOUNT = {"name": "Northforge Handels GmbH", "iban": "AT483200000012345864", "bic": "DEMOATWW"}


@dataclass
class Counter:
    """Committed rows: `bolt` sells a hammer (10.00) and a saw (20.00), `nut` a glove (5.00) by the dozen.

    Freight: bolt 6.00, free from 100.00; nut 4.00, minimum 30.00. Tax 19 % on top.
    """

    tenant_id: str
    region_id: str
    offers: dict[str, str] = field(default_factory=dict)

    @property
    def transact(self) -> Callable:  # type: ignore[type-arg]
        return partial(run, Scope.tenant(self.tenant_id))

    def cart(self, shopper: Shopper, **goods: int) -> str:
        """A cart with these goods; returns its id."""

        def fill(db: Session) -> str:
            cart = open_cart(db, self.tenant_id, shopper, region_id=self.region_id, currency="EUR")
            for title, quantity in goods.items():
                add_to_cart(db, cart, self.offers[title], quantity)
            return cart.id

        return str(self.transact(fill))


def make_counter(*, stock: int = 20, handle: str = "northforge", inclusive: bool = False) -> Counter:
    """The store, committed."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db, handle)
        region = db.exec(select(Region).where(Region.tenant_id == shop.store.id)).one()
        region.tax_inclusive = inclusive
        counter = Counter(shop.store.id, region.id)
        for title, vendor, price, fields in (
            ("hammer", "bolt", 1000, {}),
            ("saw", "bolt", 2000, {}),
            ("glove", "nut", 500, {"quantity_step": 12}),
        ):
            product: Product = shop.product(
                title.capitalize(), vendor=vendor, price=price, stock=stock, category="tools"
            )
            offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
            for name, value in fields.items():
                setattr(offer, name, value)
            counter.offers[title] = offer.id
        for vendor, amount, free, least in (("bolt", 600, 10_000, None), ("nut", 400, None, 3_000)):
            add_delivery(db, shop.store.id, region.id, shop.vendors[vendor].id, amount, free, least)
        add_receiving_account(db, shop.store.id)
    return counter


def add_rival(counter: Counter, title: str, vendor: str, amount: int, *, stock: int = 20) -> str:
    """Another vendor of the store sells the same variant, committed; returns the offer's id."""
    with unit_of_work(Scope.system()) as db:
        rival = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
        seller = db.exec(select(Vendor).where(Vendor.tenant_id == counter.tenant_id, Vendor.handle == vendor)).one()
        place = db.exec(select(StockLocation.id).where(StockLocation.vendor_id == seller.id)).one()
        ids = {"tenant_id": counter.tenant_id, "offer_id": new_id("off")}
        facts = rival.model_dump(include={"tenant_id", "product_id", "variant_id"})
        db.add(Offer(id=ids["offer_id"], vendor_id=seller.id, sku=f"{vendor}-{title}".upper(), **facts))
        db.flush()
        db.add(Price(id=new_id("pri"), **ids, currency="EUR", amount=amount))
        db.add(StockLevel(id=new_id("lev"), **ids, location_id=place, on_hand=stock))
    return ids["offer_id"]


def add_receiving_account(db: Session, tenant_id: str, currency: str = "EUR") -> None:
    """Where the store's buyers pay by bank transfer."""
    db.add(ReceivingAccount(id=new_id("rac"), tenant_id=tenant_id, currency=currency, **ACCOUNT))
    db.flush()


def add_delivery(
    db: Session, tenant_id: str, region_id: str, vendor_id: str, amount: int, free: int | None, least: int | None
) -> str:
    """A vendor's flat freight in euro."""
    profile = ShippingProfile(id=new_id("spr"), tenant_id=tenant_id, vendor_id=vendor_id, name="Parcels")
    db.add(profile)
    db.flush()
    option = ShippingOption(
        id=new_id("sop"),
        tenant_id=tenant_id,
        profile_id=profile.id,
        region_id=region_id,
        name="Standard",
        currency="EUR",
        amount=amount,
        free_from_amount=free,
        min_order_amount=least,
    )
    db.add(option)
    db.flush()
    return option.id


def twin_market(counter: Counter) -> str:
    """The United States, where everything costs the same figures in dollars; returns the region's id."""
    with unit_of_work(Scope.system()) as db:
        home = db.exec(select(Region).where(Region.id == counter.region_id)).one()
        region = Region(
            id=new_id("reg"),
            tenant_id=counter.tenant_id,
            name="United States",
            currency="USD",
            tax_inclusive=home.tax_inclusive,
        )
        db.add(region)
        db.flush()
        ids = {"tenant_id": counter.tenant_id, "region_id": region.id}
        db.add(RegionCountry(id=new_id("rco"), country="US", **ids))
        db.add(TaxRate(id=new_id("tax"), name="Tax", rate_bps=1900, **ids))
        for price in db.exec(select(Price).where(Price.currency == "EUR")).all():
            db.add(Price(**price.model_dump(exclude={"id", "currency"}), id=new_id("pri"), currency="USD"))
        for option in db.exec(select(ShippingOption).where(ShippingOption.region_id == home.id)).all():
            kept = option.model_dump(exclude={"id", "currency", "region_id"})
            db.add(ShippingOption(**kept, id=new_id("sop"), currency="USD", region_id=region.id))
        return region.id


def guest(token: str = "a-browser") -> Shopper:
    """A guest by the secret of their browser."""
    return Shopper(GUEST, token)


def person(user_id: str, email: str = "maren@holt.example") -> Shopper:
    """A signed-in shopper."""
    return Shopper(Actor(user_id=user_id, name="Maren Holt", email=email))


def form(card: str = "4242", **fields: object) -> CheckoutForm:
    """A checkout form that is filled in well."""
    return CheckoutForm(
        **{
            "email": "maren@holt.example",
            "shipping": HOME,
            "provider": "card",
            "payment_details": {"card": card},
            **fields,
        }
    )  # type: ignore[arg-type]


def cart_of(db: Session, cart_id: str) -> Cart:
    """The cart row."""
    return db.exec(select(Cart).where(Cart.id == cart_id)).one()

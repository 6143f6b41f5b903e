"""A cart with everything that its document shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.customer import Customer
from marketplace.models.payment import Payment
from marketplace.models.user import User
from marketplace.queries.shared.open_stores import OpenStore
from marketplace.queries.shared.price_context import RegionFacts
from marketplace.queries.store_api.contexts import find_region
from marketplace.queries.store_api.products import Listed, find_by_variants


@dataclass(frozen=True)
class CustomerFacts:
    """Who buys, as the store knows them."""

    id: str
    email: str


@dataclass(frozen=True)
class LineFacts:
    """What a program remembers with a line, and since when it is there."""

    meta: Mapping[str, Any]
    created_at: str


@dataclass(frozen=True)
class PromotionFacts:
    """A promotion of a cart: entered by code, or one that takes something off by itself."""

    id: str
    code: str | None
    title: str
    kind: str
    value_bps: int | None
    value_amount: int | None
    currency: str | None


@dataclass(frozen=True)
class CartFacts:
    """`chosen` maps a vendor to the row and the option that were asked for; `payment` is the last try's, if any.

    `listed` has the products by variant, where the document shows them.
    """

    store: OpenStore
    cart: Cart
    basket: Basket
    region: RegionFacts
    lines: Mapping[str, LineFacts]
    chosen: Mapping[str, tuple[str, str]]
    promotions: Sequence[PromotionFacts]
    listed: Mapping[str, Listed]
    customer: CustomerFacts | None
    payment: Payment | None


def read_cart_facts(
    db: Session,
    store: OpenStore,
    cart: Cart,
    basket: Basket,
    lines: Sequence[Mapping[str, Any]],
    chosen: Mapping[str, tuple[str, str]],
    promotions: Sequence[Mapping[str, Any]],
    *,
    listed: Mapping[str, Listed] | None,
) -> CartFacts:
    """Everything about a cart that was read (`lines`, `chosen`, `promotions` that it shows) and priced already.

    `listed` are the products known by now; None when nobody wants to see any.
    """
    region = find_region(db, store, region_id=cart.region_id)
    assert region is not None  # a foreign key holds it
    goods = [line.goods for part in basket.parts for line in part.lines]
    goods += [one for part in basket.parts for one in part.blocked]
    missing = [one.variant_id for one in goods if listed is not None and one.variant_id not in listed]
    return CartFacts(
        store=store,
        cart=cart,
        basket=basket,
        region=region,
        lines={row["line_id"]: LineFacts(row["meta"], row["added_at"]) for row in lines},
        chosen=_quoted(basket) if cart.quoted is not None else chosen,
        promotions=[promotion_facts(row) for row in promotions],
        listed={**(listed or {}), **(find_by_variants(db, store.id, missing) if missing else {})},
        customer=_customer(db, cart),
        payment=_payment(db, cart) if cart.payment_choice.get("session_id") else None,
    )


def promotion_facts(row: Mapping[str, Any]) -> PromotionFacts:
    """A promotion out of its row, or out of what a purchase kept of it."""
    return PromotionFacts(*(row[one.name] for one in fields(PromotionFacts)))


def _quoted(basket: Basket) -> Mapping[str, tuple[str, str]]:
    """The deliveries of a quote's cart: each was chosen with its offer, and is none of the vendor's list."""
    vendors = [part.seller.vendor_id for part in basket.parts]
    return {key: (f"quoted_{key.partition('_')[2]}", "") for key in vendors}


def _customer(db: Session, cart: Cart) -> CustomerFacts | None:
    if cart.user_id is None:
        return None
    row = db.exec(
        select(Customer.id, User.email)
        .join(User, col(User.id) == Customer.user_id)
        .where(Customer.user_id == cart.user_id)
    ).first()
    return CustomerFacts(*row) if row else None


def _payment(db: Session, cart: Cart) -> Payment | None:
    last = (
        select(Payment)
        .join(Checkout, (col(Checkout.id) == Payment.checkout_id) & (Checkout.tenant_id == Payment.tenant_id))
        .where(Checkout.cart_id == cart.id)
        .order_by(col(Payment.created_at).desc(), col(Payment.id).desc())
    )
    return db.exec(last.limit(1)).first()

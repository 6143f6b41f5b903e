"""A cart with everything that its document shows, in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from marketplace.domain.basket import Basket
from marketplace.models.cart import Cart, CartLine, CartPromotion, CartShipping, Promotion
from marketplace.models.customer import Customer
from marketplace.models.order import Checkout, Payment
from marketplace.models.user import User
from marketplace.queries.open_stores import OpenStore
from marketplace.queries.store_api.contexts import RegionFacts, find_region
from marketplace.queries.store_api.products import Listed, find_by_variants


@dataclass(frozen=True)
class CustomerFacts:
    """Who buys, as the store knows them."""

    id: str
    email: str


@dataclass(frozen=True)
class CartFacts:
    """`chosen` maps a vendor to the way of delivery that was asked for; `payment` is the last try's, if any."""

    store: OpenStore
    cart: Cart
    basket: Basket
    region: RegionFacts
    lines: Mapping[str, CartLine]
    chosen: Mapping[str, CartShipping]
    promotions: Sequence[Promotion]
    listed: Mapping[str, Listed]
    customer: CustomerFacts | None
    payment: Payment | None


def read_cart_facts(db: Session, store: OpenStore, cart: Cart, basket: Basket) -> CartFacts:
    """Everything about a cart that was read and priced already."""
    region = find_region(db, store, region_id=cart.region_id)
    assert region is not None  # a foreign key holds it
    lines = {line.id: line for line in db.exec(select(CartLine).where(CartLine.cart_id == cart.id))}
    chosen = {row.vendor_id: row for row in db.exec(select(CartShipping).where(CartShipping.cart_id == cart.id))}
    goods = [line.goods for part in basket.parts for line in part.lines]
    goods += [one for part in basket.parts for one in part.blocked]
    listed = find_by_variants(db, store.id, [one.variant_id for one in goods]) if goods else {}
    return CartFacts(
        store, cart, basket, region, lines, chosen, _promotions(db, cart, basket) if goods else (), listed,
        _customer(db, cart), _payment(db, cart) if cart.payment_choice else None,
    )  # fmt: skip


def _promotions(db: Session, cart: Cart, basket: Basket) -> Sequence[Promotion]:
    """The codes in the cart, and the automatic ones that take something off."""
    entered = select(CartPromotion.promotion_id).where(CartPromotion.cart_id == cart.id)
    wanted = or_(col(Promotion.id).in_(entered), col(Promotion.id).in_(list(basket.uses)))
    return db.exec(select(Promotion).where(wanted).order_by(col(Promotion.id))).all()


def _customer(db: Session, cart: Cart) -> CustomerFacts | None:
    if cart.user_id is None:
        return None
    row = db.exec(
        select(Customer.id, User.email).join(User, col(User.id) == Customer.user_id).where(
            Customer.user_id == cart.user_id
        )
    ).first()  # fmt: skip
    return CustomerFacts(*row) if row else None


def _payment(db: Session, cart: Cart) -> Payment | None:
    last = (
        select(Payment)
        .join(Checkout, (col(Checkout.id) == Payment.checkout_id) & (Checkout.tenant_id == Payment.tenant_id))
        .where(Checkout.cart_id == cart.id)
        .order_by(col(Payment.created_at).desc(), col(Payment.id).desc())
    )
    return db.exec(last.limit(1)).first()

"""The same again, at today's prices."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.models.cart import Cart
from marketplace.models.offer import Offer
from marketplace.models.order import Order, OrderLine
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.orders.order_access import find_group_for


@dataclass(frozen=True)
class Reordered:
    """How many lines went into the cart, and the names of what is no longer for sale."""

    added: int
    gone: tuple[str, ...]


def reorder(db: Session, actor: Actor, cart: Cart, number: int, *, key: str = "") -> Reordered:
    """Put everything of a purchase into the cart again; quantities are raised to what is sold now.

    `key` is that of a guest's link. Raises `NotFound`, `Unauthenticated`, `Conflict` while the cart is being paid.
    """
    group = find_group_for(db, actor, number, key)
    lines = db.exec(
        select(OrderLine)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(Order.group_id == group.id)
        .order_by(col(Order.position), col(OrderLine.id))
    ).all()
    added, gone = 0, []
    for line in lines:
        offer = db.exec(select(Offer).where(Offer.id == line.offer_id)).first()
        try:
            if offer is None:
                raise NotFound("offer")
            fitting = QuantityRule(offer.min_quantity, offer.quantity_step).fit(line.quantity)
            add_to_cart(db, cart, line.offer_id, fitting, meta=line.meta)
            added += 1
        except (NotFound, Invalid):
            gone.append(line.title)
    return Reordered(added, tuple(gone))

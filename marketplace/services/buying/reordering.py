"""The same again, at today's prices."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor
from marketplace.models.cart import Cart
from marketplace.models.order import Order, OrderLine
from marketplace.services.buying.refilling import Refilled, Wish, refill
from marketplace.services.orders.order_access import find_group_for


def reorder(db: Session, actor: Actor, cart: Cart, number: int, *, key: str = "") -> Refilled:
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
    return refill(db, cart, [Wish(line.offer_id, line.title, line.quantity, meta=line.meta) for line in lines])

"""No shopper is let put more into a cart than can be had, and is told how much that is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import Conflict, Invalid
from marketplace.models.cart import Cart
from marketplace.models.offer import Offer


def read_free(db: Session, cart: Cart, offer_ids: Sequence[str]) -> dict[str, int]:
    """How much of each offer this cart can have: what it holds itself for an unfinished payment counts as free."""
    params = {"tenant": cart.tenant_id, "cart": cart.id, "offers": list(offer_ids)}
    return {offer_id: int(free) for offer_id, free in db.connection().execute(_FREE, params)}


def check_stock(offer: Offer, quantity: int, *, free: int, inside: int = 0) -> None:
    """Raises `Invalid` for a `quantity` that is more than the `free` pieces, `Conflict` when it is so only with the
    pieces that are `inside` the cart. Made to order is never short.
    """
    if offer.allows_backorder:
        return
    fitting = QuantityRule(offer.min_quantity, offer.quantity_step).within(free)
    if not fitting:
        raise Invalid({"quantity": "Sold out. Nothing was changed in your cart."})
    if quantity > free:
        raise Invalid({"quantity": f"Only {free:,} left. Take {fitting:,} at most; nothing was changed in your cart."})
    if quantity + inside > free:
        raise Conflict(f"Only {free:,} left, and {inside:,} of them are in your cart already. Nothing was changed.")


_FREE = text("""
    select l.offer_id, coalesce(sum(l.on_hand - l.reserved + coalesce((
        select sum(r.quantity) from reservation r where r.tenant_id = l.tenant_id and r.stock_level_id = l.id
          and r.cart_id = :cart and r.status = 'held'), 0)), 0)
    from stock_level l where l.tenant_id = :tenant and l.offer_id = any(:offers) group by 1
""")

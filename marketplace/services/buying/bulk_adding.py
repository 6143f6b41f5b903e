"""A whole list goes into the cart at once: read, checked and written together, however long it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart, CartLine
from marketplace.models.offer import Offer
from marketplace.services.buying.carts import MAX_LINES, check_quantity, find_offers_for_sale, lines_of, mark_changed
from marketplace.services.buying.stock_limits import check_stock, read_free


def add_list(db: Session, cart: Cart, pieces: Mapping[str, int]) -> dict[str, str]:
    """Put so many pieces of each offer into the cart, on top of what is there. What cannot be had, or not so many,
    stays out; returns why, by offer.

    Raises `Conflict` while the cart is being paid.
    """
    offers = {one.id: one for one in find_offers_for_sale(db, cart, list(pieces))}
    inside = {one.offer_id: one for one in lines_of(db, cart) if not one.saved_for_later and not one.meta}
    free = read_free(db, cart, list(offers))
    refused: dict[str, str] = {}
    room = MAX_LINES - len(lines_of(db, cart))
    for offer_id, quantity in pieces.items():
        line = inside.get(offer_id)
        try:
            _check(offers.get(offer_id), line, quantity, free=free.get(offer_id, 0), room=room)
        except Invalid as error:
            refused[offer_id] = " ".join(error.fields.values())
        except MarketplaceError as error:
            refused[offer_id] = error.sentence
        else:
            if line is None:
                db.add(
                    CartLine(
                        id=new_id("cln"),
                        tenant_id=cart.tenant_id,
                        cart_id=cart.id,
                        offer_id=offer_id,
                        quantity=quantity,
                    )
                )
                room -= 1
            else:
                line.quantity += quantity
    if len(refused) < len(pieces):
        mark_changed(db, cart)
    return refused


def _check(offer: Offer | None, line: CartLine | None, quantity: int, *, free: int, room: int) -> None:
    if offer is None:
        raise NotFound("offer")
    inside = line.quantity if line else 0
    check_quantity(offer, quantity + inside)
    check_stock(offer, quantity, free=free, inside=inside)
    if line is None and room < 1:
        raise Conflict(f"A cart holds at most {MAX_LINES:,} different goods.")


def skus_of(db: Session, offer_ids: Sequence[str]) -> dict[str, str]:
    """What these offers are called by their vendors, by id."""
    rows = db.exec(select(Offer.id, Offer.sku).where(col(Offer.id).in_(offer_ids)))
    return dict(rows.all())

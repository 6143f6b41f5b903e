"""What was chosen before goes into the cart again, at today's prices: from a list, a kept cart, an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from marketplace.domain.buying.refilling import FULL, GONE, Fitted, fit_pieces
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart, CartLine
from marketplace.models.offer import Offer
from marketplace.services.buying.carts import MAX_LINES, find_offers_for_sale, lines_of, mark_changed
from marketplace.services.buying.stock_limits import read_free


@dataclass(frozen=True)
class Wish:
    """So many pieces of an offer, by the name it had then; `seen_amount` is the price that its shopper saw last."""

    offer_id: str
    title: str
    quantity: int
    meta: Mapping[str, Any] = field(default_factory=dict)
    seen_amount: int | None = None


@dataclass(frozen=True)
class Refilled:
    """What became of each wish, in their order."""

    outcomes: tuple[tuple[Wish, Fitted], ...]

    @property
    def added(self) -> int:
        """How many lines went in."""
        return sum(fitted.pieces > 0 for _, fitted in self.outcomes)

    @property
    def differences(self) -> tuple[str, ...]:
        """A sentence for each wish that did not go in as it stood."""
        return tuple(f"{wish.title}{fitted.why}" for wish, fitted in self.outcomes if fitted.why)


def refill(db: Session, cart: Cart, wishes: Sequence[Wish]) -> Refilled:
    """Put these goods into the cart, on top of what is there. What cannot be had, or not so many, stays out and is
    said. Raises `Conflict` while the cart is being paid."""
    offers = {one.id: one for one in find_offers_for_sale(db, cart, [wish.offer_id for wish in wishes])}
    free = read_free(db, cart, list(offers))
    every = lines_of(db, cart)
    lines = [line for line in every if not line.saved_for_later]
    room = MAX_LINES - len(every)
    outcomes: list[tuple[Wish, Fitted]] = []
    for wish in wishes:
        offer = offers.get(wish.offer_id)
        line = next((one for one in lines if (one.offer_id, one.meta) == (wish.offer_id, dict(wish.meta))), None)
        fitted = _fit(offer, line, wish, lines, free.get(wish.offer_id, 0)) if offer else GONE
        if line is not None:
            line.quantity += fitted.pieces
        elif fitted.pieces and room < 1:
            fitted = FULL
        elif fitted.pieces:
            lines.append(_new_line(db, cart, wish, fitted.pieces))
            room -= 1
        outcomes.append((wish, fitted))
    refilled = Refilled(tuple(outcomes))
    if refilled.added:
        mark_changed(db, cart)
    return refilled


def _fit(offer: Offer, line: CartLine | None, wish: Wish, lines: Sequence[CartLine], free: int) -> Fitted:
    inside = line.quantity if line else 0
    elsewhere = sum(one.quantity for one in lines if one.offer_id == offer.id) - inside
    rule = QuantityRule(offer.min_quantity, offer.quantity_step)
    return fit_pieces(
        rule, wish.quantity, inside=inside, free=None if offer.allows_backorder else max(free - elsewhere, 0)
    )


def _new_line(db: Session, cart: Cart, wish: Wish, pieces: int) -> CartLine:
    line = CartLine(
        id=new_id("cln"),
        tenant_id=cart.tenant_id,
        cart_id=cart.id,
        offer_id=wish.offer_id,
        quantity=pieces,
        seen_unit_amount=wish.seen_amount,
        meta=dict(wish.meta),
    )
    db.add(line)
    return line

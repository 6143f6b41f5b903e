"""From a cart to a list and back: kept under a name, put aside, taken up again at today's prices."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from marketplace.domain.buying.buyer import check_may_order
from marketplace.domain.buying.requisition_lists import Kind
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.permissions import Actor
from marketplace.models.cart import Cart
from marketplace.models.requisition_list import RequisitionLine, RequisitionList
from marketplace.services.buying.cart_access import LockedCart, buyer_for
from marketplace.services.buying.carts import lines_of, mark_changed
from marketplace.services.buying.refilling import Refilled, Wish, refill
from marketplace.services.buying.requisition_lists import NewLine, add_lines, find_list, lines_on, make_list


def lines_of_cart(db: Session, cart: Cart) -> list[NewLine]:
    """What stands in a cart, as lines for a list. Raises `Conflict` for an empty one."""
    lines = [
        NewLine(line.offer_id, line.quantity, seen_amount=line.seen_unit_amount, meta=line.meta)
        for line in lines_of(db, cart)
        if not line.saved_for_later
    ]
    if not lines:
        raise Conflict("Your cart is empty: there is nothing to keep.")
    return lines


def put_aside(db: Session, actor: Actor, cart: LockedCart, name: str, *, is_shared: bool = False) -> RequisitionList:
    """Empty the cart into one that waits under a name; what is saved for later stays below it.

    Raises what `make_list` raises, `Conflict` for an empty cart and while it is being paid.
    """
    lines = lines_of_cart(db, cart)
    row = make_list(db, actor, cart.tenant_id, name, is_shared=is_shared, kind=Kind.CART)
    row.region_id = cart.region_id
    add_lines(db, row, lines)
    for line in lines_of(db, cart):
        if not line.saved_for_later:
            db.delete(line)
    mark_changed(db, cart)
    return row


def buy_list(
    db: Session, actor: Actor, cart: LockedCart, list_id: str, line_ids: Collection[str] | None = None
) -> Refilled:
    """Put a list's lines into the cart, all or the named ones, at today's prices. The list stays; a cart that its
    author takes up again is used up, but for what cannot be had.

    Raises `NotFound` for a list or line that the actor does not see, `Forbidden` for who orders nothing for their
    company, `Conflict` while the cart is being paid.
    """
    row = find_list(db, actor, cart.tenant_id, list_id, lock=True)
    is_own = row.user_id == actor.user_id
    check_may_order(actor, buyer_for(actor, cart))
    every = lines_on(db, row)
    lines = [line for line in every if line_ids is None or line.id in line_ids]
    if line_ids is not None and len(lines) < len(set(line_ids)):
        raise NotFound("line")
    knows_prices = is_own and row.region_id == cart.region_id
    refilled = refill(db, cart, [_wish(line, knows_prices) for line in lines])
    if row.kind == Kind.CART and is_own:
        _use_up(db, row, lines, refilled, is_whole=len(lines) == len(every))
    return refilled


def _wish(line: RequisitionLine, knows_prices: bool) -> Wish:
    seen = line.seen_unit_amount if knows_prices else None
    return Wish(line.offer_id, line.title, line.quantity, meta=line.meta, seen_amount=seen)


def _use_up(
    db: Session, row: RequisitionList, lines: Sequence[RequisitionLine], refilled: Refilled, *, is_whole: bool
) -> None:
    rest = [max(line.quantity - fitted.pieces, 0) for line, (_, fitted) in zip(lines, refilled.outcomes, strict=True)]
    if is_whole and not any(rest):
        db.delete(row)
        db.flush()
        return
    for line, pieces in zip(lines, rest, strict=True):
        if pieces:
            line.quantity = pieces
        else:
            db.delete(line)
    db.flush()

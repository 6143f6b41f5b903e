"""One quote as the store reads it: the room without a chair, and what the store may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import QUOTE, QuoteStatus, can
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.quotes.standing import Side
from marketplace.models.quote import Quote, QuoteRequest
from marketplace.queries.operator_desk.access_scope import NO_MARK, Mark, reach, store_mark
from marketplace.queries.shared.quote_facts import read_facts, today_amounts
from marketplace.queries.shared.quote_history import LAST_TWO, HistoryView
from marketplace.queries.shared.quote_room import Room, room_of


@dataclass(frozen=True)
class StoreSeat:
    """Beside the room: whose store it is, who else was asked, and what can be done."""

    mark: Mark = NO_MARK
    others: str = ""  # names of the other vendors that were asked
    wish: str = ""
    valid_until: str = ""  # for the field
    can_extend: bool = False
    can_end: bool = False


def get_store_room(db: Session, actor: Actor, quote_id: str, *, view: HistoryView = LAST_TWO) -> tuple[Room, StoreSeat]:
    """A quote of a store that the actor runs. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    tenant_id = reach(actor, Permission.QUOTE_GOVERN)
    row = db.exec(select(Quote).where(Quote.id == quote_id)).first()
    if row is None or (tenant_id is not None and row.tenant_id != tenant_id):
        raise NotFound("quote", quote_id)
    of = select(QuoteRequest).where(QuoteRequest.id == row.request_id, QuoteRequest.tenant_id == row.tenant_id)
    facts = read_facts(db, db.exec(of).one())
    quote = facts.of(quote_id)
    if quote is None:
        raise NotFound("quote", quote_id)
    until = quote.quote.valid_until
    seat = StoreSeat(
        mark=store_mark(facts.store),
        others=", ".join(one.vendor.name for one in facts.quotes if one.quote.id != quote_id),
        wish=facts.request.note,
        valid_until=f"{until:%Y-%m-%d}" if until else "",
        can_extend=quote.quote.status == QuoteStatus.QUOTED and until is not None,
        can_end=can(QUOTE, "withdraw", quote.quote.status),
    )
    return room_of(db, facts, quote, Side.STORE, today_amounts(db, facts), view=view), seat

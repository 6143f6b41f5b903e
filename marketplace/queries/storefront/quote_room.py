"""The room of a quote as its buyer sees it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import OPEN, Side
from marketplace.queries.shared.own_limit import check_of, find_own_limit
from marketplace.queries.shared.quote_facts import find_buyer_request, read_facts, today_amounts
from marketplace.queries.shared.quote_history import LAST_TWO, HistoryView
from marketplace.queries.shared.quote_room import Room, room_of


def get_buyer_room(
    db: Session, requester: Requester, tenant_id: str, request_id: str, quote_id: str, *, view: HistoryView = LAST_TWO
) -> Room:
    """One vendor's quote of a request that the buyer reads. Raises `NotFound`, `Unauthenticated`."""
    facts = read_facts(db, find_buyer_request(db, requester, tenant_id, request_id), quote_id=quote_id)
    quote = facts.of(quote_id)
    if quote is None:
        raise NotFound("quote", quote_id)
    room = room_of(db, facts, quote, Side.BUYER, today_amounts(db, facts), view=view)
    last = quote.counter or quote.answer
    if last is None or quote.quote.status not in OPEN or facts.request.cart_id is not None:
        return room  # what is over is spent, or never will be
    limit = find_own_limit(db, requester.actor, tenant_id, facts.request.company_id)
    return replace(room, limit=check_of(limit, last.total_amount, facts.currency, facts.locale))

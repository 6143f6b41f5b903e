"""The room of a quote as its vendor sees it: nothing of other vendors, and the form in which it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, allows, require, vendor_grant
from marketplace.domain.quotes.standing import Side
from marketplace.kit.clock import now
from marketplace.models.quote import Quote, QuoteRequest
from marketplace.queries.formatting.dates import exact, left
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts, read_facts, today_amounts
from marketplace.queries.shared.quote_history import LAST_TWO, HistoryView
from marketplace.queries.shared.quote_room import Room, room_of
from marketplace.queries.vendor_desk.answer_sheet import AnswerSheet, answer_sheet
from marketplace.queries.vendor_desk.own_articles import own_article_of_lines


@dataclass(frozen=True)
class VendorSeat:
    """Beside the room: what the buyer said with the request, what this person may do, and the form of an answer."""

    sheet: AnswerSheet = field(default_factory=AnswerSheet)
    wish: str = ""  # the request's own note
    ships_to: str = ""
    answer_by: str = ""
    answer_by_exact: str = ""
    answer_by_tone: str = ""
    can_answer: bool = False
    can_take_back: bool = False


def get_vendor_room(
    db: Session, actor: Actor, quote_id: str, *, view: HistoryView = LAST_TWO
) -> tuple[Room, VendorSeat]:
    """A quote of the actor's own vendor, and its seat in it.

    Raises `Unauthenticated`, `Forbidden`, `NotFound` for any other one.
    """
    facts, quote = find_own_quote(db, actor, quote_id)
    articles = own_article_of_lines(db, facts, quote.vendor.id)
    today = today_amounts(db, facts, {line_id: one.offer_id for line_id, one in articles.items()})
    room = room_of(db, facts, quote, Side.VENDOR, today, view=view)
    here = {"tenant_id": quote.quote.tenant_id, "vendor_id": quote.vendor.id}
    may_answer = allows(actor, Permission.QUOTE_ANSWER, **here)
    can_answer = room.can_change and may_answer
    words, tone = left(facts.request.answer_by, now())
    seat = VendorSeat(
        sheet=answer_sheet(db, actor, facts, quote, today) if can_answer else AnswerSheet(),
        wish=facts.request.note,
        ships_to=_place(facts.request.ship_to),
        answer_by=words if room.turn == "mine" and quote.answer is None else "",
        answer_by_exact=exact(facts.request.answer_by),
        answer_by_tone=tone,
        can_answer=can_answer,
        can_take_back=may_answer and _can_be_recalled(quote),
    )
    return room, seat


def find_own_quote(db: Session, actor: Actor, quote_id: str) -> tuple[RequestFacts, QuoteFacts]:
    """A quote of the actor's own vendor with what it may know of the request. Raises as `get_vendor_room`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = select(Quote).where(
        Quote.id == quote_id, Quote.vendor_id == grant.vendor_id, Quote.tenant_id == grant.tenant_id
    )
    row = db.exec(mine).first()
    if row is None:
        raise NotFound("quote", quote_id)
    of = select(QuoteRequest).where(QuoteRequest.id == row.request_id, QuoteRequest.tenant_id == row.tenant_id)
    facts = read_facts(db, db.exec(of).one(), quote_id=quote_id)
    return facts, facts.quotes[0]


def _can_be_recalled(quote: QuoteFacts) -> bool:
    return quote.quote.status == "quoted" and quote.quote.seen_at is None and quote.answer is not None


def _place(ship_to: Mapping[str, object]) -> str:
    """`40233 Düsseldorf, DE`: as far as freight needs it."""
    town = " ".join(str(ship_to[part]) for part in ("postal_code", "city") if ship_to.get(part))
    return ", ".join(one for one in (town, str(ship_to.get("country", ""))) if one)

"""Prices that a company's buyer asked for in the demo: a request in every state, one of them a room that goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from marketplace.demo.trade.approvals import Stage, find_person
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.companies.documents import DocumentKind
from marketplace.domain.permissions import Actor, Grant, Role
from marketplace.domain.quotes.answer_form import AnswerForm, CounterForm, CounterLine
from marketplace.domain.quotes.request_form import RequestForm, WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import Source
from marketplace.domain.quotes.terms import Break, QuotedLine
from marketplace.integrations.documents.pdf import Paper
from marketplace.kit.clock import at, now
from marketplace.models.offer import Offer
from marketplace.models.quote import Quote, QuoteRequest, QuoteRequestLine
from marketplace.models.user import Membership
from marketplace.models.vendor import Vendor
from marketplace.services.quotes.accepting import AwardForm, award_request
from marketplace.services.quotes.answering import answer_quote, reject_quote
from marketplace.services.quotes.commenting import Remark, comment_as_buyer, comment_as_seller
from marketplace.services.quotes.ending import expire_quotes
from marketplace.services.quotes.negotiating import counter_quote, decline_quote, mark_seen, withdraw_request
from marketplace.services.quotes.request_files import attach_file
from marketplace.services.quotes.requesting import ask_for_quotes

_KINDS, _WORTH = 4, 60_000  # articles of a request, and for how much of each
_OFF_BPS = (9_300, 9_000, 8_800, 9_500)  # of today's price, by turns
_ASKED_AGO = {  # days
    "expired": 34,
    "rejected": 20,
    "withdrawn": 16,
    "declined": 12,
    "accepted": 8,
    "quoted": 3,
    "countered": 2,
    "pending": 0,
}


@dataclass(frozen=True)
class _Talk:
    """One request of the demo with its quotes, the vendors by their names."""

    stage: Stage
    who: Requester
    request: QuoteRequest
    lines: Sequence[QuoteRequestLine]
    quotes: Sequence[tuple[Quote, Vendor]]


def leave_quotes(stage: Stage, end: datetime) -> None:
    """A request in each state, the latest last; nothing where the store's company has no buyer."""
    buyer = find_person(stage, "buyer")
    if buyer is None or not stage.goods:
        return
    for number, (state, days) in enumerate(_ASKED_AGO.items()):
        with at(end - timedelta(days=days, hours=4)):
            talk = _ask(stage, Requester(buyer), state, number)
        with at(end - timedelta(days=days, hours=2)):
            _GO_ON[state](talk)
        if state == "expired":
            with at(end - timedelta(days=days - 15)):
                expire_quotes(stage.db)


def _ask(stage: Stage, who: Requester, state: str, number: int) -> _Talk:
    chosen = _goods(stage, number)
    lines = [
        WantedLine(_pieces(one), offer_id=one["id"], target_amount=one["amount"] * 85 // 100 if at_ == 0 else None)
        for at_, one in enumerate(chosen)
    ]
    title, words = stage.company.asks[number % len(stage.company.asks)]
    lines.append(WantedLine(20, title=words, note="As in the drawing."))
    drawing = attach_file(stage.db, who, stage.tenant_id, f"{words}.pdf", (DocumentKind.PDF, _drawing(words)))
    form = RequestForm(
        lines=tuple(lines),
        press=f"demo-{stage.company.store}-{state}",
        title=title,
        source=Source.CART,
        vendor_ids=_vendors(stage, chosen),
        shares_targets=number % 2 == 0,
        file_ids=(drawing.id,),
    )
    request = ask_for_quotes(stage.db, who, stage.tenant_id, form, region_id=stage.region_id, currency=stage.currency)
    rows = select(Quote, Vendor).join(Vendor, col(Vendor.id) == Quote.vendor_id)
    staffed = set(stage.db.exec(select(Membership.vendor_id).where(col(Membership.vendor_id).is_not(None))))
    quotes = stage.db.exec(rows.where(Quote.request_id == request.id).order_by(Vendor.name)).all()
    quotes = sorted(
        quotes, key=lambda pair: pair[1].id not in staffed
    )  # whose people have accounts, to sit in the room
    of = select(QuoteRequestLine).where(QuoteRequestLine.request_id == request.id)
    asked_for = stage.db.exec(of.order_by(col(QuoteRequestLine.position))).all()
    return _Talk(stage, who, request, asked_for, quotes)


def _drawing(words: str) -> bytes:
    paper = Paper(words, "Works office", words)
    paper.head("Works office", words, ["Sheet 1, revision C"])
    paper.words("Made up for the demo: dimensions as agreed, tolerances after ISO 2768-m.")
    return paper.finished()


def _goods(stage: Stage, number: int) -> list[Mapping[str, Any]]:
    """Articles that more than one vendor sells, others for every request."""
    several = set(stage.db.connection().execute(_SOLD_BY_SEVERAL, {"tenant": stage.tenant_id}).scalars())
    goods = sorted((one for one in stage.goods if one["amount"] <= _WORTH), key=lambda one: one["id"] not in several)
    start = number * _KINDS % max(1, len(several))
    return goods[start : start + _KINDS]


_SOLD_BY_SEVERAL = text("""
    select o.id from offer o where o.tenant_id = :tenant and o.status = 'live' and exists (
        select 1 from offer r where r.tenant_id = o.tenant_id and r.variant_id = o.variant_id and r.id <> o.id
          and r.status = 'live')
""")


def _vendors(stage: Stage, chosen: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Who sells the articles, and who else is asked: three in all."""
    sellers = [one["vendor_id"] for one in (*chosen, *stage.goods)]
    return tuple(dict.fromkeys(sellers))[:3]


def _pieces(offer: Mapping[str, Any]) -> int:
    return QuantityRule(offer["min_quantity"], offer["quantity_step"]).fit(max(1, _WORTH // offer["amount"]))


def _seller(vendor: Vendor) -> Actor:
    """Somebody at the vendor's desk."""
    grant = Grant(Role.VENDOR_MEMBER, vendor.tenant_id, vendor.id, title="owner")
    return Actor(name=f"Sales at {vendor.name}", grants=(grant,))


def _answer(talk: _Talk, at_: int, *, days: int = 14, cheaper: int = 0) -> int:
    """A vendor's answer: its own articles a little below today's price, and what nobody's catalogue holds."""
    quote, vendor = talk.quotes[at_]
    lines = tuple(_line(talk, vendor, line, turn=at_ + n, cheaper=cheaper) for n, line in enumerate(talk.lines))
    form = AnswerForm(
        lines,
        now() + timedelta(days=days),
        freight_amount=(0, 1_900, 3_200)[at_ % 3],
        payment_terms=("Net 30", "Net 14", "Net 30, 2 % in 10 days")[at_ % 3],
        note=("One parcel, calibration sheets included.", "", "Pallet, unloading by you.")[at_ % 3],
        reserves_stock=at_ == 0,
    )
    return answer_quote(talk.stage.db, _seller(vendor), quote.id, form).revision


def _line(talk: _Talk, vendor: Vendor, line: QuoteRequestLine, *, turn: int, cheaper: int) -> QuotedLine:
    db, lead = talk.stage.db, 2 + turn * 3 % 9
    if line.variant_id is None:
        return QuotedLine(line.id, unit_amount=2_450 - 60 * turn - cheaper, lead_days=lead + 8)
    mine = select(Offer.id).where(Offer.variant_id == line.variant_id, Offer.vendor_id == vendor.id)
    offer_id = db.exec(mine).first()
    today = next((one["amount"] for one in talk.stage.goods if one["id"] == (offer_id or "")), None)
    if offer_id is None or today is None:
        return QuotedLine(line.id, cannot=True)
    price = today * _OFF_BPS[turn % len(_OFF_BPS)] // 10_000 - cheaper
    more = (Break(line.quantity * 3, price * 96 // 100),)
    return QuotedLine(line.id, unit_amount=price, breaks=more, lead_days=lead, offer_id=offer_id)


def _counter(talk: _Talk, at_: int, revision: int) -> int:
    quote, _ = talk.quotes[at_]
    lines = tuple(CounterLine(line.id, 2_000, line.quantity) for line in talk.lines if line.variant_id is None)
    form = CounterForm(revision, lines, "We order this every quarter, if we meet at this price.")
    return counter_quote(talk.stage.db, talk.who, talk.stage.tenant_id, quote.id, form).number


def _answer_all(talk: _Talk, *, days: int = 14) -> None:
    for at_ in range(len(talk.quotes)):
        _answer(talk, at_, days=days)


def _quoted(talk: _Talk) -> None:
    """Two have answered and one declined: the room of the first goes on."""
    db, stage = talk.stage.db, talk.stage
    for at_, (quote, vendor) in enumerate(talk.quotes):
        if at_ == len(talk.quotes) - 1 and at_ > 1:
            reject_quote(db, _seller(vendor), quote.id, "We do not make these any more.")
        else:
            _answer(talk, at_)
    quote, vendor = talk.quotes[0]
    sales, line, start = _seller(vendor), talk.lines[0].id, now()
    question, answer = Remark("Is the sheet with each of them?", line), Remark("Yes, with its serial number.", line)
    inside = Remark("We can go down to 21.50, not lower.", is_internal=True)
    steps: Sequence[Callable[[], object]] = (
        lambda: mark_seen(db, talk.who, stage.tenant_id, talk.request.id),
        lambda: _counter(talk, 0, 1),
        lambda: comment_as_seller(db, sales, quote.id, inside),
        lambda: _answer(talk, 0, cheaper=40),
        lambda: comment_as_buyer(db, talk.who, stage.tenant_id, quote.id, question),
        lambda: comment_as_seller(db, sales, quote.id, answer),
    )
    for turn, act in enumerate(steps, 1):
        with at(start + timedelta(minutes=6 * turn)):
            act()


def _countered(talk: _Talk) -> None:
    _answer(talk, 0)
    _counter(talk, 0, 1)


def _accepted(talk: _Talk) -> None:
    """Each line to the first who offers it; its cart waits for the buyer."""
    _answer_all(talk)
    choice: dict[str, str] = {}
    for quote, vendor in talk.quotes:
        for n, line in enumerate(talk.lines):
            if not _line(talk, vendor, line, turn=n, cheaper=0).cannot:
                choice.setdefault(line.id, quote.id)
    award_request(talk.stage.db, talk.who, talk.stage.tenant_id, talk.request.id, AwardForm(choice))


def _declined(talk: _Talk) -> None:
    _answer_all(talk)
    for quote, _ in talk.quotes:
        decline_quote(talk.stage.db, talk.who, talk.stage.tenant_id, quote.id, "Postponed to next year.")


def _withdrawn(talk: _Talk) -> None:
    withdraw_request(talk.stage.db, talk.who, talk.stage.tenant_id, talk.request.id, "Asked twice by mistake.")


def _rejected(talk: _Talk) -> None:
    for quote, vendor in talk.quotes:
        reject_quote(talk.stage.db, _seller(vendor), quote.id, "We cannot deliver so many this year.")


_GO_ON: dict[str, Callable[[_Talk], None]] = {
    "expired": lambda talk: _answer_all(talk, days=10),
    "rejected": _rejected,
    "withdrawn": _withdrawn,
    "declined": _declined,
    "accepted": _accepted,
    "quoted": _quoted,
    "countered": _countered,
    "pending": lambda talk: None,
}

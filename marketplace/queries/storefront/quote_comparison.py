"""A request as its buyer compares it: lines by vendors, and what each way to choose comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.quotes.comparison import Best, Column, best_of
from marketplace.domain.quotes.files import QuoteFileRow
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import OPEN
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteRequestLine
from marketplace.queries.formatting.dates import exact, left, short_day
from marketplace.queries.formatting.money import money, price_step
from marketplace.queries.formatting.wording import count, hue, initials
from marketplace.queries.shared.own_limit import LimitCheck, find_own_limit
from marketplace.queries.shared.quote_facts import (
    QuoteFacts,
    RequestFacts,
    find_buyer_request,
    read_facts,
    today_amounts,
)
from marketplace.queries.shared.quote_files import list_request_files
from marketplace.queries.storefront.quote_choice import AwardPart, Way, choice_of, choices_of, sums_of, ways_of


@dataclass(frozen=True)
class CompareCell:
    """What one vendor offers of one line. `mark` is lowest or fastest, `tone` the colour of the difference."""

    quote_id: str = ""
    line_id: str = ""
    vendor: str = ""
    price: str = ""
    total: str = ""
    difference: str = ""
    tone: str = ""
    mark: str = ""
    lead: str = ""
    detail: str = ""
    least: str = ""  # a minimum above what was asked for
    instead: str = ""  # the substitute that is offered
    is_offered: bool = False
    says: str = ""  # why there is no price
    is_chosen: bool = False
    can_choose: bool = False


@dataclass(frozen=True)
class CompareRow:
    id: str = ""
    title: str = ""
    picture: str = ""
    detail: str = ""  # "12 pcs · you pay today €179.00"
    is_missing: bool = False
    cells: list[CompareCell] = field(default_factory=list)


@dataclass(frozen=True)
class CompareColumn:
    """The head and the foot of a vendor's column."""

    quote_id: str = ""
    vendor: str = ""
    initials: str = ""
    hue: int = 1
    note: str = ""
    status: str = ""
    revision: str = ""
    href: str = ""
    freight: str = ""
    total: str = ""
    valid: str = ""
    valid_exact: str = ""
    valid_tone: str = ""
    terms: str = ""
    adds: str = ""  # what it says beside its prices
    covers: str = ""  # "for 5 of 6 lines"
    reason: str = ""


@dataclass(frozen=True)
class Comparison:
    """The whole page. `seen` are the revisions that are shown: an award accepts no others."""

    id: str = ""
    number: str = ""
    store: str = ""
    title: str = ""
    count: str = ""  # "6 lines"
    status: str = ""
    summary: str = ""
    rows: list[CompareRow] = field(default_factory=list)
    columns: list[CompareColumn] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    choice: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    goods: str = ""
    freight: str = ""
    tax: str = ""
    total: str = ""
    saved: str = ""
    parts: list[AwardPart] = field(default_factory=list)
    chosen: str = ""  # "6 lines"
    missing: str = ""
    limit: LimitCheck = field(default_factory=LimitCheck)  # of who buys, beside the choice
    can_award: bool = False
    can_withdraw: bool = False
    cart_href: str = ""
    file: str = ""  # the address of this comparison as a file, without its ending
    note: str = ""
    files: list[QuoteFileRow] = field(default_factory=list)


def get_comparison(db: Session, requester: Requester, tenant_id: str, request_id: str, *, way: str = "") -> Comparison:
    """The grid of a request. `way` chooses for the buyer: the key of a `Way`, or a quote's id for everything from it.

    Without one it is what they have picked, at first the lowest price. Raises `NotFound`, `Unauthenticated`.
    """
    facts = read_facts(db, find_buyer_request(db, requester, tenant_id, request_id))
    today = today_amounts(db, facts)
    moment = now()
    pairs = [(one, one.column()) for one in facts.quotes]
    columns = [column for _, column in pairs]
    open_columns = [column for one, column in pairs if one.can_be_chosen(moment)]
    ids = [line.id for line in facts.lines]
    choices = choices_of(ids, open_columns)
    is_open = facts.request.cart_id is None
    limit = find_own_limit(db, requester.actor, tenant_id, facts.request.company_id) if is_open else None
    picked = choice_of(facts, ids, open_columns, choices, way)
    return Comparison(
        id=facts.request.id,
        number=facts.number,
        store=facts.store.name,
        title=facts.request.title,
        count=count(len(facts.lines), "line"),
        status=facts.status,
        summary=_summary(facts, moment),
        rows=[_row(facts, pairs, _Shown(line, today.get(line.id), picked, moment)) for line in facts.lines],
        columns=[_column(facts, one, moment) for one in facts.quotes],
        ways=ways_of(facts, ids, open_columns, choices, picked),
        choice=dict(picked),
        seen={one.quote.id: one.quote.revision for one in facts.quotes if one.can_be_chosen(moment)},
        can_award=bool(picked) and facts.request.cart_id is None,
        can_withdraw=facts.request.cart_id is None and any(one.quote.status in OPEN for one in facts.quotes),
        cart_href=_cart_href(facts),
        file=f"/s/{facts.store.handle}/quotes/{facts.request.id}",
        note=facts.request.note,
        files=list_request_files(db, facts.request, f"/s/{facts.store.handle}/quotes/{facts.request.id}"),
        **sums_of(facts, ids, columns, picked, today, limit=limit),
    )


def _summary(facts: RequestFacts, moment: datetime) -> str:
    answered = sum(bool(one.answers) for one in facts.quotes)
    closed = sum(one.quote.status == QuoteStatus.REJECTED for one in facts.quotes)
    day = short_day(facts.request.created_at.date(), moment.date(), facts.locale)
    words = f"Asked by {facts.request.name} on {day}. {count(answered, 'vendor')} answered"
    return f"{words}, {closed} declined." if closed else f"{words} of {len(facts.quotes)}."


@dataclass(frozen=True)
class _Shown:
    """A line with what its cells are looked at beside."""

    line: QuoteRequestLine
    today: int | None
    picked: Mapping[str, str]
    moment: datetime


def _row(facts: RequestFacts, pairs: Sequence[tuple[QuoteFacts, Column]], shown: _Shown) -> CompareRow:
    line, price = shown.line, shown.today
    best = best_of(line.id, [column for _, column in pairs])
    pays = f" · you pay today {money(price, facts.currency, facts.locale)}" if price is not None else ""
    return CompareRow(
        id=line.id,
        title=line.title,
        picture=line.picture,
        detail=f"{count(line.quantity, 'piece')}{pays}",
        is_missing=line.id not in shown.picked,
        cells=[_cell(facts, one, column.offered(line.id), shown, best) for one, column in pairs],
    )


def _cell(facts: RequestFacts, quote: QuoteFacts, offered: QuotedLine | None, shown: _Shown, best: Best) -> CompareCell:
    key, line = quote.quote.id, shown.line
    if offered is None:
        return CompareCell(key, line.id, quote.vendor.name, says=_says(quote))
    difference, tone = price_step(offered.bought_unit_amount, shown.today)
    return CompareCell(
        quote_id=key,
        line_id=line.id,
        vendor=quote.vendor.name,
        price=money(offered.bought_unit_amount, facts.currency, facts.locale),
        total=money(offered.shown_amount, facts.currency, facts.locale),
        difference=difference,
        tone=tone,
        mark="lowest" if best.cheapest == key else "fastest" if best.fastest == key else "",
        lead=count(offered.lead_days, "day") if offered.lead_days is not None else "",
        detail=", ".join(one for one in (*facts.steps_of(offered), offered.note) if one),
        least=f"least {offered.min_quantity}" if offered.min_quantity > line.quantity else "",
        instead=offered.title if offered.is_substitute or (not offered.offer_id and line.offer_id) else "",
        is_offered=True,
        says=_waits(quote, shown.moment),
        is_chosen=shown.picked.get(line.id) == key,
        can_choose=quote.can_be_chosen(shown.moment) and facts.request.cart_id is None,
    )


def _says(quote: QuoteFacts) -> str:
    """Why a cell has no price."""
    return "no offer" if quote.answers or quote.quote.status not in OPEN else "not answered yet"


def _waits(quote: QuoteFacts, moment: datetime) -> str:
    """Why an offer cannot be chosen now; nothing once it was accepted."""
    if quote.quote.status == QuoteStatus.COUNTERED:
        return "you countered it"
    return "" if quote.can_be_chosen(moment) or quote.quote.status == QuoteStatus.ACCEPTED else "over"


def _column(facts: RequestFacts, one: QuoteFacts, moment: datetime) -> CompareColumn:
    terms, until = (one.answer.terms if one.answer else None), one.quote.valid_until
    words, tone = left(until, moment) if until and one.quote.status in OPEN else ("", "")
    on_time = one.vendor.on_time_bps
    return CompareColumn(
        quote_id=one.quote.id,
        vendor=one.vendor.name,
        initials=initials(one.vendor.name),
        hue=hue(one.vendor.name),
        note=f"{round(on_time / 100)} % on time" if on_time is not None else "",
        status=one.quote.status,
        revision=f"Revision {one.answer.number}" if one.answer else "",
        href=f"/s/{facts.store.handle}/quotes/{facts.request.id}/{one.quote.id}",
        freight=money(terms.freight_amount, facts.currency, facts.locale) if terms else "",
        total=money(_everything(facts, one), facts.currency, facts.locale) if terms else "",
        valid=words,
        valid_exact=exact(until),
        valid_tone=tone,
        terms=terms.payment_terms if terms else "",
        adds=terms.note if terms else "",
        covers=_covers(one),
        reason=one.quote.end_reason,
    )


def _covers(one: QuoteFacts) -> str:
    lines = one.answer.terms.lines if one.answer else ()
    return f"for {sum(not line.cannot for line in lines)} of {count(len(lines), 'line')}" if lines else ""


def _everything(facts: RequestFacts, one: QuoteFacts) -> int:
    """All that a vendor offers, as prices are shown, with its freight."""
    column = one.column()
    lines = [line for line in column.lines.values() if not line.cannot]
    return sum(line.shown_amount for line in lines) + (column.freight_amount if lines else 0)


def _cart_href(facts: RequestFacts) -> str:
    cart = facts.request.cart_id
    return f"/s/{facts.store.handle}/checkout?cart={cart}" if cart else ""

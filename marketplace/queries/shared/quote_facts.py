"""A request with everything that was answered, read once for whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.catalogue.pricing import price_at, read_lists, read_sources
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.quotes.comparison import Column
from marketplace.domain.quotes.requester import LINK_PURPOSE, Requester, reads_request
from marketplace.domain.quotes.standing import Side, standing_of
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.clock import now
from marketplace.kit.signed_links import verify
from marketplace.models.offer import PRICES_FOR_BUYER
from marketplace.models.quote import Quote, QuoteRequest, QuoteRequestLine, QuoteRevision
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import language_of


@dataclass(frozen=True)
class QuoteFacts:
    """One vendor's side: `answer` is its last revision, `before` the one before that, `counter` the buyer's last where
    the vendor has not answered it."""

    quote: Quote
    vendor: Vendor
    revisions: Sequence[QuoteRevision]

    @property
    def answers(self) -> list[QuoteRevision]:
        return [one for one in self.revisions if one.side == Side.VENDOR]

    @property
    def answer(self) -> QuoteRevision | None:
        return self.answers[-1] if self.answers else None

    @property
    def before(self) -> QuoteRevision | None:
        return self.answers[-2] if len(self.answers) > 1 else None

    @property
    def counter(self) -> QuoteRevision | None:
        last = self.revisions[-1] if self.revisions else None
        return last if last is not None and last.side == Side.BUYER else None

    def can_be_chosen(self, moment: datetime) -> bool:
        """Whether it could be accepted now."""
        until = self.quote.valid_until
        return self.quote.status == QuoteStatus.QUOTED and (until is None or moment < until)

    def column(self) -> Column:
        """Its last answer, to be compared; one without an answer offers nothing."""
        terms = self.answer.terms if self.answer else None
        return Column(
            self.quote.id,
            {one.line_id: one for one in terms.lines} if terms else {},
            terms.freight_amount if terms else 0,
        )


@dataclass(frozen=True)
class RequestFacts:
    """A request, its lines in their order, and its quotes by the vendors' names."""

    request: QuoteRequest
    lines: Sequence[QuoteRequestLine]
    quotes: Sequence[QuoteFacts]
    store: Tenant

    @property
    def currency(self) -> str:
        return self.request.currency

    @property
    def locale(self) -> str:
        return language_of(self.store)

    @property
    def number(self) -> str:
        return f"Q-{self.request.number}"

    @property
    def status(self) -> QuoteStatus:
        return standing_of(one.quote.status for one in self.quotes)

    def steps_of(self, line: QuotedLine) -> list[str]:
        """The price steps of an offered line as people read them: `€8.50 from 100 on`."""
        return [f"{money(one.amount, self.currency, self.locale)} from {one.min_quantity:,} on" for one in line.breaks]

    def of(self, quote_id: str) -> QuoteFacts | None:
        """One of its quotes."""
        return next((one for one in self.quotes if one.quote.id == quote_id), None)


def find_buyer_request(db: Session, requester: Requester, tenant_id: str, request_id: str) -> QuoteRequest:
    """A request that this buyer reads. Raises `NotFound`, `Unauthenticated` for a guest without its link."""
    mine = select(QuoteRequest).where(QuoteRequest.id == request_id, QuoteRequest.tenant_id == tenant_id)
    request = db.exec(mine).first()
    holds_link = request is not None and bool(requester.key) and verify(requester.key, LINK_PURPOSE, request.id)
    if request is not None and reads_request(requester, request.owner, holds_link=holds_link):
        return request
    if requester.actor.user_id is None and not requester.key:
        raise Unauthenticated
    raise NotFound("quote", request_id)


def read_facts(db: Session, request: QuoteRequest, *, quote_id: str = "") -> RequestFacts:
    """Everything of a request, or (`quote_id`) only what one of its vendors may know."""
    here = request.tenant_id
    lines = db.exec(
        select(QuoteRequestLine)
        .where(QuoteRequestLine.request_id == request.id, QuoteRequestLine.tenant_id == here)
        .order_by(col(QuoteRequestLine.position))
    ).all()
    of = select(Quote, Vendor).join(Vendor, (col(Vendor.id) == Quote.vendor_id) & (col(Vendor.tenant_id) == here))
    of = of.where(Quote.request_id == request.id, Quote.tenant_id == here)
    if quote_id:
        of = of.where(Quote.id == quote_id)
    pairs = db.exec(of.order_by(Vendor.name, Quote.id)).all()
    revisions = _revisions(db, here, [quote.id for quote, _ in pairs])
    store = db.exec(select(Tenant).where(Tenant.id == here)).one()
    quotes = [QuoteFacts(quote, vendor, revisions.get(quote.id, ())) for quote, vendor in pairs]
    return RequestFacts(request, lines, quotes, store)


def _revisions(db: Session, tenant_id: str, quote_ids: Sequence[str]) -> Mapping[str, Sequence[QuoteRevision]]:
    of = select(QuoteRevision).where(
        QuoteRevision.tenant_id == tenant_id,
        col(QuoteRevision.quote_id).in_(quote_ids),
        col(QuoteRevision.taken_back_at).is_(None),
    )
    by_quote: dict[str, list[QuoteRevision]] = {}
    for one in db.exec(of.order_by(QuoteRevision.quote_id, col(QuoteRevision.number))):
        by_quote.setdefault(one.quote_id, []).append(one)
    return by_quote


def today_amounts(db: Session, facts: RequestFacts, offers: Mapping[str, str] | None = None) -> dict[str, int]:
    """What a piece of each line's article costs its buyer today, by line, at the quantity asked for.

    `offers` (by line) stand in the place of what was asked for: to a vendor only its own have a price.
    """
    request = facts.request
    buyer = Buyer(request.company_id or "", request.location_id or "")
    wanted = {one.id: one.offer_id for one in facts.lines if one.offer_id} if offers is None else offers
    values = {
        "tenant": request.tenant_id,
        "offers": list(set(wanted.values())),
        "currency": request.currency,
        "company": buyer.company_id,
        "location": buyer.location_id,
    }
    rows = {row.offer_id: row for row in db.connection().execute(text(PRICES_FOR_BUYER), values)}
    amounts = {}
    for line in facts.lines:
        if (row := rows.get(wanted.get(line.id, ""))) is None:
            continue
        priced = price_at(read_sources(row.steps, request.currency, read_lists(row.lists)), line.quantity, now())
        if priced:
            amounts[line.id] = priced[0]
    return amounts

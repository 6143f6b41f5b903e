"""A revision of a quote for paper: for who may read it on screen."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.orders.documents import PaperLine
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.quotes.papers import QuotePaper
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import Side
from marketplace.domain.quotes.terms import QuotedLine, Totals, totals_of
from marketplace.models.quote import Quote, QuoteRequest, QuoteRevision
from marketplace.queries.formatting.amounts import rate
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.quote_facts import RequestFacts, find_buyer_request, read_facts


def get_buyer_paper(
    db: Session, requester: Requester, tenant_id: str, request_id: str, quote_id: str, *, number: int
) -> QuotePaper:
    """A revision of one vendor's quote of a request that the buyer reads. Raises `NotFound`, `Unauthenticated`."""
    request = find_buyer_request(db, requester, tenant_id, request_id)
    return _paper(read_facts(db, request, quote_id=quote_id), number)


def get_vendor_paper(db: Session, actor: Actor, quote_id: str, number: int) -> QuotePaper:
    """A revision of a quote of the actor's vendor. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = select(QuoteRequest).join(Quote, Quote.request_id == QuoteRequest.id)  # type: ignore[arg-type]
    mine = mine.where(Quote.id == quote_id, Quote.vendor_id == grant.vendor_id, Quote.tenant_id == grant.tenant_id)
    request = db.exec(mine).first()
    if request is None:
        raise NotFound("quote", quote_id)
    return _paper(read_facts(db, request, quote_id=quote_id), number)


def _paper(facts: RequestFacts, number: int) -> QuotePaper:
    one = facts.quotes[0] if facts.quotes else None
    revision = next((sent for sent in one.revisions if sent.number == number), None) if one else None
    if one is None or revision is None:
        raise NotFound("revision")
    terms = revision.terms
    offered = [line for line in terms.lines if not line.cannot]
    titles = {line.id: line.title for line in facts.lines}
    return QuotePaper(
        number=facts.number,
        store=facts.store.name,
        title=f"{'Offer' if revision.side == Side.VENDOR else 'Counter'}, revision {number}",
        vendor=one.vendor.legal_name or one.vendor.name,
        buyer=facts.request.name,
        ship_to=_place(facts),
        facts=[*_facts(facts, revision)],
        lines=[_line(facts, line) for line in offered],
        sums=_sums(facts, revision),
        payment_terms=terms.payment_terms,
        note=terms.note,
        missing=", ".join(titles[line.line_id] for line in terms.lines if line.cannot),
    )


def _facts(facts: RequestFacts, revision: QuoteRevision) -> Iterator[str]:
    yield f"{facts.number}, {full_day(revision.created_at.date(), facts.locale)}"
    if revision.valid_until is not None:
        day = full_day(revision.valid_until.date(), facts.locale)
        yield f"Valid until {day}, {revision.valid_until:%H:%M} UTC"


def _place(facts: RequestFacts) -> list[str]:
    place = facts.request.ship_to
    town = " ".join(str(place[name]) for name in ("postal_code", "city") if place.get(name))
    country = str(place.get("country") or "")
    return [part for part in (town, country_name(country) if country else "") if part]


def _line(facts: RequestFacts, line: QuotedLine) -> PaperLine:
    lead = count(line.lead_days, "working day") if line.lead_days is not None else ""
    least = f"at least {line.min_quantity:,}" if line.min_quantity > 1 else ""
    return PaperLine(
        title=line.title,
        detail=" · ".join(part for part in (line.sku, lead, least, *facts.steps_of(line), line.note) if part),
        quantity=line.bought_quantity,
        unit=money(line.bought_unit_amount, facts.currency, facts.locale),
        tax=rate(line.tax.rate_bps),
        total=money(line.shown_amount, facts.currency, facts.locale),
    )


def _totals(revision: QuoteRevision) -> Totals:
    terms = revision.terms
    return totals_of(terms.lines, terms.freight_amount, terms.freight_tax, inclusive=terms.is_tax_inclusive)


def _sums(facts: RequestFacts, revision: QuoteRevision) -> list[tuple[str, str]]:
    whole = _totals(revision)
    named = (("Goods", whole.goods), ("Freight", whole.freight), ("VAT", whole.tax), ("Total", whole.total))
    return [(label, money(amount, facts.currency, facts.locale)) for label, amount in named]

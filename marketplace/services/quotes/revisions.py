"""The numbered revisions of a quote: written once, read by both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.standing import Side
from marketplace.domain.quotes.terms import Totals, totals_of
from marketplace.kit.ids import new_id
from marketplace.models.quote import Quote, QuoteDraft, QuoteRequestLine, QuoteRevision, QuoteTerms


class RevisionMoved(Conflict):
    """What is acted on is not what was seen."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is a newer revision ({number}) than you saw. Look at it, then decide again.")
        self.number = number


def request_lines(db: Session, tenant_id: str, request_id: str) -> Sequence[QuoteRequestLine]:
    """The lines of a request, in their order."""
    of = select(QuoteRequestLine).where(
        QuoteRequestLine.request_id == request_id, QuoteRequestLine.tenant_id == tenant_id
    )
    return db.exec(of.order_by(col(QuoteRequestLine.position))).all()


def last_revision(db: Session, quote: Quote, side: Side | None = None) -> QuoteRevision | None:
    """The newest revision that stands, of one side or of either."""
    of = select(QuoteRevision).where(
        QuoteRevision.quote_id == quote.id,
        QuoteRevision.tenant_id == quote.tenant_id,
        col(QuoteRevision.taken_back_at).is_(None),
    )
    if side is not None:
        of = of.where(QuoteRevision.side == side)
    return db.exec(of.order_by(col(QuoteRevision.number).desc()).limit(1)).first()


def write_revision(
    db: Session, quote: Quote, actor: Actor, side: Side, terms: QuoteTerms, *, valid_until: datetime | None
) -> QuoteRevision:
    """The next revision of a locked quote; the side's draft is used up."""
    quote.revision += 1
    revision = QuoteRevision(
        id=new_id("qrv"),
        tenant_id=quote.tenant_id,
        quote_id=quote.id,
        number=quote.revision,
        side=side,
        author_id=actor.user_id,
        author=actor.name,
        terms=terms,
        total_amount=totals(terms).total,
        valid_until=valid_until,
    )
    db.add(revision)
    if draft := find_draft(db, quote, side):
        db.delete(draft)
    db.flush()
    return revision


def totals(terms: QuoteTerms) -> Totals:
    """What a revision comes to, were all its lines awarded."""
    return totals_of(terms.lines, terms.freight_amount, terms.freight_tax, inclusive=terms.is_tax_inclusive)


def find_draft(db: Session, quote: Quote, side: Side) -> QuoteDraft | None:
    """What a side has typed and not sent."""
    of = select(QuoteDraft).where(
        QuoteDraft.quote_id == quote.id, QuoteDraft.tenant_id == quote.tenant_id, QuoteDraft.side == side
    )
    return db.exec(of).first()


def check_revision(quote: Quote, seen: int) -> None:
    """Raises `RevisionMoved` where another revision than the `seen` one stands."""
    if quote.revision != seen:
        raise RevisionMoved(quote.revision)

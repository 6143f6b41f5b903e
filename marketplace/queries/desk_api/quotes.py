"""Quotes as programs of vendors and stores read them: each is one vendor's side of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.quotes.standing import Side
from marketplace.kit.sql import compose
from marketplace.models.quote import Quote, QuoteRequest
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.shared.quote_document import QuoteDocument, read_document

_FROM = """
    from quote q
    join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
    join vendor v on v.id = q.vendor_id and v.tenant_id = q.tenant_id
    where (:tenant = '' or q.tenant_id = :tenant) and (:vendor = '' or q.vendor_id = :vendor)
      and (:status = '' or q.status = :status)
      and (:turn = '' or (:turn = 'buyer' and q.status = 'quoted')
           or (:turn = 'vendor' and q.status in ('pending', 'countered')))
"""
_COUNT = text(compose("select count(*) $source", source=_FROM))
_ROWS = """
    select q.id, q.tenant_id, q.request_id, r.number, r.title, r.name as buyer, v.id as vendor_id, v.name as vendor,
        v.handle as vendor_handle, q.status, q.revision, r.currency, r.answer_by, q.valid_until, q.answered_at,
        q.ended_at, q.created_at,
        (select s.total_amount from quote_revision s where s.quote_id = q.id and s.tenant_id = q.tenant_id
           and s.side = 'vendor' and s.taken_back_at is null order by s.number desc limit 1) as total_amount
    $source order by q.created_at desc, q.id limit :limit offset :offset
"""
_PAGE = text(compose(_ROWS, source=_FROM))


@dataclass(frozen=True)
class QuotesWanted:
    """What narrows a list; empty for everything. `tenant_id` and `vendor_id` only at the store's side."""

    status: str = ""
    turn: str = ""
    tenant_id: str = ""
    vendor_id: str = ""


@dataclass(frozen=True)
class QuoteRow:
    """A quote in a list; `total_amount` of the vendor's last revision, minor units of `currency`."""

    id: str
    tenant_id: str
    request_id: str
    number: int
    title: str
    buyer: str
    vendor_id: str
    vendor: str
    vendor_handle: str
    status: str
    revision: int
    currency: str
    answer_by: datetime
    valid_until: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    created_at: datetime
    total_amount: int | None


def list_vendor_quotes(
    db: Session, actor: Actor, wanted: QuotesWanted, *, limit: int, offset: int
) -> tuple[list[QuoteRow], int]:
    """A page of the quotes of the actor's vendor, newest first. Raises `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    where = {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "status": wanted.status, "turn": wanted.turn}
    return _page(db, where, limit, offset)


def list_any_quotes(
    db: Session, actor: Actor, wanted: QuotesWanted, *, limit: int, offset: int
) -> tuple[list[QuoteRow], int]:
    """A page of the quotes of the store, or of all for an operator, newest first. Raises `Forbidden`."""
    tenant_id = reach(actor, Permission.QUOTE_SEE) or wanted.tenant_id
    where = {"tenant": tenant_id, "vendor": wanted.vendor_id, "status": wanted.status, "turn": wanted.turn}
    return _page(db, where, limit, offset)


def get_vendor_quote(db: Session, actor: Actor, quote_id: str) -> QuoteDocument:
    """A quote of the actor's vendor. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = select(Quote).where(Quote.id == quote_id, Quote.vendor_id == grant.vendor_id)
    return _document(db, db.exec(mine.where(Quote.tenant_id == grant.tenant_id)).first(), quote_id, Side.VENDOR)


def get_any_quote(db: Session, actor: Actor, quote_id: str) -> QuoteDocument:
    """A quote of a store that the actor runs. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    quote = db.exec(select(Quote).where(Quote.id == quote_id)).first()
    require(actor, Permission.QUOTE_SEE, tenant_id=quote.tenant_id if quote else "")
    return _document(db, quote, quote_id, Side.STORE)


def _page(db: Session, where: Mapping[str, str | None], limit: int, offset: int) -> tuple[list[QuoteRow], int]:
    count = int(db.connection().execute(_COUNT, where).scalar_one())
    rows = db.connection().execute(_PAGE, {**where, "limit": limit, "offset": offset}).mappings()
    return [QuoteRow(**row) for row in rows], count


def _document(db: Session, quote: Quote | None, quote_id: str, side: Side) -> QuoteDocument:
    if quote is None:
        raise NotFound("quote", quote_id)
    of = select(QuoteRequest).where(QuoteRequest.id == quote.request_id, QuoteRequest.tenant_id == quote.tenant_id)
    return read_document(db, db.exec(of).one(), side, quote_id=quote.id)

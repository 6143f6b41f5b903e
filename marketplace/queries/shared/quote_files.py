"""The files of a request for prices: who asked, whom they asked, and the store may read them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.quotes.files import QuoteFileRow
from marketplace.domain.quotes.requester import Requester
from marketplace.models.quote import Quote, QuoteFile, QuoteRequest
from marketplace.queries.formatting.wording import size_words
from marketplace.queries.shared.company_documents import StoredDocument
from marketplace.queries.shared.quote_facts import find_buyer_request


def list_request_files(db: Session, request: QuoteRequest, home: str) -> list[QuoteFileRow]:
    """What came with a request, below the address `home`. The caller has authorised."""
    of = select(QuoteFile).where(QuoteFile.request_id == request.id, QuoteFile.tenant_id == request.tenant_id)
    rows = db.exec(of.order_by(col(QuoteFile.created_at), QuoteFile.id)).all()
    return [file_row(row, f"{home}/files/{row.id}") for row in rows]


def file_row(row: QuoteFile, href: str = "") -> QuoteFileRow:
    """A file as lists show it."""
    return QuoteFileRow(row.id, row.name, size_words(row.size_bytes), href)


def find_buyer_file(db: Session, requester: Requester, tenant_id: str, request_id: str, file_id: str) -> StoredDocument:
    """A file of a request that the buyer reads. Raises `NotFound`, `Unauthenticated`."""
    return _find(db, find_buyer_request(db, requester, tenant_id, request_id), file_id)


def find_vendor_file(db: Session, actor: Actor, quote_id: str, file_id: str) -> StoredDocument:
    """A file of a request that the actor's vendor was asked in. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = [Quote.vendor_id == grant.vendor_id, Quote.tenant_id == grant.tenant_id]
    return _find(db, _request_of(db, quote_id, mine), file_id)


def find_store_file(db: Session, actor: Actor, quote_id: str, file_id: str) -> StoredDocument:
    """A file of a request in a store that the actor runs. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    request = _request_of(db, quote_id, [])
    require(actor, Permission.QUOTE_GOVERN, tenant_id=request.tenant_id)
    return _find(db, request, file_id)


def _request_of(db: Session, quote_id: str, conditions: Sequence[bool]) -> QuoteRequest:
    of = select(QuoteRequest).join(
        Quote, (col(Quote.request_id) == QuoteRequest.id) & (col(Quote.tenant_id) == QuoteRequest.tenant_id)
    )
    request = db.exec(of.where(Quote.id == quote_id, *conditions)).first()
    if request is None:
        raise NotFound("quote", quote_id)
    return request


def _find(db: Session, request: QuoteRequest, file_id: str) -> StoredDocument:
    its = select(QuoteFile).where(
        QuoteFile.id == file_id, QuoteFile.request_id == request.id, QuoteFile.tenant_id == request.tenant_id
    )
    row = db.exec(its).first()
    if row is None:
        raise NotFound("file", file_id)
    return StoredDocument(row.name, row.content_type, row.path)

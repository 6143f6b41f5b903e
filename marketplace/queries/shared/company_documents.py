"""The documents of a company: who may read which."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, and_, col, or_, select

from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.kit.clock import now
from marketplace.models.company import CompanyDocument
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.wording import size_words


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list. One that was sent stays: the store has read it."""

    id: str
    name: str
    href: str
    size: str
    sent: str
    sent_exact: str
    is_sent: bool


@dataclass(frozen=True)
class StoredDocument:
    """A document that may be read: how it is called, what it is, and where it lies below the private folder."""

    name: str
    content_type: str
    path: str


def list_documents(
    db: Session, tenant_id: str, home: str, *, user_id: str = "", company_id: str = ""
) -> tuple[DocumentRow, ...]:
    """What a person has gathered, and what a company has sent, below the address `home`. The caller has authorised."""
    gathered = and_(col(CompanyDocument.user_id) == user_id, col(CompanyDocument.company_id).is_(None))
    sent = and_(col(CompanyDocument.company_id) == company_id, company_id != "")
    rows = db.exec(
        select(CompanyDocument)
        .where(CompanyDocument.tenant_id == tenant_id, or_(gathered, sent))
        .order_by(col(CompanyDocument.created_at), col(CompanyDocument.id))
    )
    return tuple(_row(row, home) for row in rows)


def find_own_document(db: Session, actor: Actor, tenant_id: str, document_id: str) -> StoredDocument:
    """A document of whom it belongs to: its sender before it is sent, then the company's administrators.

    Raises `Unauthenticated`, `NotFound` for everybody else.
    """
    if actor.user_id is None:
        raise Unauthenticated
    row = _find(db, document_id, tenant_id)
    if row is None or not _may_read(actor, row):
        raise NotFound("document", document_id)
    return StoredDocument(row.name, row.content_type, row.path)


def find_company_document(db: Session, actor: Actor, company_id: str, document_id: str) -> StoredDocument:
    """A document that a company sent, for the store's side. Raises `Unauthenticated`, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    row = _find(db, document_id)
    if row is None or row.company_id != company_id or not _decides(actor, row):
        raise NotFound("document", document_id)
    return StoredDocument(row.name, row.content_type, row.path)


def _decides(actor: Actor, row: CompanyDocument) -> bool:
    return allows(actor, Permission.COMPANY_DECIDE, tenant_id=row.tenant_id)


def _may_read(actor: Actor, row: CompanyDocument) -> bool:
    if row.company_id is None:
        return row.user_id == actor.user_id
    return any(one.company_id == row.company_id and one.title == CompanyRole.ADMIN for one in actor.grants)


def _find(db: Session, document_id: str, tenant_id: str = "") -> CompanyDocument | None:
    row = db.exec(select(CompanyDocument).where(CompanyDocument.id == document_id)).first()
    return row if row is not None and tenant_id in ("", row.tenant_id) else None


def _row(row: CompanyDocument, home: str) -> DocumentRow:
    return DocumentRow(
        id=row.id,
        name=row.name,
        href=f"{home}/documents/{row.id}",
        size=size_words(row.size_bytes),
        sent=ago(row.created_at, now()),
        sent_exact=exact(row.created_at),
        is_sent=row.company_id is not None,
    )

"""What a company shows of itself when it asks to be let in: kept in private, sent with the registration."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, and_, col, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.documents import (
    A_DAY,
    ENDINGS,
    FIELD,
    MAX_BYTES,
    MAX_DOCUMENTS,
    TOO_LARGE,
    TOO_MANY,
    UNREADABLE,
    DocumentKind,
    document_name,
    kind_of,
)
from marketplace.domain.errors import Conflict, Invalid, NotFound, TooManyRequests, Unauthenticated
from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.integrations.storage.drawing import draw_picture
from marketplace.integrations.storage.folder import document_storage
from marketplace.integrations.storage.pictures import UnreadablePicture
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import limit
from marketplace.models.company import Company, CompanyDocument
from marketplace.models.user import User
from marketplace.services.companies.company_access import find_own_company, is_administrator
from marketplace.settings import settings


def check_document_room(db: Session, actor: Actor, tenant_id: str, size: int) -> None:
    """Whether a document of so many bytes may be sent now, before anything of it is read.

    Raises `Unauthenticated`, `Conflict` for whose company needs none any more, `Invalid` for `documents`.
    """
    company_id = _asking(db, actor, tenant_id)
    if size > MAX_BYTES:
        raise Invalid({FIELD: TOO_LARGE})
    if len(_given(db, actor, tenant_id, company_id)) >= MAX_DOCUMENTS:
        raise Invalid({FIELD: TOO_MANY})
    try:
        limit(f"{A_DAY}/day", "company-documents", str(actor.user_id))
    except TooManyRequests:
        raise Invalid({FIELD: f"You have sent {A_DAY} documents today, which is the most. Go on tomorrow."}) from None


def guard_document(data: bytes) -> tuple[DocumentKind, bytes]:
    """What the file is, and the bytes to keep: a picture is drawn anew. Raises `Invalid`. Slow: in no transaction."""
    kind = kind_of(data)
    if kind is None or len(data) > MAX_BYTES:
        raise Invalid({FIELD: UNREADABLE if kind is None else TOO_LARGE})
    if kind is DocumentKind.PDF:
        return kind, data
    try:
        return kind, draw_picture(data, settings().data_dir).large
    except UnreadablePicture as error:
        raise Invalid({FIELD: str(error)}) from None


def add_document(
    db: Session, actor: Actor, tenant_id: str, name: str, document: tuple[DocumentKind, bytes]
) -> CompanyDocument:
    """Keep a document that passed the guard beside what the actor has typed so far; the same one again is that one.

    Raises as `check_document_room`.
    """
    db.exec(select(User.id).where(User.id == actor.user_id).with_for_update()).first()  # two tabs count together
    company_id = _asking(db, actor, tenant_id)
    kind, data = document
    full_name, before = document_name(name, kind), _given(db, actor, tenant_id, company_id)
    for one in before:
        if one.name == full_name and document_storage().holds(one.path, data):
            return one
    if len(before) >= MAX_DOCUMENTS:
        raise Invalid({FIELD: TOO_MANY})
    path = f"{tenant_id}/{secrets.token_hex(16)}.{ENDINGS[kind]}"
    document_storage().put(path, data)
    row = CompanyDocument(
        id=new_id("cdo"),
        tenant_id=tenant_id,
        user_id=str(actor.user_id),
        name=full_name,
        path=path,
        content_type=kind,
        size_bytes=len(data),
    )
    db.add(row)
    db.flush()
    _note(db, actor, row, AuditAction.COMPANY_DOCUMENT_ADDED)
    return row


def remove_document(db: Session, actor: Actor, tenant_id: str, document_id: str) -> None:
    """Take back a document that was not sent yet. Raises `NotFound` for any other, `Unauthenticated`."""
    if actor.user_id is None:
        raise Unauthenticated
    mine = select(CompanyDocument).where(
        CompanyDocument.id == document_id,
        CompanyDocument.tenant_id == tenant_id,
        CompanyDocument.user_id == actor.user_id,
        col(CompanyDocument.company_id).is_(None),
    )
    row = db.exec(mine.with_for_update()).first()
    if row is None:
        raise NotFound("document", document_id)
    _remove(db, actor, row)


def forget_unsent(db: Session, before: datetime) -> int:
    """Remove what was uploaded before this moment and never sent, whoever's it is; returns how many."""
    left = select(CompanyDocument).where(
        col(CompanyDocument.company_id).is_(None), col(CompanyDocument.created_at) < before
    )
    rows = db.exec(left.order_by(CompanyDocument.id).with_for_update()).all()
    for row in rows:
        _remove(db, SYSTEM, row)
    return len(rows)


def send_documents(db: Session, actor: Actor, company: Company) -> int:
    """What the actor has gathered is the company's from now on, and is kept; returns how many."""
    mine = select(CompanyDocument).where(
        CompanyDocument.tenant_id == company.tenant_id,
        CompanyDocument.user_id == actor.user_id,
        col(CompanyDocument.company_id).is_(None),
    )
    rows = db.exec(mine.with_for_update()).all()
    for row in rows:
        row.company_id = company.id
    return len(rows)


def delete_document_file(db: Session, document_id: str, path: str) -> None:
    """Delete the file of a document that was taken back (job `company.remove_document`); gone already is fine."""
    if db.exec(select(CompanyDocument.id).where(CompanyDocument.id == document_id)).first() is None:
        document_storage().remove(path)


def document_file(path: str) -> Path:
    """The file of a document that may be read. Raises `NotFound` when the disk has lost it."""
    file = document_storage().find(path)
    if file is None:
        raise NotFound("document")
    return file


def _asking(db: Session, actor: Actor, tenant_id: str) -> str:
    """The declined company that the actor mends, empty for a new one."""
    if actor.user_id is None:
        raise Unauthenticated
    company = find_own_company(db, actor, tenant_id)
    if company is None:
        return ""
    if company.status != CompanyStatus.REJECTED or not is_administrator(actor, company):
        raise Conflict("You buy for a company in this store already; it was asked for what it needs.")
    return company.id


def _given(db: Session, actor: Actor, tenant_id: str, company_id: str) -> Sequence[CompanyDocument]:
    """The documents of this registration: those gathered, and those that the company sent before."""
    gathered = and_(col(CompanyDocument.user_id) == actor.user_id, col(CompanyDocument.company_id).is_(None))
    which = or_(gathered, CompanyDocument.company_id == company_id) if company_id else gathered
    return db.exec(select(CompanyDocument).where(CompanyDocument.tenant_id == tenant_id, which)).all()


def _remove(db: Session, actor: Actor, row: CompanyDocument) -> None:
    """The row goes now, its file by a job: a transaction that is undone has deleted nothing."""
    _note(db, actor, row, AuditAction.COMPANY_DOCUMENT_REMOVED)
    enqueue(
        db,
        "company.remove_document",
        tenant_id=row.tenant_id,
        entity="company_document",
        entity_id=row.id,
        payload={"path": row.path},
    )
    db.delete(row)


def _note(db: Session, actor: Actor, row: CompanyDocument, action: AuditAction) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=row.tenant_id,
        object_type="company_document",
        object_id=row.id,
        object_name=row.name,
    )

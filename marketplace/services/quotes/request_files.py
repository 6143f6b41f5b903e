"""Files that go with a request for prices: kept in private beside the form, sent with it, gone when it is not sent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.documents import A_DAY, ENDINGS, DocumentKind, document_name
from marketplace.domain.errors import Invalid, NotFound, TooManyRequests
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.domain.quotes.files import FIELD, MOST_FILES, TOO_MANY
from marketplace.domain.quotes.requester import Requester
from marketplace.integrations.storage.folder import document_storage
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.names import hold_names
from marketplace.kit.ratelimit import limit
from marketplace.kit.tokens import hash_token
from marketplace.models.quote import QuoteFile, QuoteRequest


def count_upload(requester: Requester) -> None:
    """One more file of this person, or of a guest's address, today. Raises `Invalid` for `files` past the most."""
    try:
        limit(f"{A_DAY}/day", "quote-files", requester.actor.user_id or requester.actor.ip)
    except TooManyRequests:
        raise Invalid({FIELD: f"You have sent {A_DAY} files today, which is the most. Go on tomorrow."}) from None


def list_unsent(db: Session, requester: Requester, tenant_id: str) -> Sequence[QuoteFile]:
    """What lies beside this buyer's form, the oldest first; what they attached before they signed in becomes theirs."""
    owner = _owner(requester)
    if requester.actor.user_id and requester.token:
        for row in db.exec(_unsent(tenant_id, hash_token(requester.token)).with_for_update()).all():
            row.owner = owner
        db.flush()
    return db.exec(_unsent(tenant_id, owner).order_by(col(QuoteFile.created_at), QuoteFile.id)).all()


def attach_file(
    db: Session, requester: Requester, tenant_id: str, name: str, document: tuple[DocumentKind, bytes]
) -> QuoteFile:
    """Lay a file that passed the guard beside the form; the same one again is the one that lies there.

    Raises `Invalid` for `files`: too many, or no cookie to know a guest by.
    """
    owner = _owner(requester)
    if not owner:
        raise Invalid({FIELD: "Your browser refuses cookies, and this form needs one. Allow it for this store."})
    hold_names(db, f"quote-files:{tenant_id}:{owner}")  # two tabs count together
    kind, data = document
    full_name, before = document_name(name, kind), list_unsent(db, requester, tenant_id)
    for one in before:
        if one.name == full_name and document_storage().holds(one.path, data):
            return one
    if len(before) >= MOST_FILES:
        raise Invalid({FIELD: TOO_MANY})
    path = f"{tenant_id}/{secrets.token_hex(16)}.{ENDINGS[kind]}"
    document_storage().put(path, data)
    row = QuoteFile(
        id=new_id("qfi"),
        tenant_id=tenant_id,
        owner=owner,
        name=full_name,
        path=path,
        content_type=kind,
        size_bytes=len(data),
    )
    db.add(row)
    db.flush()
    _note(db, requester.actor, row, AuditAction.QUOTE_FILE_ADDED)
    return row


def detach_file(db: Session, requester: Requester, tenant_id: str, file_id: str) -> None:
    """Take a file out of the form again. Raises `NotFound` for one that is not there, or was sent."""
    mine = _unsent(tenant_id, _owner(requester)).where(QuoteFile.id == file_id)
    row = db.exec(mine.with_for_update()).first()
    if row is None:
        raise NotFound("file", file_id)
    _remove(db, requester.actor, row)


def send_files(db: Session, requester: Requester, request: QuoteRequest, file_ids: Sequence[str]) -> None:
    """These go with the request from now on; one that was taken out meanwhile, or is another's, does not.

    Raises `Invalid` for `files`: too many.
    """
    if len(file_ids) > MOST_FILES:
        raise Invalid({FIELD: TOO_MANY})
    mine = _unsent(request.tenant_id, _owner(requester)).where(col(QuoteFile.id).in_(file_ids))
    for row in db.exec(mine.order_by(QuoteFile.id).with_for_update()).all():
        row.request_id = request.id


def forget_unsent_files(db: Session, before: datetime) -> int:
    """Remove what was attached before this moment and never sent, whoever's it is; returns how many."""
    left = select(QuoteFile).where(col(QuoteFile.request_id).is_(None), col(QuoteFile.created_at) < before)
    rows = db.exec(left.order_by(QuoteFile.id).with_for_update()).all()
    for row in rows:
        _remove(db, SYSTEM, row)
    return len(rows)


def delete_quote_file(db: Session, file_id: str, path: str) -> None:
    """Delete what a file that was taken out holds (job `quotes.remove_file`); gone already is fine."""
    if db.exec(select(QuoteFile.id).where(QuoteFile.id == file_id)).first() is None:
        document_storage().remove(path)


def _owner(requester: Requester) -> str:
    """How files know this buyer: by their account, a guest by the cookie of the browser; empty without either.

    Who acts in a member's name is known by their own account: what a member has gathered is not theirs to see.
    """
    person = requester.actor.impersonator_id or requester.actor.user_id
    return person or (hash_token(requester.token) if requester.token else "")


def _unsent(tenant_id: str, owner: str) -> SelectOfScalar[QuoteFile]:
    return select(QuoteFile).where(
        QuoteFile.tenant_id == tenant_id, QuoteFile.owner == owner, col(QuoteFile.request_id).is_(None)
    )


def _remove(db: Session, actor: Actor, row: QuoteFile) -> None:
    """The row goes now, what it holds by a job: a transaction that is undone has deleted nothing."""
    _note(db, actor, row, AuditAction.QUOTE_FILE_REMOVED)
    enqueue(
        db,
        "quotes.remove_file",
        tenant_id=row.tenant_id,
        entity="quote_file",
        entity_id=row.id,
        payload={"path": row.path},
    )
    db.delete(row)


def _note(db: Session, actor: Actor, row: QuoteFile, action: AuditAction) -> None:
    audit.record(
        db, actor, action, tenant_id=row.tenant_id, object_type="quote_file", object_id=row.id, object_name=row.name
    )

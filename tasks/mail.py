"""Mails: each kind of `mail.*` job is one letter, keyed by its job so that it is sent once."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.integrations.mail.letters import KINDS, QUOTE_KINDS, write
from marketplace.integrations.mail.mailer import mailer
from marketplace.kit.jobs import ClaimedJob
from marketplace.models.tenant import Tenant
from marketplace.services.operations.letter_secrets import letter_data
from tasks.app import Handler, job


def _sends(kind: str) -> Handler:
    def send(db: Session, claimed: ClaimedJob) -> None:
        data = letter_data(db, claimed.payload)
        if data is not None:
            store = _store(db, claimed.tenant_id)
            mailer(db).send(write(kind, data, key=claimed.id, tenant_id=claimed.tenant_id, store=store))

    return send


def _store(db: Session, tenant_id: str | None) -> str:
    if tenant_id is None:
        return ""
    return db.exec(select(Tenant.name).where(Tenant.id == tenant_id)).first() or ""


for _kind in (one for one in KINDS if one not in QUOTE_KINDS):  # those have readers: tasks/quotes.py
    job(f"mail.{_kind}")(_sends(_kind))

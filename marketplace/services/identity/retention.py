"""Letters and proofs that have done their work: what is not kept can neither leak nor be stolen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from marketplace.kit.tables import MailMessage
from marketplace.models.user import OneTimeToken


def forget_letters(db: Session, before: datetime) -> int:
    """Delete the kept letters of before this moment, with the links in them; returns how many."""
    return db.exec(delete(MailMessage).where(col(MailMessage.created_at) < before)).rowcount


def forget_tokens(db: Session, before: datetime) -> int:
    """Delete the proofs whose time was over before this moment; returns how many."""
    return db.exec(delete(OneTimeToken).where(col(OneTimeToken.expires_at) < before)).rowcount

"""Asking for a check of the books, besides the hourly one."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.jobs import enqueue


def ask_for_check(db: Session, actor: Actor) -> None:
    """Recompute every invariant in the background now; waiting twins become one. Operators only: raises `Forbidden`."""
    require(actor, Permission.PAYOUT_RELEASE, tenant_id=None)
    enqueue(db, "ledger.check", priority=50, dedupe_key="asked")

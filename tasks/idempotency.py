"""What was answered to calls with a key of their own is forgotten in time."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.clock import now
from marketplace.kit.idempotency import forget_old_calls
from marketplace.kit.jobs import ClaimedJob
from tasks.app import job


@job("idempotency.forget", every_seconds=3600)
def forget(db: Session, claimed: ClaimedJob) -> None:
    """Forget the answers of three days ago and before."""
    forget_old_calls(db, now())

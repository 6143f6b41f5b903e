"""The audit trail's ends are written down outside of its table."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.jobs import ClaimedJob
from marketplace.services.operations.audit_anchors import anchor_heads
from tasks.app import job


@job("audit.anchor", every_seconds=60)
def anchor(db: Session, claimed: ClaimedJob) -> None:
    """Sign the newest line of every chain that grew, into a file and the log."""
    anchor_heads(db)

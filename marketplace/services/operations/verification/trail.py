"""The audit trail is whole: every chain link by link, and up to where it was known to reach."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.kit.audit import ChainWalk, heads_file
from marketplace.kit.tables import AuditEvent
from marketplace.services.operations.audit_anchors import (
    DATED,
    Anchor,
    dates_of_old_lines,
    lost_anchors,
    missing_anchors,
)

CHAIN_RULE = "the audit trail is an unbroken chain"
ANCHOR_RULE = "the audit trail reaches as far as it was known to"
_AT_ONCE = 2000


def walk(db: Session) -> tuple[int, list[str]]:
    """How many lines there are, and of each chain the first whose hash, predecessor or date does not fit."""
    lines = select(AuditEvent.__table__).order_by(  # type: ignore[attr-defined]
        col(AuditEvent.tenant_id), col(AuditEvent.seq)
    )
    rows = db.connection().execute(lines, execution_options={"yield_per": _AT_ONCE})
    steps, number = ChainWalk(), 0
    for row in rows:
        steps.take(row)
        number += 1
    return number, [*steps.broken, *_redated(db)]


def _redated(db: Session) -> list[str]:
    """Lines from before dates were part of the hash: their dates were written down together, once."""
    dated_events = select(AuditEvent.tenant_id, AuditEvent.after).where(AuditEvent.action == DATED)
    return [
        f"dates of the old lines of {tenant_id or 'the platform'}"
        for tenant_id, recorded in db.exec(dated_events)
        if (recorded or {}).get("digest") != dates_of_old_lines(db, tenant_id)[1]
    ]


def check_anchors(db: Session, anchors: Sequence[Anchor]) -> tuple[int, list[str]]:
    """How many chains have an anchor outside the table, and which do not reach it any more or lost the anchor.

    The anchors must have been read before the session's snapshot was taken, which has no later lines.
    """
    lost = {anchor.chain: _said(anchor) for anchor in lost_anchors(db, anchors)}
    gone = [
        f"{row.chain or 'the platform'}: line {row.seq} was anchored, and {heads_file().name} does not say so here"
        for row in missing_anchors(db)
        if row.chain not in lost
    ]
    return len(anchors) + len(gone), [*lost.values(), *gone]


def _said(anchor: Anchor) -> str:
    whose = anchor.chain or "the platform"
    if not anchor.is_genuine:
        return f"{whose}: its anchor is not signed with this copy's key"
    return f"{whose}: line {anchor.seq} ({anchor.line}) was there at {anchor.at} and is not as it was"

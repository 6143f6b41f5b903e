"""Who took which table as a file: every export leaves a line in the trail."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import Actor
from marketplace.kit import audit

_KEPT = 100  # characters of a filter


def note_export(
    db: Session,
    actor: Actor,
    table: str,
    rows: int,
    filters: Mapping[str, str] | None = None,
    *,
    tenant_id: str | None = None,
) -> None:
    """Write down that the actor took this many rows of a table, narrowed by these filters: in the trail of the store
    that is named, else of the actor's own desk."""
    grant = None if actor.is_operator else actor.tenant_desk() or actor.vendor()
    audit.record(
        db,
        actor,
        AuditAction.TABLE_EXPORTED,
        tenant_id=tenant_id or (grant.tenant_id if grant else None),
        object_type="table",
        object_id=table,
        object_name=table,
        after={name: value[:_KEPT] for name, value in (filters or {}).items() if value} | {"rows": rows},
    )

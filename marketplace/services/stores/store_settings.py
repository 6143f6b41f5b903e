"""The settings of a store, changed by who edits it: locked, written, in the trail, in the outbox."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.outbox import publish
from marketplace.models.tenant import Tenant


def lock_store(db: Session, actor: Actor, tenant_id: str) -> Tenant:
    """A store that this actor may edit. Raises `NotFound`, `Forbidden`."""
    require(actor, Permission.TENANT_EDIT, tenant_id=tenant_id)
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    return tenant


def write_settings(
    db: Session,
    actor: Actor,
    tenant: Tenant,
    action: AuditAction,
    *,
    before: Mapping[str, object],
    after: Mapping[str, object],
    called: str,
) -> bool:
    """Write what differs of these settings, by their names; says whether anything does. `called` is for the event."""
    changed = sorted(name for name in after if after[name] != before[name])
    if not changed:
        return False
    tenant.settings = tenant.settings.model_copy(update=dict(after))
    tenant.content_version += 1
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=tenant.id,
        object_type="tenant",
        object_id=tenant.id,
        object_name=tenant.name,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    publish(
        db,
        Topic.TENANT_UPDATED,
        tenant_id=tenant.id,
        aggregate="tenant",
        aggregate_id=tenant.id,
        version=tenant.content_version,
        changed=[called],
    )
    return True

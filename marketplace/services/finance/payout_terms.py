"""When and how a store's vendors are paid, as its operator sets it."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.payout_terms import PayoutTerms
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.outbox import publish
from marketplace.models.tenant import Tenant


def set_payout_terms(db: Session, actor: Actor, tenant_id: str, terms: PayoutTerms) -> bool:
    """Days, limits and tax from now on; says whether anything changed.

    Orders that are settled already keep the day on which they become free and the fee that they were charged.
    Raises `NotFound`, `Forbidden`.
    """
    require(actor, Permission.TENANT_EDIT, tenant_id=tenant_id)
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    before, after = tenant.settings.payout_terms(tenant.sells_in()).stored(), terms.stored()
    changed = sorted(name for name in after if after[name] != before[name])
    if not changed:
        return False
    tenant.settings = tenant.settings.model_copy(update=after)
    tenant.content_version += 1
    db.flush()
    audit.record(
        db,
        actor,
        AuditAction.TENANT_TERMS_CHANGED,
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
        changed=["payout_terms"],
    )
    return True

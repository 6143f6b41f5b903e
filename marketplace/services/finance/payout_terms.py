"""When and how a store's vendors are paid, as its operator sets it."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.finance.payout_terms import PayoutTerms
from marketplace.domain.permissions import Actor
from marketplace.services.stores.store_settings import lock_store, write_settings


def set_payout_terms(db: Session, actor: Actor, tenant_id: str, terms: PayoutTerms) -> bool:
    """Days, limits and tax from now on; says whether anything changed.

    Orders that are settled already keep the day on which they become free and the fee that they were charged.
    Raises `NotFound`, `Forbidden`.
    """
    tenant = lock_store(db, actor, tenant_id)
    before = tenant.settings.payout_terms(tenant.sells_in()).stored()
    action = AuditAction.TENANT_TERMS_CHANGED
    return write_settings(db, actor, tenant, action, before=before, after=terms.stored(), called="payout_terms")

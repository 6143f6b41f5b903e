"""A vendor's margin rule: below it an answer waits for an owner."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit import audit
from marketplace.models.vendor import Vendor


def set_margin_rule(db: Session, actor: Actor, least_bps: int | None) -> None:
    """What has to be left of a quoted price after its cost, in basis points of the price; None lets everything go.

    The trail says that it was changed and not to what: the store's people read it. Raises `Unauthenticated`,
    `Forbidden` for all but the vendor's owners, `Invalid` for `margin`.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_BELOW_MARGIN, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    if least_bps is not None and not 0 <= least_bps < 10_000:
        raise Invalid({"margin": "Enter a percentage from 0 to 99, or leave it empty."})
    mine = select(Vendor).where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)
    vendor = db.exec(mine.with_for_update(key_share=True)).one()
    if vendor.quote_margin_bps == least_bps:
        return
    vendor.quote_margin_bps = least_bps
    db.flush()
    audit.record(
        db,
        actor,
        AuditAction.VENDOR_MARGIN_SET,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
    )

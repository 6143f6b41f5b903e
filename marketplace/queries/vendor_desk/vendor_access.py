"""Whose money is read: the vendor of somebody who may see it."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor


def own_vendor(db: Session, actor: Actor, permission: Permission = Permission.PAYOUT_SEE) -> tuple[Vendor, Tenant]:
    """The vendor and store of an actor who may see its money. Raises `Unauthenticated`, `Forbidden`."""
    grant = vendor_grant(actor)
    require(actor, permission, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    row = db.exec(
        select(Vendor, Tenant)
        .join(Tenant, Tenant.id == Vendor.tenant_id)  # type: ignore[arg-type]
        .where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)
    ).one()
    return row[0], row[1]

"""The way to a product that its vendor's member may change: loaded under lock, checked, its version raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, NotFound, StaleVersion
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.outbox import publish
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.vendor import Vendor

_CLOSED = (VendorStatus.REJECTED, VendorStatus.TERMINATED)
STALE = (
    "Somebody else has changed this product since you opened it. Your input is still here: "
    "copy what you need, then reload."
)


def acting_vendor(db: Session, actor: Actor, permission: Permission = Permission.PRODUCT_EDIT) -> Vendor:
    """The vendor that this actor may act for. Raises also `Conflict` when the vendor is closed for good."""
    grant = vendor_grant(actor)
    require(actor, permission, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    vendor = db.exec(select(Vendor).where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)).first()
    if vendor is None:
        raise NotFound("vendor")
    if vendor.status in _CLOSED:
        raise Conflict(f"{vendor.name} is {vendor.status}; its catalogue can no longer be changed.")
    return vendor


def own_product(
    db: Session,
    actor: Actor,
    product_id: str,
    *,
    version: int | None = None,
    permission: Permission = Permission.PRODUCT_EDIT,
) -> Product:
    """The actor's own product, locked until the transaction ends.

    Give the `version` that the person was shown: when it has moved on, `StaleVersion` tells them. Raises
    `NotFound` for a product of another vendor or store, `Forbidden` for a title that may not edit.
    """
    grant = vendor_grant(actor)
    product = db.exec(
        select(Product)
        .where(Product.id == product_id, Product.tenant_id == grant.tenant_id, Product.vendor_id == grant.vendor_id)
        .with_for_update()
    ).first()
    if product is None:
        raise NotFound("product", product_id)
    acting_vendor(db, actor, permission)
    if version is not None and version != product.version:
        raise StaleVersion(STALE)
    return product


def own_offer(db: Session, product: Product, variant_id: str) -> Offer:
    """This vendor's offer of one variant of its product. Raises `NotFound`."""
    offer = db.exec(
        select(Offer).where(
            Offer.variant_id == variant_id, Offer.product_id == product.id, Offer.vendor_id == product.vendor_id
        )
    ).first()
    if offer is None:
        raise NotFound("variant", variant_id)
    return offer


def record_change(
    db: Session,
    actor: Actor,
    product: Product,
    topic: Topic,
    action: AuditAction,
    *,
    changed: Sequence[str] = (),
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
    data: dict[str, object] | None = None,
) -> int:
    """Close a change: raise the version, write the trail, tell the world; returns the new version."""
    product.version += 1
    audit.record(
        db,
        actor,
        action,
        tenant_id=product.tenant_id,
        object_type="product",
        object_id=product.id,
        object_name=product.title,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
    )
    publish(
        db,
        topic,
        tenant_id=product.tenant_id,
        aggregate="product",
        aggregate_id=product.id,
        version=product.version,
        changed=changed,
        data=data,
    )
    return product.version

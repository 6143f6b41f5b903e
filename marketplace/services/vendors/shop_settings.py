"""What a shop says about itself after it was approved: address, dispatch, freight."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.stores.region_form import DeliveryFacts
from marketplace.domain.topics import Topic
from marketplace.domain.vendors.shop_form import Dispatch, ShopAddress
from marketplace.kit import audit
from marketplace.kit.outbox import publish
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.identity.postal_checks import contact_problems

_TOPICS = {
    AuditAction.VENDOR_ADDRESS_CHANGED: Topic.VENDOR_ADDRESS_CHANGED,
    AuditAction.VENDOR_DISPATCH_CHANGED: Topic.VENDOR_DISPATCH_CHANGED,
    AuditAction.VENDOR_FREIGHT_CHANGED: Topic.VENDOR_FREIGHT_CHANGED,
}


def change_address(db: Session, actor: Actor, address: ShopAddress) -> None:
    """Where the actor's own shop is and how to reach it. Raises `Unauthenticated`, `Forbidden`, `Invalid` by field."""
    vendor = _load(db, actor, Permission.SHOP_EDIT)
    if wrong := contact_problems(email=address.email, country=vendor.country, postal_code=address.postal_code):
        raise Invalid(wrong)
    before = {**vendor.address, "email": vendor.email, "phone": vendor.phone}
    vendor.address = {"street": address.street, "postal_code": address.postal_code, "city": address.city}
    vendor.email, vendor.phone = address.email, address.phone
    _record_change(db, actor, vendor, action=AuditAction.VENDOR_ADDRESS_CHANGED, before=before, after=asdict(address))


def change_dispatch(db: Session, actor: Actor, dispatch: Dispatch) -> None:
    """Where parcels leave from and until when they leave the same day; orders keep the deadlines they have.

    Raises `Unauthenticated`, `Forbidden`.
    """
    vendor = _load(db, actor, Permission.SHIPPING_EDIT)
    before = {"ships_from": vendor.ships_from, "cutoff_hour": vendor.cutoff_hour, "lead_days": vendor.lead_time_days}
    vendor.ships_from, vendor.cutoff_hour = dispatch.ships_from, dispatch.cutoff_hour
    vendor.lead_time_days = dispatch.lead_days
    _record_change(db, actor, vendor, action=AuditAction.VENDOR_DISPATCH_CHANGED, before=before, after=asdict(dispatch))


def change_freight(db: Session, actor: Actor, option_id: str, facts: DeliveryFacts) -> None:
    """What a delivery of the actor's own shop costs and how long it takes; placed orders keep what they were charged.

    Raises `Unauthenticated`, `Forbidden`, `NotFound` for another shop's.
    """
    vendor = _load(db, actor, Permission.SHIPPING_EDIT)
    option = db.exec(
        select(ShippingOption)
        .join(ShippingProfile, col(ShippingProfile.id) == ShippingOption.profile_id)
        .where(
            ShippingOption.id == option_id,
            ShippingOption.tenant_id == vendor.tenant_id,
            ShippingProfile.vendor_id == vendor.id,
        )
    ).first()
    if option is None:
        raise NotFound("delivery")
    after = asdict(facts)
    before = {name: getattr(option, name) for name in after}
    for name, value in after.items():
        setattr(option, name, value)
    _record_change(
        db,
        actor,
        vendor,
        action=AuditAction.VENDOR_FREIGHT_CHANGED,
        before=before | {"currency": option.currency},
        after=after | {"currency": option.currency},
    )


def _load(db: Session, actor: Actor, permission: Permission) -> Vendor:
    grant = vendor_grant(actor)
    require(actor, permission, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    return db.exec(select(Vendor).where(Vendor.id == grant.vendor_id).with_for_update(key_share=True)).one()


def _record_change(
    db: Session, actor: Actor, vendor: Vendor, action: AuditAction, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Into the trail and the outbox, when something is different; the store's pages are drawn anew."""
    if before == after:
        return
    db.flush()
    # Before the trail: everybody locks the store first, then its chain.
    db.exec(update(Tenant).where(col(Tenant.id) == vendor.tenant_id).values(content_version=Tenant.content_version + 1))
    audit.record(
        db,
        actor,
        action,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        before=before,
        after=after,
    )
    publish(db, _TOPICS[action], tenant_id=vendor.tenant_id, aggregate="vendor", aggregate_id=vendor.id)

"""What the platform decides about vendors: evidence accepted, applications answered, shops suspended and reopened."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import VENDOR, VendorStatus, after
from marketplace.domain.permissions import Actor, Permission, Role, require
from marketplace.domain.topics import Topic, topic_of
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.services.stores.regions import give_default_deliveries
from marketplace.services.vendors.vendors import requirements_of

MAX_COMMISSION_BPS = 5_000
PAYOUT_SCHEDULES = ("daily", "weekly", "monthly")
_RECORDED = {
    "approve": AuditAction.VENDOR_APPROVED,
    "reject": AuditAction.VENDOR_REJECTED,
    "suspend": AuditAction.VENDOR_SUSPENDED,
    "reinstate": AuditAction.VENDOR_REINSTATED,
    "terminate": AuditAction.VENDOR_TERMINATED,
}


def approve_vendor(
    db: Session,
    actor: Actor,
    vendor_id: str,
    *,
    reason: str = "",
    message: str = "",
    commission_bps: int | None = None,
    payout_schedule: str = "",
) -> None:
    """Open the vendor's shop. What is not proven yet is accepted with a reason, which stays in the trail.

    `message` goes to the vendor by e-mail. Raises `NotFound`, `Forbidden`, `ActionNotPossible`, `Conflict`
    for an application that was not sent, `Invalid` for `reason`, `commission` or `payout_schedule`.
    """
    vendor = _load(db, actor, vendor_id)
    if vendor.status == VendorStatus.PENDING and vendor.applied_at is None:
        raise Conflict("This application was not sent yet. The vendor is still filling it in.")
    open_labels = [row.label for row in requirements_of(db, vendor) if row.done_at is None]
    if open_labels and not reason.strip():
        raise Invalid({"reason": f"Not proven: {', '.join(open_labels)}. Say why you accept it all the same."})
    if commission_bps is not None and not 0 <= commission_bps <= MAX_COMMISSION_BPS:
        raise Invalid({"commission": "Enter a rate from 0 to 50 %."})
    if payout_schedule and payout_schedule not in PAYOUT_SCHEDULES:
        raise Invalid({"payout_schedule": "Choose daily, weekly or monthly."})
    if commission_bps is not None:
        vendor.commission_bps = commission_bps
    vendor.payout_schedule = payout_schedule or vendor.payout_schedule
    vendor.verification = "accepted" if open_labels else "verified"
    _decide(db, actor, vendor, "approve", reason=reason, to_vendor=message)
    tenant = db.exec(select(Tenant).where(Tenant.id == vendor.tenant_id)).one()
    give_default_deliveries(db, tenant, vendor)


def reject_vendor(db: Session, actor: Actor, vendor_id: str, *, reason: str) -> None:
    """Decline the application for good; the reason goes to the vendor. Raises as `approve_vendor` does."""
    vendor = _load(db, actor, vendor_id)
    _decide(db, actor, vendor, "reject", reason=_needed(reason), to_vendor=reason)


def ask_for_changes(db: Session, actor: Actor, vendor_id: str, *, reason: str) -> None:
    """Hand the application back to be mended and sent again; the reason goes to the vendor."""
    vendor = _load(db, actor, vendor_id)
    if vendor.status != VendorStatus.PENDING or vendor.applied_at is None:
        raise Conflict("Only an application that waits for an answer can be handed back.")
    vendor.applied_at, vendor.status_reason = None, _needed(reason)
    audit.record(
        db,
        actor,
        AuditAction.VENDOR_APPLICATION_RETURNED,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        reason=reason.strip(),
    )
    publish(db, Topic.VENDOR_RETURNED, tenant_id=vendor.tenant_id, aggregate="vendor", aggregate_id=vendor.id)
    _send_letter(db, vendor, "mail.vendor_returned", reason.strip())


def suspend_vendor(db: Session, actor: Actor, vendor_id: str, *, reason: str) -> None:
    """Close the shop for now: its offers leave search and can no longer be bought. Needs a reason."""
    vendor = _load(db, actor, vendor_id)
    _decide(db, actor, vendor, "suspend", reason=_needed(reason), to_vendor=reason)


def reinstate_vendor(db: Session, actor: Actor, vendor_id: str, *, reason: str = "") -> None:
    """Open a suspended shop again."""
    vendor = _load(db, actor, vendor_id)
    _decide(db, actor, vendor, "reinstate", reason=reason, to_vendor=reason)


def terminate_vendor(db: Session, actor: Actor, vendor_id: str, *, typed_name: str, reason: str) -> None:
    """End it for good. The vendor's name must be typed, because nothing leads back."""
    vendor = _load(db, actor, vendor_id)
    if typed_name.strip() != vendor.name:
        raise Invalid({"typed_name": f"Type {vendor.name} to end it for good."})
    _decide(db, actor, vendor, "terminate", reason=_needed(reason), to_vendor=reason)


def verify_requirement(db: Session, actor: Actor, vendor_id: str, key: str, *, note: str = "") -> None:
    """Accept one line of the checklist as proven by a person. Raises `NotFound` for an unknown line."""
    _set_requirement(db, actor, vendor_id, key, is_done=True, note=note)


def reopen_requirement(db: Session, actor: Actor, vendor_id: str, key: str) -> None:
    """Take an acceptance back."""
    _set_requirement(db, actor, vendor_id, key, is_done=False, note="")


def _load(db: Session, actor: Actor, vendor_id: str) -> Vendor:
    vendor = db.exec(select(Vendor).where(Vendor.id == vendor_id).with_for_update(key_share=True)).first()
    if vendor is None:
        require(actor, Permission.VENDOR_DECIDE, tenant_id="")
        raise NotFound("vendor", vendor_id)
    require(actor, Permission.VENDOR_DECIDE, tenant_id=vendor.tenant_id)
    return vendor


def _needed(reason: str) -> str:
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Say why, in a sentence: the vendor reads it, and it stays in the audit trail."})
    return reason.strip()[:1000]


def _decide(db: Session, actor: Actor, vendor: Vendor, action: str, *, reason: str, to_vendor: str) -> None:
    before = vendor.status
    vendor.status = after(VENDOR, action, before)
    vendor.status_reason, vendor.status_changed_at = reason.strip(), now()
    recorded = _RECORDED[action]
    # Before the trail: everybody locks the store first, then its chain.
    db.exec(update(Tenant).where(col(Tenant.id) == vendor.tenant_id).values(content_version=Tenant.content_version + 1))
    audit.record(
        db,
        actor,
        recorded,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        before={"status": before},
        after={"status": vendor.status},
        reason=reason.strip(),
    )
    topic = topic_of(recorded)
    publish(db, topic, tenant_id=vendor.tenant_id, aggregate="vendor", aggregate_id=vendor.id)
    _send_letter(db, vendor, f"mail.{topic.replace('.', '_')}", to_vendor.strip())


def _send_letter(db: Session, vendor: Vendor, kind: str, reason: str) -> None:
    owner = db.exec(
        select(User)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.vendor_id == vendor.id, Membership.role == Role.VENDOR_MEMBER, Membership.title == "owner")
        .order_by(Membership.id)
    ).first()
    to = vendor.email or (owner.email if owner else "")
    if not to:
        return
    store = db.exec(select(Tenant.name).where(Tenant.id == vendor.tenant_id)).one()
    enqueue(
        db,
        kind,
        tenant_id=vendor.tenant_id,
        entity="vendor",
        entity_id=vendor.id,
        priority=20,
        payload={
            "to": to,
            "name": (owner.first_name if owner else "") or vendor.name,
            "vendor": vendor.name,
            "store": store,
            "reason": reason,
        },
    )


def _set_requirement(db: Session, actor: Actor, vendor_id: str, key: str, *, is_done: bool, note: str) -> None:
    vendor = _load(db, actor, vendor_id)
    row = db.exec(
        select(VendorRequirement).where(VendorRequirement.vendor_id == vendor.id, VendorRequirement.key == key)
    ).first()
    if row is None:
        raise NotFound("requirement")
    row.done_at = now() if is_done else None
    row.note = note.strip()[:300] or row.note
    audit.record(
        db,
        actor,
        AuditAction.VENDOR_EVIDENCE_ACCEPTED if is_done else AuditAction.VENDOR_EVIDENCE_REOPENED,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        after={"requirement": row.label},
        reason=note.strip(),
    )

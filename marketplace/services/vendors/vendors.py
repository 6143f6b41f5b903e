"""Becoming a vendor: an application is drafted, completed and sent. What is decided about it: `vendor_decisions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from marketplace.domain.handles import free_handle, make_handle
from marketplace.domain.permissions import Actor, Role
from marketplace.domain.topics import Topic
from marketplace.domain.vendors.onboarding import (
    CHECKLIST,
    Application,
    canonical_tax_id,
    evidence,
    fields_of,
    problems,
    proven,
)
from marketplace.kit import audit, check_digits
from marketplace.kit.calendars import zone_of
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.kit.tenancy import ScopeMissing, scope_of
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.services.identity.confirmation import require_confirmed
from marketplace.services.identity.postal_checks import contact_problems


@dataclass(frozen=True)
class ApplicationReceipt:
    """What the applicant is told: the vendor it became, and what is still missing before it can be sent."""

    vendor_id: str
    handle: str
    name: str
    is_sent: bool
    missing: tuple[str, ...] = ()  # labels of the checklist


def apply_as_vendor(db: Session, actor: Actor, application: Application) -> ApplicationReceipt:
    """Send a complete application to sell in the store of this scope.

    Makes the vendor (pending, handle unique in the store), the applicant its owner, and the checklist.
    Raises `Unauthenticated` for a guest, `Invalid` per form field, `Conflict` when this person has an
    application or a vendor in this store already.
    """
    if actor.user_id is None:
        raise Unauthenticated
    if errors := application_problems(application):
        raise Invalid(errors)
    draft = save_application_draft(db, actor, application)
    return send_application(db, actor, draft.vendor_id)


def application_problems(application: Application) -> dict[str, str]:
    """What keeps an application from being sent: form field -> what to do about it. Empty when complete."""
    return _contact(application) | problems(application, check_digits.check)


def _contact(a: Application) -> dict[str, str]:
    return contact_problems(email=a.email, country=a.country, postal_code=a.postal_code)


def save_application_draft(db: Session, actor: Actor, application: Application) -> ApplicationReceipt:
    """Keep what the applicant has typed so far; only the name is needed. Call it as often as you like.

    Raises `Unauthenticated`, `Invalid` for a missing name, `Conflict` once the application was sent.
    """
    tenant_id = _store_of(db)
    if actor.user_id is None:
        raise Unauthenticated
    if len(application.name.strip()) < 2:
        raise Invalid({"name": "Enter the name that shoppers know you by."})
    # The person's row is the lock: two tabs cannot make two vendors.
    db.exec(select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True)).one()
    vendor = _own_draft(db, actor.user_id, tenant_id) or _new_vendor(db, actor.user_id, tenant_id, application)
    _fill(vendor, application)
    missing = _tick(db, vendor, application)
    return ApplicationReceipt(vendor.id, vendor.handle, vendor.name, is_sent=False, missing=tuple(missing))


def send_application(db: Session, actor: Actor, vendor_id: str) -> ApplicationReceipt:
    """Hand the actor's own draft in, with the bank account in it: the actor must have confirmed (`confirmation`).

    Raises `NotFound`, `NotConfirmed`, `Conflict` when sent before, `Invalid` per open requirement.
    """
    if actor.user_id is None:
        raise Unauthenticated
    vendor = _own_draft(db, actor.user_id, _store_of(db))
    if vendor is None or vendor.id != vendor_id:
        raise NotFound("application")
    missing = {
        r.key: f"{r.label} is missing." for r in requirements_of(db, vendor) if r.gate == "submit" and not r.done_at
    }
    if missing:
        raise Invalid(missing)
    require_confirmed(actor, now())
    vendor.applied_at = now()
    store = db.exec(select(Tenant.name).where(Tenant.id == vendor.tenant_id)).one()
    audit.record(
        db,
        actor,
        AuditAction.VENDOR_APPLICATION_SENT,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
    )
    publish(db, Topic.VENDOR_APPLIED, tenant_id=vendor.tenant_id, aggregate="vendor", aggregate_id=vendor.id)
    enqueue(
        db,
        "mail.vendor_applied",
        tenant_id=vendor.tenant_id,
        entity="vendor",
        entity_id=vendor.id,
        priority=20,
        payload={"to": vendor.email, "name": actor.name, "vendor": vendor.name, "store": store, "reason": ""},
    )
    return ApplicationReceipt(vendor.id, vendor.handle, vendor.name, is_sent=True)


def requirements_of(db: Session, vendor: Vendor) -> Sequence[VendorRequirement]:
    """The vendor's checklist in its order."""
    return db.exec(
        select(VendorRequirement)
        .where(VendorRequirement.vendor_id == vendor.id, VendorRequirement.tenant_id == vendor.tenant_id)
        .order_by(col(VendorRequirement.position))
    ).all()


def _store_of(db: Session) -> str:
    tenant_id = scope_of(db).tenant_id
    if tenant_id is None:
        raise ScopeMissing("an application is made in the scope of one store")
    return tenant_id


def _own_draft(db: Session, user_id: str, tenant_id: str) -> Vendor | None:
    membership = db.exec(
        select(Membership).where(
            Membership.user_id == user_id, Membership.role == Role.VENDOR_MEMBER, Membership.tenant_id == tenant_id
        )
    ).first()
    if membership is None:
        return None
    vendor = db.exec(select(Vendor).where(Vendor.id == membership.vendor_id).with_for_update(key_share=True)).one()
    if vendor.applied_at is not None or membership.title != "owner":
        raise Conflict(
            f"You belong to {vendor.name} in this store already ({vendor.status}). A person applies once per store."
        )
    return vendor


def _new_vendor(db: Session, user_id: str, tenant_id: str, application: Application) -> Vendor:
    def is_taken(handle: str) -> bool:
        return (
            db.exec(select(Vendor.id).where(Vendor.tenant_id == tenant_id, Vendor.handle == handle)).first() is not None
        )

    handle = free_handle(make_handle(application.name, fallback="vendor"), is_taken)
    vendor = Vendor(
        id=new_id("ven"),
        tenant_id=tenant_id,
        handle=handle,
        name=application.name.strip()[:80],
        legal_name="",
        status_changed_at=now(),
    )
    db.add(vendor)
    db.flush()
    db.add(
        Membership(
            id=new_id("mem"),
            user_id=user_id,
            role=Role.VENDOR_MEMBER,
            tenant_id=tenant_id,
            vendor_id=vendor.id,
            title="owner",
        )
    )
    for position, item in enumerate(CHECKLIST):
        db.add(
            VendorRequirement(
                id=new_id("vrq"),
                tenant_id=tenant_id,
                vendor_id=vendor.id,
                key=item.key,
                label=item.label,
                kind=item.kind,
                gate=item.gate,
                position=position,
            )
        )
    db.flush()
    return vendor


def _fill(vendor: Vendor, application: Application) -> None:
    a = application
    vendor.name, vendor.legal_name = a.name.strip()[:80], a.legal_name.strip()[:160]
    vendor.kind, vendor.tagline = a.kind, a.tagline.strip()[:160]
    vendor.email, vendor.phone = a.email.strip()[:254], a.phone.strip()[:40]
    vendor.tax_id = canonical_tax_id(a, check_digits.check)[:40]
    vendor.address = {"street": a.street.strip(), "postal_code": a.postal_code.strip(), "city": a.city.strip()}
    vendor.country = a.country
    if a.country:
        vendor.time_zone = zone_of(a.country).key  # its deadlines are by the clock that its buyers are promised by
    vendor.ships_from = ", ".join(part for part in (a.city.strip(), a.country) if part)


def _tick(db: Session, vendor: Vendor, application: Application) -> list[str]:
    """Bring the checklist in step with the form; returns the labels of what is open before sending."""
    check = check_digits.check
    notes, missing, wrong = evidence(application, check), [], _contact(application)
    done = {key for key in proven(application, check) if not wrong.keys() & set(fields_of(key))}
    for row in requirements_of(db, vendor):
        if row.gate != "submit":
            continue
        row.note = notes.get(row.key, "")[:300]
        row.done_at = (row.done_at or now()) if row.key in done else None
        if row.done_at is None:
            missing.append(row.label)
    db.flush()
    return missing

"""The account of a place in hand: who may change it, its lock, and its line in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit import audit
from marketplace.kit.jobs import enqueue
from marketplace.models.company import CompanyLocation
from marketplace.models.user import Membership, User
from marketplace.services.finance.credit import lock_account

MIN_REASON = 5


def lock_place(db: Session, actor: Actor, location_id: str) -> CompanyLocation:
    """A place whose account the actor keeps, held until the transaction ends. Raises `NotFound`, `Forbidden`."""
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == location_id)).first()
    require(actor, Permission.RECEIVABLE_EDIT, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    lock_account(db, place.id)
    return place


def needed_reason(reason: str) -> str:
    """In one line. Raises `Invalid` for `reason` where nothing is said."""
    why = " ".join(reason.split())[:500]
    if len(why) < MIN_REASON:
        raise Invalid({"reason": "Say why: it stays in the audit trail."})
    return why


def note_place(
    db: Session, actor: Actor, action: AuditAction, place: CompanyLocation, *, reason: str = "", **details: object
) -> None:
    """Write down what was done to the account of a place."""
    audit.record(
        db,
        actor,
        action,
        tenant_id=place.tenant_id,
        object_type="company",
        object_id=place.company_id,
        object_name=place.name,
        after=details,
        reason=reason,
    )


def write_to_administrators(
    db: Session, place: CompanyLocation, letter: str, payload: Mapping[str, Any], *, dedupe_key: str
) -> None:
    """Send a letter about the account of a place to who runs its company; one to each for the same key."""
    people = (
        select(User.email, User.first_name)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.company_id == place.company_id, Membership.title == "admin")
    )
    for email, name in db.exec(people).all():
        enqueue(
            db,
            letter,
            tenant_id=place.tenant_id,
            priority=40,
            payload={"to": email, "name": name, **payload},
            dedupe_key=f"{dedupe_key}:{email}",
        )

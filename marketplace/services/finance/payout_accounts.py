"""A shop's bank account changes in two steps: asked for with the password, confirmed by an owner's letter.

Until then payouts go where they went before: whoever has a browser and a password of the shop has not the mailbox.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.lifecycle import ACCOUNT_CHANGE, AccountChangeStatus, after
from marketplace.domain.permissions import Actor, Permission, Role, require, vendor_grant
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.domain.vendors.shop_form import BankAccount
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor, VendorAccountChange
from marketplace.services.identity.confirmation import require_confirmed
from marketplace.services.identity.one_time_tokens import GONE, make_token, promise_token, redeem_token

LIFE = timedelta(days=7)
_LETTER = "mail.vendor_account_change"


def ask_for_account(db: Session, actor: Actor, account: BankAccount) -> str:
    """Ask for another bank account of the actor's shop; returns the wish's id. Every owner gets a letter.

    It is held, and replaces an earlier wish. The actor must have confirmed (`confirmation`). Raises `Forbidden`,
    `NotConfirmed`, and `Invalid` for `iban` when it is the account in use.
    """
    vendor = _own_vendor(db, actor)
    require_confirmed(actor, now())
    if vendor.payout_account == asdict(account):
        raise Invalid({"iban": "You are paid to this account already."})
    for earlier in _open_changes(db, vendor):
        earlier.status, earlier.decided_at = after(ACCOUNT_CHANGE, "replace", earlier.status), now()
    db.flush()
    change = VendorAccountChange(
        id=new_id("vac"),
        tenant_id=vendor.tenant_id,
        vendor_id=vendor.id,
        account=asdict(account),
        asked_by=str(actor.user_id),
        expires_at=now() + LIFE,
    )
    db.add(change)
    db.flush()
    for owner_id in _owners(db, vendor):
        token_id = promise_token(db, owner_id, purpose_of(change.id), LIFE)
        enqueue(
            db,
            _LETTER,
            tenant_id=vendor.tenant_id,
            entity="vendor",
            entity_id=vendor.id,
            priority=20,
            payload={"account_change_id": change.id, "token_id": token_id},
        )
    _note(db, actor, vendor, AuditAction.VENDOR_ACCOUNT_ASKED, account=mask_iban(account.iban))
    return change.id


def withdraw_account(db: Session, actor: Actor) -> None:
    """Take back what is held for the actor's shop. Raises `Forbidden`, `NotFound` when nothing is."""
    vendor = _own_vendor(db, actor)
    change = next(iter(_open_changes(db, vendor)), None)
    if change is None:
        raise NotFound("change")
    _decide(db, actor, vendor, change, "refuse")


def answer_account(db: Session, actor: Actor, change_id: str, token: str, *, accepted: bool) -> VendorAccountChange:
    """Decide with the secret of an owner's letter, which ends with it; accepted, the next payouts go there.

    Raises `Invalid` for `token` when it is over, belongs to nobody, or its reader is no owner any more.
    """
    owner = redeem_token(db, token, purpose_of(change_id))
    account_change = db.exec(select(VendorAccountChange).where(VendorAccountChange.id == change_id)).first()
    if account_change is None:
        raise Invalid({"token": GONE})
    vendor = db.exec(select(Vendor).where(Vendor.id == account_change.vendor_id).with_for_update(key_share=True)).one()
    change = next((one for one in _open_changes(db, vendor) if one.id == change_id), None)
    if change is None or owner.id not in _owners(db, vendor):
        raise Invalid({"token": GONE})
    if accepted:
        vendor.payout_account = change.account
    by = replace(actor, user_id=owner.id, name=f"{owner.first_name} {owner.last_name}".strip(), email=owner.email)
    _decide(db, by, vendor, change, "confirm" if accepted else "refuse")
    return change


def purpose_of(change_id: str) -> str:
    """What the tokens of this wish's letters are for."""
    return f"payout_account:{change_id}"


def account_letter(db: Session, change_id: str, token_id: str) -> dict[str, Any] | None:
    """What the letter to one owner says; None when the wish is decided already."""
    change = db.exec(select(VendorAccountChange).where(VendorAccountChange.id == change_id)).first()
    made = make_token(db, token_id)
    if change is None or change.status != AccountChangeStatus.REQUESTED or made is None:
        return None
    owner, token = made
    vendor, store = db.exec(
        select(Vendor.name, Tenant.name)
        .join(Tenant, col(Tenant.id) == Vendor.tenant_id)
        .where(Vendor.id == change.vendor_id)
    ).one()
    asker = db.exec(select(User.first_name, User.last_name).where(User.id == change.asked_by)).one()
    return {
        "to": owner.email,
        "name": owner.first_name,
        "vendor": vendor,
        "store": store,
        "who": " ".join(asker).strip(),
        "holder": change.account["holder"],
        "account": mask_iban(change.account["iban"]),
        "change": change.id,
        "token": token,
    }


def _own_vendor(db: Session, actor: Actor) -> Vendor:
    grant = vendor_grant(actor)
    require(actor, Permission.PAYOUT_ACCOUNT_EDIT, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    return db.exec(select(Vendor).where(Vendor.id == grant.vendor_id).with_for_update(key_share=True)).one()


def _open_changes(db: Session, vendor: Vendor) -> list[VendorAccountChange]:
    """At most one is; the vendor's row is the lock."""
    held = select(VendorAccountChange).where(
        VendorAccountChange.vendor_id == vendor.id,
        VendorAccountChange.tenant_id == vendor.tenant_id,
        VendorAccountChange.status == AccountChangeStatus.REQUESTED,
    )
    return list(db.exec(held.with_for_update()))


def _owners(db: Session, vendor: Vendor) -> list[str]:
    """Accounts of the shop's owners who may sign in."""
    return list(
        db.exec(
            select(User.id)
            .join(Membership, col(Membership.user_id) == User.id)
            .where(
                Membership.role == Role.VENDOR_MEMBER,
                Membership.vendor_id == vendor.id,
                Membership.title == "owner",
                col(User.suspended_at).is_(None),
            )
            .order_by(col(User.id))
        )
    )


_DECIDED = {"confirm": AuditAction.VENDOR_ACCOUNT_CONFIRMED, "refuse": AuditAction.VENDOR_ACCOUNT_REFUSED}


def _decide(db: Session, actor: Actor, vendor: Vendor, change: VendorAccountChange, action: str) -> None:
    change.status = after(ACCOUNT_CHANGE, action, change.status)
    change.decided_by, change.decided_at = actor.user_id, now()
    db.flush()
    _note(db, actor, vendor, _DECIDED[action], account=mask_iban(change.account["iban"]))


def _note(db: Session, actor: Actor, vendor: Vendor, action: AuditAction, *, account: str) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        after={"account": account},
    )

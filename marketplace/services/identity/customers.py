"""A person as a store's customer: their record there, and purchases made before they had an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from marketplace.domain.lifecycle import TRANSFER, TransferStatus, after
from marketplace.domain.permissions import Actor, Grant, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.emails import spellings
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.customer import Customer
from marketplace.models.order import OrderGroup, OrderTransfer
from marketplace.models.user import Membership, User


class EmailTaken(Conflict):
    """The address is that of another customer of the store."""

    def __init__(self) -> None:
        super().__init__("Customer with this email has an account")


@dataclass(frozen=True)
class CustomerChanges:
    """What somebody changes about themselves in one store; None leaves a thing as it is."""

    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    phone: str | None = None
    metadata: Mapping[str, Any] | None = None


def find_customer(db: Session, actor: Actor, tenant_id: str) -> Customer | None:
    """The actor's record in this store; made when the person has a role here and was never asked by a program."""
    if actor.user_id is None:
        return None
    row = db.exec(select(Customer).where(Customer.user_id == actor.user_id, Customer.tenant_id == tenant_id)).first()
    if row is None and any(grant.tenant_id == tenant_id for grant in actor.grants):
        row = _add(db, actor.user_id, tenant_id)
    return row


def get_customer(db: Session, actor: Actor, tenant_id: str) -> Customer:
    """As `find_customer`. Raises `Unauthenticated` for a guest and for somebody who is no customer here."""
    row = find_customer(db, actor, tenant_id)
    if row is None:
        raise Unauthenticated
    return row


def become_customer(db: Session, actor: Actor, tenant_id: str, email: str, changes: CustomerChanges) -> Customer:
    """Make somebody who has an account a customer of this store.

    Raises `Conflict` for one who is a customer, `EmailTaken` for the address of another customer, `Invalid` for any
    other address than the account's.
    """
    if actor.user_id is None:
        raise Unauthenticated
    if find_customer(db, actor, tenant_id) is not None:
        raise Conflict("Request already authenticated as a customer.")
    if actor.email not in spellings(email):
        raise _wrong_email(db, tenant_id, email)
    db.add(Membership(id=new_id("mem"), user_id=actor.user_id, role=Role.SHOPPER, tenant_id=tenant_id))
    row = _add(db, actor.user_id, tenant_id)
    here = replace(actor, grants=(*actor.grants, Grant(Role.SHOPPER, tenant_id)))
    change_customer(db, here, tenant_id, changes)
    audit.record(
        db,
        actor,
        AuditAction.CUSTOMER_REGISTERED,
        tenant_id=tenant_id,
        object_type="customer",
        object_id=row.id,
        object_name=actor.email,
    )
    return row


def change_customer(db: Session, actor: Actor, tenant_id: str, changes: CustomerChanges) -> Customer:
    """Change what the store knows of the actor; the name is the person's everywhere. Raises `Unauthenticated`."""
    row = get_customer(db, actor, tenant_id)
    user = db.exec(select(User).where(User.id == row.user_id).with_for_update()).one()
    for name in ("first_name", "last_name"):
        if (value := getattr(changes, name)) is not None:
            setattr(user, name, " ".join(value.split())[:80])
    for name in ("company_name", "phone"):
        if (value := getattr(changes, name)) is not None:
            setattr(row, name, " ".join(value.split())[:120])
    if changes.metadata is not None:
        row.meta = dict(changes.metadata)
    row.updated_at = now()
    db.flush()
    return row


def ask_transfer(db: Session, actor: Actor, order_id: str, note: str = "") -> OrderTransfer:
    """Ask the guest who placed a purchase to hand it over to the actor's account; they get a letter with the answer.

    Raises `Unauthenticated`, `NotFound` for somebody else's purchase, `Conflict` for one that is the actor's own or is
    asked for already.
    """
    group = _lock_group(db, order_id)
    customer = get_customer(db, actor, group.tenant_id)
    if group.user_id == actor.user_id:
        raise Conflict("This order is in your account.")
    if group.user_id is not None:
        raise NotFound("order", group.id)
    if _open_transfer(db, group) is not None:
        raise Conflict("This order is being asked for already.")
    row = OrderTransfer(
        id=new_id("otr"), tenant_id=group.tenant_id, group_id=group.id, user_id=customer.user_id, note=note[:500]
    )
    db.add(row)
    db.flush()
    enqueue(
        db,
        "mail.order_transfer",
        tenant_id=group.tenant_id,
        entity="order_group",
        entity_id=group.id,
        priority=20,
        payload={"transfer_id": row.id},
    )
    _note(db, actor, group, AuditAction.ORDER_TRANSFER_REQUESTED)
    return row


def make_transfer_token(db: Session, transfer_id: str) -> tuple[OrderTransfer, str] | None:
    """The wish and a fresh secret for the letter that asks the guest; None when it is decided already."""
    row = db.exec(select(OrderTransfer).where(OrderTransfer.id == transfer_id).with_for_update()).first()
    if row is None or row.status != TransferStatus.REQUESTED:
        return None
    token = fresh_token()
    row.token_hash = hash_token(token)
    return row, token


def cancel_transfer(db: Session, actor: Actor, order_id: str) -> None:
    """Take the actor's own wish back. Raises `NotFound`."""
    group = _lock_group(db, order_id)
    row = _open_transfer(db, group)
    if row is None or row.user_id != actor.user_id:
        raise NotFound("transfer")
    _decide(db, actor, group, row, "cancel")


def answer_transfer(db: Session, actor: Actor, order_id: str, token: str, *, accepted: bool) -> None:
    """Decide with the token of the letter; accepted, the purchase is the asker's. Raises `NotFound`."""
    group = _lock_group(db, order_id)
    row = _open_transfer(db, group)
    if row is None or row.token_hash != hash_token(token):
        raise NotFound("transfer")
    if accepted:
        group.user_id = row.user_id
        group.email = db.exec(select(User.email).where(User.id == row.user_id)).one()  # its letters are theirs too
    _decide(db, actor, group, row, "accept" if accepted else "decline")


def _lock_group(db: Session, order_id: str) -> OrderGroup:
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order_id).with_for_update()).first()
    if group is None:
        raise NotFound("order", order_id)
    return group


def _open_transfer(db: Session, group: OrderGroup) -> OrderTransfer | None:
    return db.exec(
        select(OrderTransfer)
        .where(OrderTransfer.group_id == group.id, OrderTransfer.status == TransferStatus.REQUESTED)
        .with_for_update()
    ).first()


_DECIDED = {
    "accept": AuditAction.ORDER_TRANSFER_ACCEPTED,
    "decline": AuditAction.ORDER_TRANSFER_DECLINED,
    "cancel": AuditAction.ORDER_TRANSFER_CANCELLED,
}


def _decide(db: Session, actor: Actor, group: OrderGroup, row: OrderTransfer, action: str) -> None:
    row.status = after(TRANSFER, action, row.status)
    row.decided_at = now()
    db.flush()
    _note(db, actor, group, _DECIDED[action])


def _note(db: Session, actor: Actor, group: OrderGroup, action: AuditAction) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=group.tenant_id,
        object_type="order_group",
        object_id=group.id,
        object_name=str(group.number),
    )


def _wrong_email(db: Session, tenant_id: str, email: str) -> EmailTaken | Invalid:
    here = select(Membership.id).join(User, col(User.id) == Membership.user_id)
    known = db.exec(here.where(col(User.email).in_(spellings(email)), Membership.tenant_id == tenant_id)).first()
    return EmailTaken() if known else Invalid({"email": "The e-mail must be the one that was registered."})


def _add(db: Session, user_id: str, tenant_id: str) -> Customer:
    row = Customer(id=new_id("cus"), tenant_id=tenant_id, user_id=user_id)
    db.add(row)
    db.flush()
    return row

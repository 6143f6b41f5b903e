"""Becoming somebody: a wish and a letter, and the account only when the letter's link is followed.

An address that has an account already is answered alike, by page, by time and by what a sign-in says afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, TooManyRequests
from marketplace.domain.identity.passwords import check_password
from marketplace.domain.permissions import Actor, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import limit
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.user import Membership, PendingAccount, User
from marketplace.services.identity.identity import find_user, hash_password, normal_email
from marketplace.services.identity.one_time_tokens import GONE

LIFE = timedelta(days=2)


def ask_for_account(
    db: Session, *, email: str, first_name: str, last_name: str, tenant_id: str | None, next_path: str
) -> None:
    """Keep the wish for an account and send the link that makes it; valid for two days. Raises `Invalid`.

    The owner of an address that has an account gets a letter that says so. Five letters an hour go to one address;
    what is asked beyond that is answered alike and sends nothing: each of the five does the same for who reads them.
    """
    address = normal_email(email)
    if not first_name.strip():
        raise Invalid({"first_name": "Enter your first name."})
    try:
        limit("5/hour", "sign-up-letter", address)
    except TooManyRequests:
        return
    if find_user(db, address) is not None:
        enqueue(db, "mail.account_exists", tenant_id=tenant_id, payload={"to": address}, priority=20)
        return
    first, last = (" ".join(name.split())[:80] for name in (first_name, last_name))
    row = PendingAccount(
        id=new_id("pac"),
        email=address,
        first_name=first,
        last_name=last,
        tenant_id=tenant_id,
        next_path=next_path[:1000],
        expires_at=now() + LIFE,
    )
    db.add(row)
    db.flush()
    enqueue(db, "mail.verify_email", tenant_id=tenant_id, payload={"pending_id": row.id}, priority=20)


def make_pending_token(db: Session, pending_id: str) -> tuple[PendingAccount, str] | None:
    """The wish and a fresh secret for its letter; None when it is over."""
    row = db.exec(select(PendingAccount).where(PendingAccount.id == pending_id).with_for_update()).first()
    if row is None or row.expires_at < now():
        return None
    token = fresh_token()
    row.token_hash = hash_token(token)
    return row, token


def finish_account(db: Session, token: str, *, password: str, actor: Actor) -> tuple[User, PendingAccount]:
    """Make the account that the link's token was sent for, with its address proven and this password.

    The password is chosen with the letter in hand: whoever wished for an account with somebody else's address knows
    nothing of it. Raises `Invalid` for `token`, once it is over, and for `password`. Every other wish of the same
    address ends with it.
    """
    address = db.exec(select(PendingAccount.email).where(PendingAccount.token_hash == hash_token(token))).first()
    # All wishes of the address are held, in one order: two links followed at one moment make one account.
    wishes = db.exec(
        select(PendingAccount).where(PendingAccount.email == address).order_by(col(PendingAccount.id)).with_for_update()
    ).all()
    row = next((wish for wish in wishes if wish.token_hash == hash_token(token)), None)
    if row is None or row.expires_at < now() or find_user(db, row.email) is not None:
        raise Invalid({"token": GONE})
    user = make_account(
        db,
        actor,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        password=password,
        tenant_id=row.tenant_id,
    )
    return user, row


def make_account(
    db: Session, actor: Actor, *, email: str, first_name: str, last_name: str, password: str, tenant_id: str | None
) -> User:
    """The account of an address that a letter's secret has proven, with this password; a customer of the store.

    Raises `Invalid` for `password` and `first_name`. Every wish for an account with this address ends.
    """
    first, last = (" ".join(name.split())[:80] for name in (first_name, last_name))
    if not first:
        raise Invalid({"first_name": "Enter your first name."})
    check_password(password, email=email)
    user = User(
        id=new_id("usr"),
        email=email,
        password_hash=hash_password(password),
        first_name=first,
        last_name=last,
        email_verified_at=now(),
    )
    db.add(user)
    db.flush()
    if tenant_id:
        db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.SHOPPER, tenant_id=tenant_id))
    db.exec(delete(PendingAccount).where(col(PendingAccount.email) == email))
    audit.record(
        db,
        actor,
        AuditAction.ACCOUNT_REGISTERED,
        tenant_id=tenant_id,
        object_type="account",
        object_id=user.id,
        object_name=user.email,
    )
    return user


def forget_wishes(db: Session, before: datetime) -> int:
    """Delete the wishes for accounts whose time was over before this moment; returns how many."""
    return db.exec(delete(PendingAccount).where(col(PendingAccount.expires_at) < before)).rowcount

"""Becoming somebody: a wish and a letter, and the account only when the letter's link is followed.

An address that has an account already is answered alike, by page, by time and by what a sign-in says afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketplace.domain.errors import Invalid, TooManyRequests
from marketplace.domain.passwords import check_password
from marketplace.domain.permissions import Actor, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import check, limit
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.user import Membership, PendingAccount, User
from marketplace.services.identity import find_user, hash_password, normal_email, verify_password
from marketplace.services.one_time_tokens import GONE

LIFE, MISSES = timedelta(days=2), "10/15 minutes"


def ask_for_account(
    db: Session, *, email: str, password: str, first_name: str, last_name: str, tenant_id: str | None, next_path: str
) -> None:
    """Keep the wish for an account and send the link that makes it; valid for two days. Raises `Invalid`.

    The owner of an address that has an account gets a letter that says so. Five letters an hour go to one address;
    what is asked beyond that is answered alike and sends nothing.
    """
    address = normal_email(email)
    if not first_name.strip():
        raise Invalid({"first_name": "Enter your first name."})
    check_password(password, email=address)
    hashed = hash_password(password)  # takes as long for an address that has an account
    try:
        limit("5/hour", "sign-up-letter", address)
    except TooManyRequests:
        return
    if find_user(db, address) is not None:
        enqueue(db, "mail.account_exists", tenant_id=tenant_id, payload={"to": address}, priority=20)
        return
    first, last = (" ".join(name.split())[:80] for name in (first_name, last_name))
    row = PendingAccount(
        id=new_id("pac"), email=address, password_hash=hashed, first_name=first, last_name=last, tenant_id=tenant_id,
        next_path=next_path[:1000], expires_at=now() + LIFE,
    )  # fmt: skip
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
    """Make the account that the link's token was sent for, with its address proven.

    It takes the password that was chosen with the wish: who did not ask for it, and only got the letter, must not end
    up in an account that somebody else has the password of. Raises `Invalid` for `token`, once it is over, and for
    `password`; `TooManyRequests` after ten misses. Every other wish of the same address ends with it.
    """
    row = db.exec(
        select(PendingAccount).where(PendingAccount.token_hash == hash_token(token)).with_for_update()
    ).first()
    if row is None or row.expires_at < now() or find_user(db, row.email) is not None:
        raise Invalid({"token": GONE})
    check(MISSES, "finish-account", row.id)
    if not verify_password(row.password_hash, password):
        limit(MISSES, "finish-account", row.id)
        raise Invalid({"password": "This is not the password that was chosen."})
    user = User(
        id=new_id("usr"), email=row.email, password_hash=row.password_hash, first_name=row.first_name,
        last_name=row.last_name, email_verified_at=now(),
    )  # fmt: skip
    db.add(user)
    db.flush()
    if row.tenant_id:
        db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.SHOPPER, tenant_id=row.tenant_id))
    db.exec(delete(PendingAccount).where(col(PendingAccount.email) == row.email))
    audit.record(
        db, actor, "account:registered", tenant_id=row.tenant_id, object_type="account", object_id=user.id,
        object_name=user.email,
    )  # fmt: skip
    return user, row


def forget_wishes(db: Session, before: datetime) -> int:
    """Delete the wishes for accounts whose time was over before this moment; returns how many."""
    return db.exec(delete(PendingAccount).where(col(PendingAccount.expires_at) < before)).rowcount

"""Who somebody is: accounts, passwords, and the proofs sent by e-mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, select

from marketplace.domain.errors import Invalid, TooManyRequests
from marketplace.domain.passwords import check_password
from marketplace.domain.permissions import Actor, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.slow import Turnstile
from marketplace.models.user import Membership, User, UserSession
from marketplace.services.one_time_tokens import promise_token, redeem_token

_hasher = PasswordHasher()
# argon2 takes 64 MB each; more at once would starve the process, and who waits holds a connection of the database.
_HASHING = Turnstile(3, waiting=12)
_NOBODY = _hasher.hash("nobody has this password")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
WRONG_CREDENTIALS = "This e-mail and password do not match."


def normal_email(email: str) -> str:
    """Lower case and trimmed; raises `Invalid` for what cannot be an address."""
    cleaned = email.strip().lower()
    if len(cleaned) > 254 or not _EMAIL.fullmatch(cleaned):
        raise Invalid({"email": "Enter an e-mail address such as name@company.com."})
    return cleaned


def hash_password(password: str) -> str:
    """argon2id with the library's defaults."""
    with _HASHING:
        return _hasher.hash(password)


def register(
    db: Session, *, email: str, password: str, first_name: str, last_name: str, tenant_id: str | None, actor: Actor
) -> User | None:
    """Make a shopper's account and send the proof of its address.

    None when the address has an account already; then its owner gets a mail that says so, and the
    visitor sees the same page, so that nobody learns who has an account. Raises `Invalid`.
    """
    address = normal_email(email)
    if not first_name.strip():
        raise Invalid({"first_name": "Enter your first name."})
    check_password(password, email=address)
    if find_user(db, address) is not None:
        hash_password(password)  # takes as long as for a new account
        _mail(db, address, "mail.account_exists", tenant_id)
        return None
    user = add_account(db, email=address, password=password, tenant_id=tenant_id, actor=actor)
    user.first_name, user.last_name = first_name.strip()[:80], last_name.strip()[:80]
    if tenant_id:
        db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.SHOPPER, tenant_id=tenant_id))
    return user


def find_user(db: Session, email: str) -> User | None:
    """The account with this address."""
    return db.exec(select(User).where(User.email == email)).first()


def add_account(db: Session, *, email: str, password: str, tenant_id: str | None, actor: Actor) -> User:
    """An account that is nobody's customer yet, and the letter that proves its address. Raises `Invalid`."""
    check_password(password, email=email)
    user = User(id=new_id("usr"), email=email, password_hash=hash_password(password))
    db.add(user)
    db.flush()
    send_verification(db, user, tenant_id)
    audit.record(
        db, actor, "account:registered", tenant_id=tenant_id, object_type="account", object_id=user.id,
        object_name=user.email,
    )  # fmt: skip
    return user


def check_credentials(db: Session, *, email: str, password: str, at: datetime) -> User | None:
    """The account, or None. Unknown, wrong and suspended take equally long and answer alike.

    After five failures each further one doubles the wait, up to fifteen minutes; raises `TooManyRequests`.
    """
    user = db.exec(select(User).where(User.email == email.strip().lower()).with_for_update()).first()
    if user and user.retry_sign_in_at and user.retry_sign_in_at > at:
        raise TooManyRequests(retry_after=int((user.retry_sign_in_at - at).total_seconds()) + 1)
    matches = _verify(user.password_hash if user else _NOBODY, password)
    if user is None:
        return None
    if not matches or user.suspended_at is not None:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= 5:
            user.retry_sign_in_at = at + timedelta(seconds=min(900, 2 ** (user.failed_sign_ins - 4)))
        return None
    user.failed_sign_ins, user.retry_sign_in_at = 0, None
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def password_matches(user: User, password: str) -> bool:
    """Whether this is the account's password: for asking it again before something that matters."""
    return _verify(user.password_hash, password)


def send_verification(db: Session, user: User, tenant_id: str | None) -> None:
    """Send the link that proves the address; valid for two days."""
    token_id = promise_token(db, user.id, "verify_email", timedelta(days=2))
    _mail(db, user.email, "mail.verify_email", tenant_id, token_id=token_id)


def verify_email(db: Session, token: str) -> User:
    """Take the link's token, once. Raises `Invalid` when it is unknown, used or too old."""
    user = redeem_token(db, token, "verify_email")
    user.email_verified_at = user.email_verified_at or now()
    return user


def ask_password_reset(db: Session, email: str, tenant_id: str | None) -> None:
    """Send a reset link when the address has an account; says nothing either way."""
    user = db.exec(select(User).where(User.email == email.strip().lower())).first()
    if user and user.suspended_at is None:
        token_id = promise_token(db, user.id, "reset_password", timedelta(hours=1))
        _mail(db, user.email, "mail.reset_password", tenant_id, token_id=token_id)


def reset_password(db: Session, *, token: str, password: str, actor: Actor) -> User:
    """Set a new password with a reset token and end every session of the account. Raises `Invalid`."""
    check_password(password)
    user = redeem_token(db, token, "reset_password")
    check_password(password, email=user.email)
    user.password_hash = hash_password(password)
    user.failed_sign_ins, user.retry_sign_in_at = 0, None
    user.email_verified_at = user.email_verified_at or now()
    for session in db.exec(
        select(UserSession).where(UserSession.user_id == user.id, col(UserSession.revoked_at).is_(None))
    ):
        session.revoked_at = now()
    audit.record(
        db, actor, "account:password:reset", tenant_id=None, object_type="account", object_id=user.id,
        object_name=user.email,
    )  # fmt: skip
    return user


def _verify(hashed: str, password: str) -> bool:
    try:
        with _HASHING:
            return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _mail(db: Session, to: str, kind: str, tenant_id: str | None, **data: str) -> None:
    enqueue(db, kind, tenant_id=tenant_id, payload={"to": to, **data}, priority=20)

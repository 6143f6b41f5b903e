"""Who somebody is: accounts, passwords, and the proofs sent by e-mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, TooManyRequests
from marketplace.domain.identity.passwords import check_password
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.emails import read_email, spellings
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import check, limit
from marketplace.kit.slow import Turnstile
from marketplace.models.user import User, UserSession
from marketplace.services.identity.one_time_tokens import promise_token, redeem_token
from marketplace.services.identity.sign_in_guard import Tries, forgive_everywhere

log = structlog.get_logger("accounts")
_hasher = PasswordHasher()
# argon2 takes 64 MB each; more at once would starve the process, and who waits holds a connection of the database.
_HASHING = Turnstile(3, waiting=12)
WRONG_CREDENTIALS = "This e-mail and password do not match."


def normal_email(email: str) -> str:
    """Lower case and trimmed; raises `Invalid` for what no letter can be sent to."""
    try:
        return read_email(email)
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error


def hash_password(password: str) -> str:
    """argon2id with the library's defaults."""
    with _HASHING:
        return _hasher.hash(password)


@cache
def _hash_of_nobody() -> str:
    """Compared with where there is no account, so that a sign-in takes as long; made when it is first needed."""
    return _hasher.hash("nobody has this password")


def find_user(db: Session, email: str) -> User | None:
    """The account with this address, however it is spelled."""
    return db.exec(_by_address(email)).first()


def _by_address(email: str) -> SelectOfScalar[User]:
    return select(User).where(col(User.email).in_(spellings(email))).order_by(col(User.created_at))


def add_account(db: Session, *, email: str, password: str, tenant_id: str | None, actor: Actor) -> User:
    """An account that is nobody's customer yet, and the letter that proves its address. Raises `Invalid`."""
    check_password(password, email=email)
    user = User(id=new_id("usr"), email=email, password_hash=hash_password(password))
    db.add(user)
    db.flush()
    send_verification(db, user, tenant_id)
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


def check_credentials(
    db: Session, *, email: str, password: str, at: datetime, actor: Actor = GUEST, device: str = ""
) -> User | None:
    """The account, or None. Unknown, wrong and suspended take equally long and answer alike, waiting included.

    A miss is written into the trail and makes the next try wait (`sign_in_guard`); raises `TooManyRequests` then.
    `device` is what a browser keeps in which somebody signed in before.
    """
    address = spellings(email)[0]
    user = db.exec(_by_address(email).with_for_update()).first()
    tries = Tries(db, address, ip=actor.ip, device=device, user_id=user.id if user else "", at=at)
    tries.check()
    matches = verify_password(user.password_hash if user else _hash_of_nobody(), password)
    if user is None or not matches or user.suspended_at is not None:
        note_miss(db, actor, user, "password", tries.missed())
        return None
    tries.forgive()
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def note_miss(db: Session, actor: Actor, user: User | None, what: str, misses: int) -> None:
    """Write a failed sign-in into the trail: the first from a place, the fifth and each twentieth, with their number.

    Nobody may fill the trail, which forgets nothing, with guesses; of an address without an account only the log tells.
    """
    if user is None:
        log.warning("sign_in.unknown_address", ip=actor.ip, misses=misses)
    elif misses in (1, 5) or misses % 20 == 0:
        audit.record(
            db,
            actor,
            AuditAction.ACCOUNT_SIGN_IN_FAILED,
            tenant_id=None,
            object_type="account",
            object_id=user.id,
            object_name=user.email,
            after={"wrong": what, "misses": misses},
        )


def password_matches(user: User, password: str) -> bool:
    """Whether this is the account's password: for asking it again before something that matters."""
    return verify_password(user.password_hash, password)


def send_verification(db: Session, user: User, tenant_id: str | None) -> None:
    """Send the link that proves the address; valid for two days."""
    token_id = promise_token(db, user.id, "verify_email", timedelta(days=2))
    _mail(db, user.email, "mail.verify_email", tenant_id, token_id=token_id)


def verify_email(db: Session, token: str, *, password: str) -> User:
    """Take the link's token, once, with the account's password: who only got the letter did not make the account.

    Raises `Invalid` for `token` when it is unknown, used or too old, and for `password`; nothing is used up then.
    """
    user = redeem_token(db, token, "verify_email")
    check("10/15 minutes", "verify-email-password", user.id)
    if not verify_password(user.password_hash, password):
        limit("10/15 minutes", "verify-email-password", user.id)
        raise Invalid({"password": "This is not the password of the account."})
    user.email_verified_at = user.email_verified_at or now()
    return user


def ask_password_reset(db: Session, email: str, tenant_id: str | None) -> None:
    """Send a reset link when the address has an account; says nothing either way. Three letters an hour go to one."""
    address = spellings(email)[0]
    try:
        limit("3/hour", "reset-letter", address)
    except TooManyRequests:
        return
    user = find_user(db, address)
    if user and user.suspended_at is None:
        token_id = promise_token(db, user.id, "reset_password", timedelta(hours=1))
        _mail(db, user.email, "mail.reset_password", tenant_id, token_id=token_id)


def reset_password(db: Session, *, token: str, password: str, actor: Actor) -> User:
    """Set a new password with a reset token and end every session of the account. Raises `Invalid`."""
    check_password(password)
    user = redeem_token(db, token, "reset_password")
    check_password(password, email=user.email)
    user.password_hash = hash_password(password)
    forgive_everywhere(db, user.email)
    user.email_verified_at = user.email_verified_at or now()
    for session in db.exec(
        select(UserSession).where(UserSession.user_id == user.id, col(UserSession.revoked_at).is_(None))
    ):
        session.revoked_at = now()
    audit.record(
        db,
        actor,
        AuditAction.ACCOUNT_PASSWORD_RESET,
        tenant_id=None,
        object_type="account",
        object_id=user.id,
        object_name=user.email,
    )
    return user


def verify_password(hashed: str, password: str) -> bool:
    """Whether this is the password of that hash. Raises `Busy` when too many are being looked at."""
    try:
        with _HASHING:
            return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _mail(db: Session, to: str, kind: str, tenant_id: str | None, **data: str) -> None:
    enqueue(db, kind, tenant_id=tenant_id, payload={"to": to, **data}, priority=20)

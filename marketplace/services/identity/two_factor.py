"""The second factor: time-based codes (RFC 6238), each accepted once, and recovery codes for a lost phone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pyotp
import structlog
from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.ratelimit import check, limit
from marketplace.kit.sealing import SealBroken, seal, unseal
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.user import OneTimeToken, RecoveryCode, User
from marketplace.services.identity.confirmation import confirm_password
from marketplace.services.identity.identity import note_miss
from marketplace.services.identity.sessions import end_other_sessions, forget_second_factors, open_session
from marketplace.settings import settings

log = structlog.get_logger("accounts")
ISSUER = "Concourse"
STEP_SECONDS = 30
RECOVERY_CODES = 10
CODES_A_TICKET, CODES = 5, "10/15 minutes"
WRONG_CODE = Invalid({"code": "This code is not right. Codes change every 30 seconds; each works once."})


def begin(db: Session, actor: Actor, *, password: str) -> str:
    """Make a new secret for the actor and return its `otpauth://` address, for a QR code; the password is asked again.

    It counts only after `confirm`. Raises `Conflict` when a second factor is set already, and as `confirm_password`.
    """
    confirm_password(db, actor, password)
    user = _own(db, actor)
    if user.totp_confirmed_at is not None:
        raise Conflict("Two-step sign-in is on already. Switch it off first to use another phone.")
    secret = pyotp.random_base32()
    user.totp_secret = seal(secret, "totp", user.id)
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def confirm(db: Session, actor: Actor, *, code: str, at: datetime) -> list[str]:
    """Switch it on with a first code; returns the recovery codes, which are shown this once.

    Every other session of the account ends; this one has shown no code at its sign-in, so an operator in production
    signs in again to open the desk. Raises `Invalid`, `TooManyRequests`.
    """
    user = _own(db, actor)
    check(CODES, "second-factor-code", user.id)
    if not _take_code(user, code, at):
        limit(CODES, "second-factor-code", user.id)
        raise WRONG_CODE
    user.totp_confirmed_at = at
    end_other_sessions(db, actor)
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)]
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    db.add_all(RecoveryCode(id=new_id("rec"), user_id=user.id, code_hash=hash_token(c)) for c in codes)
    _note(db, actor, user, AuditAction.ACCOUNT_SECOND_FACTOR_ON)
    return codes


def disable(db: Session, actor: Actor, *, password: str) -> None:
    """Switch it off; the password is asked again, and no session counts as stronger than that any more.

    Raises `Conflict` for an operator in production, who must have it, and as `confirm_password`.
    """
    if not settings().is_demo and (actor.is_operator or actor.awaits_second_factor):
        raise Conflict("Operators sign in in two steps: it stays on. For a new phone, another operator helps.")
    confirm_password(db, actor, password)
    user = _own(db, actor)
    forget_second_factors(db, user.id)
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = None, None, None
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    _note(db, actor, user, AuditAction.ACCOUNT_SECOND_FACTOR_OFF)


def ask_for_code(db: Session, user_id: str, *, life: timedelta = timedelta(minutes=5)) -> str:
    """The ticket between the right password and the right code."""
    ticket = fresh_token()
    db.add(
        OneTimeToken(
            id=new_id("ott"),
            user_id=user_id,
            purpose="second_factor",
            token_hash=hash_token(ticket),
            expires_at=now() + life,
        )
    )
    return ticket


def finish_sign_in(db: Session, *, ticket: str, code: str, actor: Actor, at: datetime) -> tuple[User, str] | None:
    """Open the session that the password began: whose it is, and its token. None for a wrong code, which is noted.

    Raises `Unauthenticated` when the ticket is unknown, used, too old or was tried five times, and `TooManyRequests`
    after ten wrong codes of one account in a quarter of an hour: only who has the password gets to guess at all.
    """
    row = db.exec(
        select(OneTimeToken)
        .where(OneTimeToken.token_hash == hash_token(ticket), OneTimeToken.purpose == "second_factor")
        .with_for_update()
    ).first()
    if row is None or row.used_at is not None or row.expires_at < at:
        raise Unauthenticated("This took too long. Please sign in again.")
    user = db.exec(select(User).where(User.id == row.user_id).with_for_update()).one()
    check(CODES, "second-factor-code", user.id)
    if not (_take_code(user, code, at) or _take_recovery_code(db, user, code, at)):
        limit(CODES, "second-factor-code", user.id)
        row.tries += 1
        row.used_at = at if row.tries >= CODES_A_TICKET else None
        note_miss(db, actor, user, "code", row.tries)
        return None
    row.used_at = at
    return user, open_session(db, user, actor=actor, second_factor=True)


def _take_code(user: User, code: str, at: datetime) -> bool:
    """Accept the code of this step or a neighbour, but never a step that was used before."""
    if not user.totp_secret:
        return False
    try:
        secret = unseal(user.totp_secret, "totp", user.id)
    except SealBroken:  # the copy's key is another than it was: recovery codes still open
        log.error("second_factor.sealed_with_another_key", user=user.id)
        return False
    totp, digits = pyotp.TOTP(secret), code.replace(" ", "")
    now_step = int(at.timestamp()) // STEP_SECONDS
    for step in (now_step, now_step - 1, now_step + 1):
        fits = secrets.compare_digest(totp.generate_otp(step), digits) if digits.isascii() else False
        if fits and step > (user.totp_last_step or 0):
            user.totp_last_step = step
            return True
    return False


def _take_recovery_code(db: Session, user: User, code: str, at: datetime) -> bool:
    row = db.exec(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == hash_token(code.strip().lower()),
            col(RecoveryCode.used_at).is_(None),
        )
        .with_for_update()
    ).first()
    if row is None:
        return False
    row.used_at = at
    return True


def _own(db: Session, actor: Actor) -> User:
    user = db.exec(select(User).where(User.id == actor.user_id).with_for_update()).first()
    if user is None:
        raise NotFound("account")
    return user


def _note(db: Session, actor: Actor, user: User, action: AuditAction) -> None:
    audit.record(db, actor, action, tenant_id=None, object_type="account", object_id=user.id, object_name=user.email)

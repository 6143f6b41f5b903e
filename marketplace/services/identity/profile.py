"""What people change about themselves: name, password, and the proof of their address."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.identity.passwords import check_password
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.kit.ratelimit import limit
from marketplace.models.user import User
from marketplace.services.identity.identity import hash_password, password_matches, send_verification
from marketplace.services.identity.sessions import end_other_sessions as end_other_sessions_of


def rename(db: Session, actor: Actor, *, first_name: str, last_name: str) -> str:
    """Change the actor's own name; returns how they are called now. Raises `Invalid` for `first_name`."""
    user = _own(db, actor)
    first, last = " ".join(first_name.split())[:80], " ".join(last_name.split())[:80]
    if not first:
        raise Invalid({"first_name": "Enter your first name."})
    before = f"{user.first_name} {user.last_name}".strip()
    user.first_name, user.last_name = first, last
    _note(
        db, actor, user, AuditAction.ACCOUNT_RENAMED, before={"name": before}, after={"name": f"{first} {last}".strip()}
    )
    return f"{first} {last}".strip()


def change_password(db: Session, actor: Actor, *, current: str, password: str) -> None:
    """Set a new password and end every other session of the actor.

    Raises `Invalid` for `current` or `password`, `TooManyRequests` after ten tries in a quarter of an hour.
    """
    limit("10/15 minutes", "change-password", actor.user_id or "")
    user = _own(db, actor)
    if not password_matches(user, current):
        raise Invalid({"current": "This is not your password."})
    check_password(password, email=user.email)
    if current == password:
        raise Invalid({"password": "This is the password you have. Choose another."})
    user.password_hash = hash_password(password)
    end_other_sessions_of(db, actor)
    _note(db, actor, user, AuditAction.ACCOUNT_PASSWORD_CHANGED)


def end_other_sessions(db: Session, actor: Actor) -> int:
    """Sign the actor out everywhere but here; returns how many sessions ended."""
    user = _own(db, actor)
    ended = end_other_sessions_of(db, actor)
    if ended:
        _note(db, actor, user, AuditAction.ACCOUNT_SESSIONS_ENDED, after={"sessions": ended})
    return ended


def resend_verification(db: Session, actor: Actor) -> str:
    """Send the link that proves the address again; returns the address. Raises `Conflict` when it is proven."""
    limit("3/hour", "verify-email", actor.user_id or "")
    user = _own(db, actor)
    if user.email_verified_at is not None:
        raise Conflict("Your e-mail address is confirmed already.")
    send_verification(db, user, None)
    return user.email


def _own(db: Session, actor: Actor) -> User:
    user = db.exec(select(User).where(User.id == actor.user_id).with_for_update()).first()
    if user is None:
        raise NotFound("account")
    return user


def _note(
    db: Session,
    actor: Actor,
    user: User,
    action: AuditAction,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=None,
        object_type="account",
        object_id=user.id,
        object_name=user.email,
        before=before,
        after=after,
    )

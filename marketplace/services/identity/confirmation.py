"""Before money, bank details, keys and second factors the password is asked again: an open browser is not a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, select

from marketplace.domain.errors import Forbidden, Invalid, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ratelimit import check, limit
from marketplace.models.user import User
from marketplace.services.identity.identity import password_matches

FRESH, MISSES = timedelta(minutes=15), "10/15 minutes"


class NotConfirmed(Forbidden):
    """The person must say again who they are: a password at the desk, a token that is fresh over HTTP."""

    def __init__(self) -> None:
        super().__init__("Confirm with your password; a program signs in again, its token may be 15 minutes old.")


def confirm_password(db: Session, actor: Actor, password: str) -> Actor:
    """The actor, confirmed as of now. Raises `Unauthenticated`, `Invalid` for `password`, and `TooManyRequests` after
    ten misses in a quarter of an hour."""
    user = db.exec(select(User).where(User.id == actor.user_id).with_for_update()).first()  # guesses take turns
    if user is None:
        raise Unauthenticated
    check(MISSES, "confirm-password", user.id)
    if not password_matches(user, password):
        limit(MISSES, "confirm-password", user.id)
        raise Invalid({"password": "This is not your password."})
    return replace(actor, confirmed_at=now())


def require_confirmed(actor: Actor, at: datetime) -> None:
    """Raises `NotConfirmed` for a person who has not given their password within the last quarter of an hour.

    A program with a key does what its scopes name, and the platform itself needs nobody's password.
    """
    if actor.user_id is None or actor.scopes is not None:
        return
    if actor.confirmed_at is None or at - actor.confirmed_at > FRESH:
        raise NotConfirmed

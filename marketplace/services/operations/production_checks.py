"""What must not be so in production: accounts whose passwords are public, operators without a second factor."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.demo_accounts import ACCOUNTS, PASSWORD
from marketplace.domain.identity.api_scopes import KeyKind
from marketplace.domain.permissions import SYSTEM, Grant, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import ApiKey, Membership, User, UserSession
from marketplace.services.identity.api_keys import revoke_key
from marketplace.services.identity.identity import password_matches
from marketplace.settings import settings

SYSTEM_OPERATOR = replace(SYSTEM, grants=(Grant(Role.OPERATOR),))


@dataclass(frozen=True)
class Obstacle:
    """Why a copy does not start in production, in a sentence that says what to do."""

    says: str


def find_obstacles() -> list[Obstacle]:
    """What keeps this copy from being started; nothing in demo mode."""
    if settings().is_demo:
        return []
    try:
        with unit_of_work(Scope.system()) as db:
            demo = [user.email for user in open_demo_accounts(db)] or [key.title for key in open_demo_keys(db)]
    except ProgrammingError:  # no schema yet: /health and the doctor say so, and there is nobody to sign in
        return []
    if not demo:
        return []
    names = f"{demo[0]} and {len(demo) - 1} more" if len(demo) > 1 else demo[0]
    return [
        Obstacle(
            f"this database holds demo accounts whose password everybody knows, or secret keys of theirs ({names}). "
            "Shut them with `marketplace retire-demo-accounts`, or start on another database"
        )
    ]


def open_demo_accounts(db: Session) -> list[User]:
    """The demo's accounts that can still be signed in to with the demo's password."""
    return [user for user in _demo_accounts(db) if user.suspended_at is None]


def open_demo_keys(db: Session) -> list[ApiKey]:
    """Secret keys that somebody made with one of those accounts: they outlive its password, and its suspension."""
    makers = [user.id for user in _demo_accounts(db)]
    open_ones = select(ApiKey).where(ApiKey.kind == KeyKind.SECRET, col(ApiKey.revoked_at).is_(None))
    return list(db.exec(open_ones.where(col(ApiKey.created_by).in_(makers)).order_by(ApiKey.id)))


def _demo_accounts(db: Session) -> list[User]:
    known = col(User.email).in_([account.email for account in ACCOUNTS])
    accounts = db.exec(select(User).where(known).order_by(User.email)).all()
    # They were made with one hash: it is looked at once, because looking takes as long as a sign-in.
    verdicts = {user.password_hash: user for user in accounts}
    public = {hashed for hashed, user in verdicts.items() if password_matches(user, PASSWORD)}
    return [user for user in accounts if user.password_hash in public]


def retire_demo_accounts(db: Session) -> list[str]:
    """Suspend them, end their sessions and revoke the keys that were made with them; returns their addresses.

    What they did stays in orders and trail.
    """
    retired, moment = open_demo_accounts(db), now()
    for key in open_demo_keys(db):
        revoke_key(db, SYSTEM_OPERATOR, key.id)
    for user in retired:
        user.suspended_at = moment
        open_ones = select(UserSession).where(UserSession.user_id == user.id, col(UserSession.revoked_at).is_(None))
        for session in db.exec(open_ones):
            session.revoked_at = moment
        audit.record(
            db,
            SYSTEM,
            AuditAction.ACCOUNT_SUSPENDED,
            tenant_id=None,
            object_type="account",
            object_id=user.id,
            object_name=user.email,
            reason="A demo account in production.",
        )
    return [user.email for user in retired]


def operators_without_second_factor(db: Session) -> list[str]:
    """The addresses of operators who have yet to set one up."""
    mine = select(User.email).join(Membership, col(Membership.user_id) == User.id)
    lacking = mine.where(
        Membership.role == Role.OPERATOR, col(User.totp_confirmed_at).is_(None), col(User.suspended_at).is_(None)
    )
    return list(db.exec(lacking.order_by(User.email)))

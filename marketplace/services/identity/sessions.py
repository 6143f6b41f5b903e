"""Signed-in browsers: opened, looked up on every event, listed, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, TextClause, text, update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import GUEST, Actor, Grant, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.sql import compose
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.user import User, UserSession
from marketplace.services.identity.grants import GRANTS, grants_of, read_grants
from marketplace.settings import settings

IDLE, ABSOLUTE = timedelta(hours=12), timedelta(days=14)
IDLE_OPERATOR, ABSOLUTE_OPERATOR = timedelta(minutes=30), timedelta(hours=12)
_TOUCH_EVERY = timedelta(minutes=1)


def open_session(db: Session, user: User, *, actor: Actor, second_factor: bool = False) -> str:
    """Start a session and return its token, which is shown to the browser once and stored only as a hash.

    A session that the browser came with is ended: the token is new after every sign-in (no fixation).
    """
    grants = grants_of(db, user.id)
    privileged = any(grant.role is Role.OPERATOR for grant in grants)
    token, moment = fresh_token(), now()
    db.add(
        UserSession(
            id=new_id("ses"),
            user_id=user.id,
            token_hash=hash_token(token),
            last_seen_at=moment,
            expires_at=moment + (ABSOLUTE_OPERATOR if privileged else ABSOLUTE),
            privileged=privileged,
            second_factor_at=moment if second_factor else None,
            ip=actor.ip,
            agent=actor.agent[:300],
        )
    )
    if actor.session_id:
        _revoke(db, actor.session_id, moment)
    who = replace(actor, user_id=user.id, name=display_name(user))
    audit.record(
        db,
        who,
        AuditAction.ACCOUNT_SIGNED_IN,
        tenant_id=None,
        object_type="account",
        object_id=user.id,
        object_name=user.email,
    )
    return token


def hand_on(db: Session, actor: Actor) -> str:
    """A new secret for the actor's session: the old one ends, and the new one ends when the old one would have."""
    old = db.exec(select(UserSession).where(UserSession.id == actor.session_id)).one()
    user = db.exec(select(User).where(User.id == old.user_id)).one()
    token = open_session(db, user, actor=actor, second_factor=old.second_factor_at is not None)
    db.flush()
    new = db.exec(select(UserSession).where(UserSession.token_hash == hash_token(token))).one()
    new.expires_at = min(new.expires_at, old.expires_at)
    new.created_at = old.created_at  # nobody has given a password for it
    return token


def find_actor(db: Session, token: str, *, ip: str = "", agent: str = "", request_id: str = "") -> Actor:
    """Who holds this token right now; a guest when it is unknown, ended, idle too long, or the person suspended."""
    visitor = replace(GUEST, ip=ip, agent=agent, request_id=request_id)
    holder = _holder(db, _BY_TOKEN, hash_token(token)) if token else None
    return visitor if holder is None else _actor(db, holder, visitor)


def find_actor_of_session(
    db: Session, session_id: str, *, ip: str = "", agent: str = "", request_id: str = ""
) -> Actor:
    """As `find_actor`, for a signed token that names the session instead of being its secret.

    Its session began with the password: whoever holds a token is confirmed as of then.
    """
    visitor = replace(GUEST, ip=ip, agent=agent, request_id=request_id)
    holder = _holder(db, _BY_ID, session_id)
    return visitor if holder is None else replace(_actor(db, holder, visitor), confirmed_at=holder.created_at)


def open_session_of(db: Session, user_id: str, *, actor: Actor) -> str:
    """As `open_session`, for a program: the identifier of the session, which its token will name."""
    user = db.exec(select(User).where(User.id == user_id)).one()
    return session_id_of(db, open_session(db, user, actor=actor))


def session_id_of(db: Session, token: str) -> str:
    """The identifier of the session that `open_session` has just opened."""
    return db.exec(select(UserSession.id).where(UserSession.token_hash == hash_token(token))).one()


# Plain columns: everybody who is signed in waits for this with every page, event and call.
_SESSION = """
    select s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.revoked_at, s.privileged, s.second_factor_at,
        a.email, a.first_name, a.last_name, a.suspended_at, ($grants) as grants
    from user_session s join account a on a.id = s.user_id where $named = :key
"""
_BY_TOKEN, _BY_ID = (
    text(compose(_SESSION, grants=compose(GRANTS, user="s.user_id"), named=named)) for named in ("s.token_hash", "s.id")
)


def _holder(db: Session, statement: TextClause, key: str) -> Row[Any] | None:
    """The session with its person, if it is alive; noted as seen, at most once a minute."""
    db.flush()
    row = db.connection().execute(statement, {"key": key}).first()
    moment = now()
    if row is None or not _alive(row, moment) or row.suspended_at is not None:
        return None
    if moment - row.last_seen_at > _TOUCH_EVERY:
        db.exec(update(UserSession).where(col(UserSession.id) == row.id).values(last_seen_at=moment))
    return row


def _actor(db: Session, holder: Row[Any], visitor: Actor) -> Actor:
    grants = read_grants(holder.grants)
    may_use = tuple(grant for grant in grants if _is_strong_enough(holder, grant))
    return replace(
        visitor,
        user_id=holder.user_id,
        name=display_name(holder),
        email=holder.email,
        session_id=holder.id,
        grants=may_use,
        awaits_second_factor=len(may_use) < len(grants),
    )


def _is_strong_enough(session: Row[Any], grant: Grant) -> bool:
    """In production a session is an operator's only once it has shown a second factor."""
    return grant.role is not Role.OPERATOR or settings().is_demo or session.second_factor_at is not None


def end_other_sessions(db: Session, actor: Actor) -> int:
    """End every session of the actor but the one that asks; returns how many."""
    others = update(UserSession).where(
        col(UserSession.user_id) == actor.user_id,
        col(UserSession.id) != actor.session_id,
        col(UserSession.revoked_at).is_(None),
    )
    return int(db.exec(others.values(revoked_at=now()).execution_options(synchronize_session=False)).rowcount)


def forget_second_factors(db: Session, user_id: str) -> None:
    """The person's sessions have shown a password and nothing more."""
    theirs = update(UserSession).where(col(UserSession.user_id) == user_id)
    db.exec(theirs.values(second_factor_at=None).execution_options(synchronize_session=False))


def close_session(db: Session, actor: Actor) -> None:
    """Sign out this browser."""
    if actor.session_id and actor.user_id:
        _revoke(db, actor.session_id, now())
        audit.record(
            db,
            actor,
            AuditAction.ACCOUNT_SIGNED_OUT,
            tenant_id=None,
            object_type="account",
            object_id=actor.user_id,
            object_name=actor.email,
        )


def revoke_session(db: Session, actor: Actor, session_id: str) -> None:
    """End one of the actor's own sessions; `NotFound` for anybody else's."""
    session = db.exec(select(UserSession).where(UserSession.id == session_id)).first()
    if session is None or session.user_id != actor.user_id:
        raise NotFound("session", session_id)
    _revoke(db, session_id, now())
    audit.record(
        db, actor, AuditAction.ACCOUNT_SESSION_ENDED, tenant_id=None, object_type="session", object_id=session_id
    )


def display_name(user: User | Row[Any]) -> str:
    """How a person is called on screen."""
    return f"{user.first_name} {user.last_name}".strip() or user.email


def _alive(session: UserSession | Row[Any], moment: datetime) -> bool:
    idle = IDLE_OPERATOR if session.privileged else IDLE
    return session.revoked_at is None and moment < session.expires_at and moment - session.last_seen_at < idle


def _revoke(db: Session, session_id: str, moment: datetime) -> None:
    db.exec(
        update(UserSession)
        .where(col(UserSession.id) == session_id, col(UserSession.revoked_at).is_(None))
        .values(revoked_at=moment)
    )

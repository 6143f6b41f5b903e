"""Proofs that go out by letter: promised in the transaction of the wish, made a secret only when the letter is written.

Between the two a job names the row and nothing else. Whoever may look at jobs, at the database or at a backup of it
learns no link of anybody's.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.errors import Invalid
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.user import OneTimeToken, User

GONE = "This link was used already or is too old. Ask for a new one."


def promise_token(db: Session, user_id: str, purpose: str, life: timedelta) -> str:
    """A row that a letter will make a token of, and its id. The life begins now."""
    row = OneTimeToken(id=new_id("ott"), user_id=user_id, purpose=purpose, expires_at=now() + life)
    db.add(row)
    db.flush()
    return row.id


def make_token(db: Session, row_id: str) -> tuple[User, str] | None:
    """Whose it is, and a fresh secret that replaces any earlier one of this row; None when it is used or too old.

    A letter that is written twice, because its first try was lost, carries the secret of the second.
    """
    row = db.exec(select(OneTimeToken).where(OneTimeToken.id == row_id).with_for_update()).first()
    if row is None or row.used_at is not None or row.expires_at < now():
        return None
    token = fresh_token()
    row.token_hash = hash_token(token)
    return db.exec(select(User).where(User.id == row.user_id)).one(), token


def redeem_token(db: Session, token: str, purpose: str) -> User:
    """Whose token this is; it and every other of the same purpose end. Raises `Invalid` for one that is over."""
    row = db.exec(
        select(OneTimeToken)
        .where(OneTimeToken.token_hash == hash_token(token), OneTimeToken.purpose == purpose)
        .with_for_update()
    ).first()
    if row is None or row.used_at is not None or row.expires_at < now():
        raise Invalid({"token": GONE})
    end_tokens(db, row.user_id, purpose)
    return db.exec(select(User).where(User.id == row.user_id)).one()


def end_tokens(db: Session, user_id: str, purpose: str) -> None:
    """Nothing that was sent out for this purpose works any longer."""
    open_ones = update(OneTimeToken).where(
        col(OneTimeToken.user_id) == user_id, col(OneTimeToken.purpose) == purpose, col(OneTimeToken.used_at).is_(None)
    )
    db.exec(open_ones.values(used_at=now()))

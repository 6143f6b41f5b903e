"""Guessing passwords: each miss makes the next try wait longer, where it comes from, and nobody else.

Misses are counted for an e-mail address, whether it has an account or not, so that waiting tells nothing. They are
counted by place: a browser in which the person signed in before, or else the network that the try comes from. A
stranger's misses therefore make the stranger wait. Tries of one address from many unknown places share a wide budget
beside that; a browser or a network from which the right password came before, and a reset link, pass it by.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from marketplace.domain.errors import TooManyRequests
from marketplace.kit.client_address import network_of
from marketplace.kit.signed_links import link_key, verify
from marketplace.kit.tokens import fresh_token
from marketplace.models.user import SignInMisses

FREE_HERE, FREE_ANYWHERE = 5, 50
LONGEST = timedelta(minutes=15)
A_DAY, KNOWN_FOR = timedelta(hours=24), timedelta(days=90)
_ANYWHERE = "anywhere"


class Tries:
    """The misses that a sign-in of this address from this place must answer for, held until the transaction ends."""

    def __init__(self, db: Session, email: str, *, ip: str, device: str, user_id: str, at: datetime) -> None:
        is_own_browser = knows_device(device, user_id)
        here = _held(db, email, f"device {device}" if is_own_browser else f"network {network_of(ip)}")
        self.at, self._counted = at, [(here, FREE_HERE)]
        was_here = here.succeeded_at is not None and at - here.succeeded_at < KNOWN_FOR
        if not (is_own_browser or was_here):
            self._counted.append((_held(db, email, _ANYWHERE), FREE_ANYWHERE))

    def check(self) -> None:
        """Raises `TooManyRequests` while the last miss makes this try wait."""
        waits = [row.retry_at - self.at for row, _ in self._counted if row.retry_at and row.retry_at > self.at]
        if waits:
            raise TooManyRequests(retry_after=int(max(waits).total_seconds()) + 1)

    def missed(self) -> int:
        """One more; returns how many from here. After the free ones each doubles the wait, up to a quarter of an hour.

        A day without a miss forgets as many as are free, so that a few a day never add up.
        """
        for row, free in self._counted:
            forgotten = int((self.at - row.missed_at) / (A_DAY / free))
            row.misses = max(0, row.misses - forgotten) + 1
            row.missed_at = self.at
            over = row.misses - free
            row.retry_at = self.at + min(LONGEST, timedelta(seconds=2 ** min(over + 1, 10))) if over >= 0 else None
        return self._counted[0][0].misses

    def forgive(self) -> None:
        """The right password: what was missed is forgotten, and this place is known from now on."""
        for row, _ in self._counted:
            row.misses, row.retry_at = 0, None
        self._counted[0][0].succeeded_at = self.at


def new_device(user_id: str) -> str:
    """What a browser keeps in which this person has signed in; it vouches for nothing but its own tries."""
    name = fresh_token()
    return f"{name}.{link_key('device', f'{name}:{user_id}')}"


def knows_device(device: str, user_id: str) -> bool:
    """Whether this person has signed in with this browser before."""
    name, _, key = device.partition(".")
    return bool(name and user_id) and key.isascii() and verify(key, "device", f"{name}:{user_id}")


def forgive_everywhere(db: Session, email: str) -> None:
    """The person has proved who they are by a letter: they sign in at once, whoever else guesses."""
    db.exec(delete(SignInMisses).where(col(SignInMisses.address_hash) == _hash(email)))


def forget_misses(db: Session, moment: datetime) -> int:
    """Delete what was missed more than a day before, and places that are known no more; returns how many rows."""
    known = col(SignInMisses.succeeded_at)
    over = delete(SignInMisses).where(
        col(SignInMisses.missed_at) < moment - A_DAY, known.is_(None) | (known < moment - KNOWN_FOR)
    )
    return db.exec(over).rowcount


def _held(db: Session, email: str, place: str) -> SignInMisses:
    """The count of this address and place, made if there is none, locked: tries at one moment take turns."""
    key = _hash(f"{email}\n{place}")
    fresh = insert(SignInMisses).values(id=key, address_hash=_hash(email), misses=0)
    db.connection().execute(fresh.on_conflict_do_nothing(index_elements=["id"]))
    return db.exec(select(SignInMisses).where(SignInMisses.id == key).with_for_update()).one()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""A call with a key of its own is answered once: the effect and the stored answer are one transaction.

The key's owner is in the digest, so nobody meets an answer that was given to somebody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, MarketplaceError
from marketplace.kit.clock import now
from marketplace.kit.tables import RememberedCall

KEPT_FOR = timedelta(hours=72)
MAX_KEY = 200
_LOCK = text("select pg_try_advisory_xact_lock(:number)")


class KeyReused(MarketplaceError):
    """The same idempotency key came with another request."""

    status = 422

    def __init__(self) -> None:
        super().__init__("This request was sent before with other content. Reload the page and try again.")


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    def __init__(self) -> None:
        super().__init__("A request with this idempotency key is still running. Ask again in a moment.")


@dataclass(frozen=True)
class Call:
    """A call as it is remembered: `digest` of who calls what under which key, `request_hash` of what was sent."""

    digest: str
    request_hash: str


@dataclass(frozen=True)
class Answer:
    """What was answered; `is_replay` when that was an earlier time."""

    status: int
    body: str
    is_replay: bool = False


def call_of(caller: str, method: str, path: str, key: str, content: bytes) -> Call:
    """The call of `caller`, who must be named so that two callers never have one name."""
    return Call(_digest(caller, method, path, key), hashlib.sha256(content).hexdigest())


def once(db: Session, call: Call, answer: Callable[[], Answer]) -> Answer:
    """The stored answer of this call, or `answer()`, stored in this transaction.

    A refusal is raised by `answer` and undoes the transaction, so it is never stored: nothing has happened, and
    the same key may try again. Raises `KeyReused` for other content, `StillRunning` while the first has no answer.
    """
    # The lock ends with the transaction, after its row can be seen: whoever gets it next finds the answer.
    if not db.connection().execute(_LOCK, {"number": _lock_number(call.digest)}).scalar_one():
        raise StillRunning
    known = db.exec(select(RememberedCall).where(RememberedCall.id == call.digest)).first()
    if known is not None and known.created_at > now() - KEPT_FOR:
        if known.request_hash != call.request_hash:
            raise KeyReused
        return Answer(known.status, known.body, is_replay=True)
    if known is not None:
        db.delete(known)
        db.flush()
    given = answer()
    db.add(RememberedCall(id=call.digest, request_hash=call.request_hash, status=given.status, body=given.body))
    db.flush()
    return given


def forget_old_calls(db: Session, moment: datetime) -> int:
    """Forget what was answered more than 72 hours before; returns how many answers that were."""
    old = delete(RememberedCall).where(col(RememberedCall.created_at) <= moment - KEPT_FOR)
    return db.exec(old).rowcount


def _digest(*parts: str) -> str:
    """Each part with its length before it: `("ab", "c")` is not `("a", "bc")`."""
    return hashlib.sha256(b"".join(b"%d:%s" % (len(raw), raw) for raw in map(str.encode, parts))).hexdigest()


def _lock_number(digest: str) -> int:
    return int.from_bytes(bytes.fromhex(digest[:16]), signed=True)

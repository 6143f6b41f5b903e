"""The trail of who did what: in the transaction of the change, chained by hash, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from marketplace.kit.clock import now
from marketplace.kit.db import database_url
from marketplace.kit.ids import new_id
from marketplace.kit.tables import AuditEvent
from marketplace.settings import settings

_HEAD = text("select audit_head(:tenant)")  # under the chain's lock
_DATED = "2."
_TRY_ANCHORS = text("select pg_try_advisory_xact_lock(hashtextextended('audit:anchors', 0))")
_HOLD_ANCHORS = text("select pg_advisory_lock(hashtextextended('audit:anchors', 0))")


class Who(Protocol):
    """The person or system behind a change, as far as the trail needs it."""

    @property
    def user_id(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def impersonator_id(self) -> str | None: ...
    @property
    def impersonator_name(self) -> str: ...
    @property
    def ip(self) -> str: ...
    @property
    def agent(self) -> str: ...
    @property
    def request_id(self) -> str: ...


def record(
    db: Session,
    actor: Who,
    action: StrEnum,
    *,
    tenant_id: str | None,
    object_type: str,
    object_id: str,
    object_name: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one line of the trail; `action` is a member of `domain/audit_actions.py`. Who acts in somebody's name is
    named with them: "Olga Operator for Priya Shah".

    Call it late: each tenant's chain is written by one transaction at a time.
    """
    last = db.connection().execute(_HEAD, {"tenant": tenant_id}).scalar_one()
    event = AuditEvent(
        id=new_id("aud"),
        tenant_id=tenant_id,
        actor_id=actor.user_id,
        actor_name=f"{actor.impersonator_name} for {actor.name}" if actor.impersonator_id else actor.name,
        impersonator_id=actor.impersonator_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        object_name=object_name,
        before=before,
        after=after,
        reason=reason,
        ip=actor.ip,
        agent=actor.agent,
        request_id=actor.request_id,
        prev_hash=last or "",
        hash=_DATED,
        created_at=now(),
    )
    event.hash = digest(event)
    db.add(event)
    db.flush()


def heads_file() -> Path:
    """Where it is written down, outside of this database, how far its trails reach."""
    return settings().data_dir / f"audit-heads-{make_url(database_url()).database}.json"


def anchors_are_mine(db: Session) -> bool:
    """Whether this transaction alone may write how far the trails reach; no other, and no restore, until it ends.

    It never waits: a restore that waits for the locks of a transaction that waits for the restore would wait for ever.
    """
    return bool(db.connection().execute(_TRY_ANCHORS).scalar_one())


@contextmanager
def no_anchors(engine: Engine) -> Iterator[None]:
    """Nobody writes how far the trails reach meanwhile; waits for who is at it."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(_HOLD_ANCHORS)  # the connection's own
        yield


def digest(event: Any) -> str:
    """SHA-256 over everything the line says and the hash of the line before it.

    The date and the impersonator are part of it since there are hashes that begin with `2.`.
    """
    facts = [
        event.prev_hash,
        event.id,
        event.tenant_id,
        event.actor_id,
        event.actor_name,
        event.action,
        event.object_type,
        event.object_id,
        event.object_name,
        event.before,
        event.after,
        event.reason,
        event.ip,
        event.agent,
        event.request_id,
    ]
    dated = event.hash.startswith(_DATED)
    if dated:
        facts += [event.impersonator_id, event.created_at.astimezone(UTC).isoformat(timespec="microseconds")]
    whole = hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return f"{_DATED}{whole}" if dated else whole


class ChainWalk:
    """Takes the lines of all chains, one chain after the other and each in order; remembers what does not fit."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self._chain: Any = object()
        self._last, self._is_whole = "", True

    def take(self, event: Any) -> None:
        """Look at the next line. Of each chain only the first misfit is named: what follows cannot fit either."""
        if event.tenant_id != self._chain:
            self._chain, self._last, self._is_whole = event.tenant_id, "", True
        undated_again = self._last.startswith(_DATED) and not event.hash.startswith(_DATED)
        fits = event.prev_hash == self._last and event.hash == digest(event) and not undated_again
        if self._is_whole and not fits:
            self.broken.append(str(event.id))
            self._is_whole = False
        self._last = event.hash

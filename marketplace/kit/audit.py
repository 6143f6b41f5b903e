"""The trail of who did what: in the transaction of the change, chained by hash, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.ids import new_id
from marketplace.kit.records import AuditEvent

_HEAD = text("select audit_head(:tenant)")  # under the chain's lock


class Who(Protocol):
    """The person or system behind a change, as far as the trail needs it."""

    @property
    def user_id(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def ip(self) -> str: ...
    @property
    def agent(self) -> str: ...
    @property
    def request_id(self) -> str: ...


def record(
    db: Session,
    actor: Who,
    action: str,
    *,
    tenant_id: str | None,
    object_type: str,
    object_id: str,
    object_name: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one line of the trail. Call it late: each tenant's chain is written by one transaction at a time."""
    last = db.connection().execute(_HEAD, {"tenant": tenant_id}).scalar_one()
    event = AuditEvent(
        id=new_id("aud"), tenant_id=tenant_id, actor_id=actor.user_id, actor_name=actor.name, action=action,
        object_type=object_type, object_id=object_id, object_name=object_name, before=before, after=after,
        reason=reason, ip=actor.ip, agent=actor.agent, request_id=actor.request_id, prev_hash=last or "",
    )  # fmt: skip
    event.hash = digest(event)
    db.add(event)
    db.flush()


def digest(event: AuditEvent) -> str:
    """SHA-256 over everything the line says and the hash of the line before it."""
    said = [
        event.prev_hash, event.id, event.tenant_id, event.actor_id, event.actor_name, event.action,
        event.object_type, event.object_id, event.object_name, event.before, event.after, event.reason, event.ip,
        event.agent, event.request_id,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken_link(events: Iterable[AuditEvent]) -> str | None:
    """The id of the first line of one chain, in order, whose hash or predecessor does not fit; None when whole."""
    previous = ""
    for event in events:
        if event.prev_hash != previous or event.hash != digest(event):
            return event.id
        previous = event.hash
    return None

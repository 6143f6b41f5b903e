"""Events: written in the transaction of the change, taken on by a job after the commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.ids import new_id

_AT_ONCE = 100  # events that one job hands on


def publish(
    db: Session,
    topic: StrEnum,
    *,
    tenant_id: str | None,
    aggregate: str,
    aggregate_id: str,
    version: int = 0,
    data: dict[str, Any] | None = None,
    changed: Sequence[str] = (),
) -> str:
    """Say that something happened (a member of `domain/topics.py`); returns the event's id.

    Whoever listens is told by the job `event.dispatch`; nothing leaves before the commit.
    """
    happened = [(topic, aggregate, aggregate_id)]
    payload, changed_fields = json.dumps(data or {}), json.dumps(list(changed))
    return _write(db, tenant_id, happened, version=version, data=payload, changed=changed_fields)[0]


def publish_all(db: Session, tenant_id: str, happened: Sequence[tuple[StrEnum, str, str]]) -> None:
    """Say several things, each `(topic, aggregate, id)`, with one statement for every hundred."""
    for start in range(0, len(happened), _AT_ONCE):
        _write(db, tenant_id, happened[start : start + _AT_ONCE])


# The events, and the one job that hands them on in their order.
_WRITE = text("""
    with event as (
        insert into outbox (id, tenant_id, topic, aggregate_type, aggregate_id, aggregate_version, data,
            changed_fields, origin, correlation_id)
        select e.id, :tenant, e.topic, e.aggregate, e.thing, :version, cast(:data as jsonb), cast(:changed as jsonb),
            'marketplace', :correlation
        from unnest(cast(:events as text[]), cast(:topics as text[]), cast(:aggregates as text[]),
            cast(:things as text[])) as e(id, topic, aggregate, thing))
    insert into job (id, tenant_id, kind, entity, entity_id, operation, payload, priority, status, attempts,
        max_attempts, correlation_id, note)
    values (:job, :tenant, 'event.dispatch', :aggregate, :first, '',
        jsonb_build_object('events', cast(:events as text[])), 10, 'pending', 0, 8, :correlation, '')
""")


def _write(
    db: Session,
    tenant_id: str | None,
    happened: Sequence[tuple[StrEnum, str, str]],
    *,
    version: int = 0,
    data: str = "{}",
    changed: str = "[]",
) -> list[str]:
    events = [new_id("msg") for _ in happened]
    topics, aggregates, things = ([one[n] for one in happened] for n in range(3))
    db.flush()
    db.connection().execute(
        _WRITE,
        {
            "events": events,
            "topics": topics,
            "aggregates": aggregates,
            "things": things,
            "tenant": tenant_id,
            "version": version,
            "data": data,
            "changed": changed,
            "job": new_id("job"),
            "first": events[0],
            "aggregate": aggregates[0],
            "correlation": str(db.info.get("correlation_id", "")),
        },
    )
    return events

"""Events: written in the transaction of the change, taken on by a job after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.records import Outbox


def publish(
    db: Session,
    topic: str,
    *,
    tenant_id: str | None,
    aggregate: str,
    aggregate_id: str,
    version: int = 0,
    data: dict[str, Any] | None = None,
    changed: Sequence[str] = (),
) -> str:
    """Say that something happened (`topic` in the past tense, `product.published`); returns the event's id.

    Whoever listens is told by the job `event.dispatch`; nothing leaves before the commit.
    """
    event = Outbox(
        id=new_id("msg"), tenant_id=tenant_id, topic=topic, aggregate_type=aggregate, aggregate_id=aggregate_id,
        aggregate_version=version, data=data or {}, changed_fields=list(changed),
        correlation_id=str(db.info.get("correlation_id", "")),
    )  # fmt: skip
    db.add(event)
    db.flush()
    enqueue(db, "event.dispatch", tenant_id=tenant_id, entity=aggregate, entity_id=event.id, priority=10)
    return event.id


def publish_all(db: Session, tenant_id: str, happened: Sequence[tuple[str, str, str]]) -> None:
    """Say several things at once, each `(topic, aggregate, id)`: two statements, however many there are."""
    events = [new_id("msg") for _ in happened]
    topics, aggregates, things = ([one[n] for one in happened] for n in range(3))
    shared = {"events": events, "tenant": tenant_id, "aggregates": aggregates,
              "correlation": str(db.info.get("correlation_id", ""))}  # fmt: skip
    db.connection().execute(_EVENTS, {**shared, "topics": topics, "things": things})
    db.connection().execute(_DISPATCH, {**shared, "ids": [new_id("job") for _ in events]})


_EVENTS = text("""
    insert into outbox (id, tenant_id, topic, aggregate_type, aggregate_id, aggregate_version, data, changed_fields,
      origin, correlation_id)
    select e.id, :tenant, e.topic, e.aggregate, e.thing, 0, '{}', '[]', 'marketplace', :correlation
    from unnest(cast(:events as text[]), cast(:topics as text[]), cast(:aggregates as text[]),
        cast(:things as text[])) as e(id, topic, aggregate, thing)
""")
_DISPATCH = text("""
    insert into job (id, tenant_id, kind, entity, entity_id, operation, payload, priority, status, attempts,
      max_attempts, correlation_id, note)
    select j.id, :tenant, 'event.dispatch', j.aggregate, j.event, '', '{}', 10, 'pending', 0, 8, :correlation, ''
    from unnest(cast(:ids as text[]), cast(:events as text[]), cast(:aggregates as text[])) as j(id, event, aggregate)
""")

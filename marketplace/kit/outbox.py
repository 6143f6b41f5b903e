"""Events: written in the transaction of the change, taken on by a job after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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

"""What happened to an order: told to both sides, written to the trail, and sent on as an event, in one call."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid
from marketplace.domain.orders.orders import order_number
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import topic_of
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.order import Order, OrderEvent, OrderGroup


def number_of(db: Session, order: Order) -> str:
    """`1042-1`."""
    group = db.exec(
        select(OrderGroup.number).where(OrderGroup.id == order.group_id, OrderGroup.tenant_id == order.tenant_id)
    ).one()
    return order_number(group, order.position)


def record_event(
    db: Session,
    actor: Actor,
    order: Order,
    action: AuditAction,
    text: str,
    *,
    visible_to: str = "both",
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add `text` to the order's timeline, record `action` in the audit trail, and publish its topic.

    `data` travels with the event: identifiers and what a letter says.
    Call it at the end of a use case: it takes the lock of the trail.
    """
    db.add(
        OrderEvent(
            id=new_id("oev"),
            tenant_id=order.tenant_id,
            order_id=order.id,
            kind=_kind(action),
            text=text,
            visible_to=visible_to,
            actor_id=actor.user_id,
        )
    )
    db.flush()
    publish(
        db,
        topic_of(action),
        tenant_id=order.tenant_id,
        aggregate="order",
        aggregate_id=order.id,
        data={**(data or {}), "reason": reason} if reason else data,
    )
    audit.record(
        db,
        actor,
        action,
        tenant_id=order.tenant_id,
        object_type="order",
        object_id=order.id,
        object_name=number_of(db, order),
        before=before,
        after=after,
        reason=reason,
    )


def _kind(action: AuditAction) -> str:
    """As the timeline has always called it: `accepted`, `return:approved`."""
    return action.removeprefix("order:").removeprefix("order:")


def needed(reason: str, reader: str = "buyer") -> str:
    """A reason that its reader can do something with. Raises `Invalid` for `reason`."""
    if len(reason.strip()) < 5:
        raise Invalid({"reason": f"Say why, in a sentence: the {reader} reads it."})
    return reason.strip()[:1000]

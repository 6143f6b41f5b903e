"""What orders need when nobody touches them: a reminder, and an end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, col, exists, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.lifecycle import OrderStatus
from marketplace.domain.permissions import SYSTEM
from marketplace.kit.clock import now
from marketplace.models.order import Order, OrderEvent
from marketplace.models.store_settings import StoreSettings
from marketplace.services.orders.fulfilling import deliver, parcels_of
from marketplace.services.orders.order_timeline import record_event

_AT_ONCE = 100
_ARRIVED = text("""
    select id from (
      select o.id, o.tenant_id from vendor_order o join tenant t on t.id = o.tenant_id
      where o.status = 'shipped'
        and o.shipped_at < :now - make_interval(days => coalesce((t.settings->>'delivered_after_days')::int, :days))
      order by o.shipped_at limit :limit) due
    order by tenant_id  -- as `_trail`
""")


def _trail(order: Order) -> str:
    """The trail of which store is written in: whoever writes in several holds them in this order, or two wait for each
    other."""
    return order.tenant_id


def remind_overdue(db: Session) -> int:
    """Remind each vendor once of an order that it should have accepted by now; how many were reminded."""
    reminded = exists(select(OrderEvent.id).where(OrderEvent.order_id == Order.id, OrderEvent.kind == "reminded"))
    overdue = db.exec(
        select(Order)
        .where(
            Order.status == OrderStatus.TO_FULFIL,
            col(Order.accepted_at).is_(None),
            col(Order.accept_by) < now(),
            ~reminded,
        )
        .order_by(col(Order.accept_by))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for order in sorted(overdue, key=_trail):
        record_event(
            db,
            SYSTEM,
            order,
            AuditAction.ORDER_REMINDED,
            "Reminded: this order should have been accepted by now",
            visible_to="vendor",
        )
    return len(overdue)


def count_as_delivered(db: Session) -> int:
    """End orders whose last parcel left long ago and that nobody marked: they count as delivered. How many."""
    values = {"now": now(), "days": StoreSettings().delivered_after_days, "limit": _AT_ONCE}
    order_ids = db.connection().execute(_ARRIVED, values).scalars()
    ended = 0
    for order_id in order_ids.all():
        order = db.exec(
            select(Order)
            .where(Order.id == order_id, Order.status == OrderStatus.SHIPPED)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).first()
        if order is None or order.shipped_at is None:
            continue
        days = max(1, (now() - order.shipped_at) // timedelta(days=1))
        open_parcels = [parcel for parcel in parcels_of(db, order) if parcel.delivered_at is None]
        deliver(db, SYSTEM, order, open_parcels, f"Counts as delivered, {days} days after the last parcel left")
        ended += 1
    return ended

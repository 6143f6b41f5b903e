"""The payment of a purchase: it came, a person confirms that it came, or nobody waits for it any more."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import ORDER, PAYMENT, OrderStatus, PaymentStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.models.order import Order, OrderGroup
from marketplace.models.payment import Payment
from marketplace.models.vendor import Vendor
from marketplace.services.orders.fulfilling import deadlines_for

PAY_WITHIN_DAYS = 14


def mark_paid(db: Session, actor: Actor, group: OrderGroup, payment: Payment, *, on_account: bool = False) -> None:
    """The money is ours, or owed by a place that buys `on_account`: every order that waits for it becomes work for its
    vendor, and owes its commission."""
    if on_account:
        payment.status, action = after(PAYMENT, "owe", payment.status), AuditAction.PAYMENT_OWED
    else:
        payment.status, action = after(PAYMENT, "capture", payment.status), AuditAction.PAYMENT_CAPTURED
        payment.captured_at = now()
    orders = db.exec(select(Order).where(Order.group_id == group.id).order_by(col(Order.id)).with_for_update()).all()
    for order in orders:
        if order.status != OrderStatus.AWAITING_PAYMENT:
            continue
        order.status = after(ORDER, "pay", order.status)
        vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
        due = deadlines_for(vendor, now())
        order.paid_at, order.accept_by, order.ship_by = now(), due.accept_by, due.ship_by
        enqueue(
            db,
            "order.settle",
            tenant_id=order.tenant_id,
            entity="order",
            entity_id=order.id,
            dedupe_key=order.id,
            priority=30,
        )
        publish(db, Topic.ORDER_PAID, tenant_id=order.tenant_id, aggregate="order", aggregate_id=order.id)
    audit.record(
        db,
        actor,
        action,
        tenant_id=group.tenant_id,
        object_type="order_group",
        object_id=group.id,
        object_name=str(group.number),
        after={"amount": payment.amount, "currency": payment.currency, "provider": payment.provider},
    )


def confirm_transfer(db: Session, actor: Actor, group_id: str) -> None:
    """A person saw the transfer of an order group arrive. Raises `NotFound`, `Forbidden`, `Conflict`."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == group_id).with_for_update()).first()
    if group is None:
        require(actor, Permission.PAYMENT_CONFIRM, tenant_id="")
        raise NotFound("order", group_id)
    require(actor, Permission.PAYMENT_CONFIRM, tenant_id=group.tenant_id)
    payment = db.exec(select(Payment).where(Payment.group_id == group.id).with_for_update()).one()
    if payment.status != PaymentStatus.AWAITING:
        raise Conflict("This order does not wait for a transfer any more.")
    mark_paid(db, actor, group, payment)


def cancel_unpaid(db: Session, group: OrderGroup) -> None:
    """The last open order of an unpaid group was cancelled: nothing is awaited any more."""
    payment = db.exec(select(Payment).where(Payment.group_id == group.id).with_for_update()).one()
    open_ = db.exec(select(Order).where(Order.group_id == group.id, Order.status != OrderStatus.CANCELLED)).first()
    if open_ is None and payment.status == PaymentStatus.AWAITING:
        payment.status = after(PAYMENT, "cancel", payment.status)


def list_overdue_transfers(db: Session) -> list[OrderGroup]:
    """Purchases whose transfer has not come in time, in every store; at most 200."""
    late = select(OrderGroup).join(Payment, col(Payment.group_id) == OrderGroup.id)
    late = late.where(
        Payment.status == PaymentStatus.AWAITING, col(OrderGroup.placed_at) < now() - timedelta(days=PAY_WITHIN_DAYS)
    )
    return list(db.exec(late.order_by(col(OrderGroup.placed_at)).limit(200)).all())

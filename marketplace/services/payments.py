"""What people do about a payment: confirm that a transfer came, or give up waiting for it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import PAYMENT, OrderStatus, PaymentStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.models.order import Order, OrderGroup, Payment
from marketplace.services.placing import mark_paid

PAY_WITHIN_DAYS = 14


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

"""When a buyer on account has paid: the vendor's earning is free after its hold, and the purchase counts as paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.lifecycle import PAYMENT, EarningStatus, PaymentStatus, after
from marketplace.kit.clock import now
from marketplace.models.ledger import Earning
from marketplace.models.order import Order
from marketplace.models.payment import Payment
from marketplace.models.receivable import Invoice
from marketplace.models.tenant import Tenant


def follow_payment(db: Session, order_ids: Iterable[str]) -> None:
    """Bring earnings and payments of these orders in line with what is open of their invoices.

    A pending earning without a day waits for the buyer's money (ADR 28). What a vendor has been paid meanwhile stays
    theirs when a payment is taken back: the store has let it go.
    """
    orders = db.exec(select(Order).where(col(Order.id).in_(set(order_ids))).order_by(col(Order.id))).all()
    for order in orders:
        _free_or_hold(db, order)
    for group_id in sorted({order.group_id for order in orders}):
        _follow_group(db, group_id)


def _free_or_hold(db: Session, order: Order) -> None:
    settings = db.exec(select(Tenant).where(Tenant.id == order.tenant_id)).one().settings
    if settings.bears_credit_risk or order.paid_at is None:
        return
    waiting = select(Earning).where(
        Earning.order_id == order.id, Earning.status == EarningStatus.PENDING, col(Earning.kind).in_(("sale", "refund"))
    )
    free_at = max(now(), order.paid_at + timedelta(days=settings.hold_days))
    is_paid = _is_paid(db, order)
    for earning in db.exec(waiting.with_for_update()).all():
        earning.available_at = (earning.available_at or free_at) if is_paid else None
    db.flush()


def _is_paid(db: Session, order: Order) -> bool:
    """Whether nothing is open of it, and nothing is still to be billed."""
    billed = select(Invoice.open_amount).where(Invoice.order_id == order.id, Invoice.kind == "invoice")
    left = db.exec(billed).first()
    return left == 0 if left is not None else order.refunded_amount == order.total_amount


def _follow_group(db: Session, group_id: str) -> None:
    payment = db.exec(
        select(Payment).where(Payment.group_id == group_id, Payment.provider == ON_ACCOUNT).with_for_update()
    ).first()
    if payment is None or not payment.amount:
        return
    orders = db.exec(select(Order).where(Order.group_id == group_id)).all()
    is_paid = payment.refunded_amount < payment.amount and all(_is_paid(db, order) for order in orders)
    if is_paid and payment.status == PaymentStatus.OWED:
        payment.status, payment.captured_at = after(PAYMENT, "capture", payment.status), now()
    elif not is_paid and payment.status == PaymentStatus.CAPTURED:
        payment.status, payment.captured_at = after(PAYMENT, "owe", payment.status), None
    db.flush()

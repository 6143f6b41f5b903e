"""What went wrong with money lately: a refund that the buyer's bank refused, and a vendor who owes the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.demo.trade.desk import Desk
from marketplace.domain.lifecycle import OrderStatus
from marketplace.kit.clock import at
from marketplace.models.order import Order
from marketplace.models.payment import Payment

REFUSES_BACK = "5126"  # the sandbox's card that takes money back only when asked twice
_SCRATCHED = "One piece arrived scratched; kept at a reduction."
_RECALLED = "Recalled by its maker: everything went back."


def leave_trouble(db: Session, desk: Desk, currency: str, end: datetime) -> None:
    """A refund that failed, which ends well when it is tried again, and a refund of what was paid out long ago."""
    with at(end - timedelta(hours=4)):
        _refused_refund(db, desk)
        _late_refund(db, desk, currency)


def _refused_refund(db: Session, desk: Desk) -> None:
    wanted = (
        select(Order.id)
        .join(Payment, col(Payment.group_id) == Order.group_id)
        .where(
            Order.tenant_id == desk.tenant_id,
            Payment.tenant_id == desk.tenant_id,
            Payment.method_label == f"Card ending {REFUSES_BACK}",
            Order.status != OrderStatus.CANCELLED,
        )
        .order_by(col(Order.position))
    )
    for order_id in db.exec(wanted).all()[:1]:
        desk.act("refund", order_id, _SCRATCHED)


def _late_refund(db: Session, desk: Desk, currency: str) -> None:
    """Of the vendors with the least to come, one whose newest paid sale is worth more than that."""
    sale = db.connection().execute(_PAID_OUT, {"tenant": desk.tenant_id, "currency": currency}).first()
    if sale is not None:
        desk.act("refund_rest", sale.order_id, _RECALLED)


# The demo's own vendor account (hallberg) stays out of debt: its desk shows a payout to come.
_PAID_OUT = text("""
    select e.order_id from earning e
    join vendor v on v.id = e.vendor_id and v.tenant_id = e.tenant_id and v.handle <> 'hallberg'
    join vendor_order o on o.id = e.order_id and o.tenant_id = e.tenant_id and o.refunded_amount = 0
    join ledger_account a on a.tenant_id = e.tenant_id and a.owner = 'vendor:' || e.vendor_id
      and a.kind = 'available' and a.currency = e.currency
    where e.tenant_id = :tenant and e.currency = :currency and e.kind = 'sale' and e.status = 'paid'
      and e.amount > a.posted_balance and not exists (
        select 1 from refund r where r.tenant_id = o.tenant_id and r.order_id = o.id and r.status = 'pending')
    order by a.posted_balance, e.created_at desc, e.id limit 1
""")

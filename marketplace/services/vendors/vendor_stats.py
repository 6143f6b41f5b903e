"""Figures of a vendor's day, computed anew from the orders whenever one of them moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.kit.ids import new_id
from marketplace.models.order import Order
from marketplace.models.returns import Refund

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:day, 0))")
# Orders count on the day they were paid, refunds on the day they went back; amounts are without tax.
_WRITE = text("""
    insert into vendor_day (id, tenant_id, vendor_id, day, currency, orders, units, goods_amount, refunded_amount,
                            commission_amount)
    select :id, :tenant, :vendor, :day, :currency, s.orders, s.units, s.goods, r.refunded, s.commission
    from (select count(*) orders, coalesce(sum(l.units), 0)::bigint units,
                 coalesce(sum(o.goods_amount - o.discount_amount), 0)::bigint goods,
                 coalesce(sum(c.commission), 0)::bigint commission
          from vendor_order o
          left join lateral (select sum(quantity) units from order_line
                             where tenant_id = o.tenant_id and order_id = o.id) l on true
          left join lateral (select sum(amount) commission from commission_line
                             where tenant_id = o.tenant_id and order_id = o.id) c on true
          where o.tenant_id = :tenant and o.vendor_id = :vendor and o.currency = :currency
            and o.paid_at >= :start and o.paid_at < :end) s,
         (select coalesce(sum(f.goods_amount), 0)::bigint refunded
          from refund f join vendor_order o on o.id = f.order_id and o.tenant_id = f.tenant_id
          where f.tenant_id = :tenant and o.vendor_id = :vendor and f.currency = :currency
            and f.status = 'succeeded' and f.succeeded_at >= :start and f.succeeded_at < :end) r
    on conflict (tenant_id, vendor_id, day, currency) do update
    set orders = excluded.orders, units = excluded.units, goods_amount = excluded.goods_amount,
        refunded_amount = excluded.refunded_amount, commission_amount = excluded.commission_amount
""")


def refresh_order_days(db: Session, order_id: str) -> None:
    """Bring the days that an order counts on up to date: that of its payment, and those of its refunds."""
    order = db.exec(select(Order).where(Order.id == order_id)).first()
    if order is None or order.paid_at is None:
        return
    refunds = select(Refund.succeeded_at).where(
        Refund.order_id == order.id, Refund.tenant_id == order.tenant_id, col(Refund.succeeded_at).is_not(None)
    )
    moments = [order.paid_at, *(moment for moment in db.exec(refunds) if moment)]
    for day in sorted({moment.astimezone(UTC).date() for moment in moments}):
        refresh_day(db, order.tenant_id, order.vendor_id, day, order.currency)


def refresh_day(db: Session, tenant_id: str, vendor_id: str, day: date, currency: str) -> None:
    """Write one day of one vendor from its orders as they are now.

    A lock on the day comes before the reading: of two refreshes at once the later one sees what the other saw.
    """
    db.connection().execute(_LOCK, {"day": f"vendor_day:{tenant_id}:{vendor_id}:{day}:{currency}"})
    start = datetime.combine(day, time(), UTC)
    db.connection().execute(
        _WRITE,
        {
            "id": new_id("vday"),
            "tenant": tenant_id,
            "vendor": vendor_id,
            "day": day,
            "currency": currency,
            "start": start,
            "end": start + timedelta(days=1),
        },
    )

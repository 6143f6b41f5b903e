"""How a vendor's shop does: sales day by day against the days before, and the numbers beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.money import EXPONENTS
from marketplace.domain.permissions import Actor, Permission, allows, require, vendor_grant
from marketplace.domain.plot import Drawing, draw
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import short_date, weekday
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count

SPANS = (7, 30, 90)
_DAYS = text("""
    select day, sum(orders)::bigint orders, sum(goods_amount)::bigint goods, sum(refunded_amount)::bigint refunded
    from vendor_day where tenant_id = :tenant and vendor_id = :vendor and currency = :currency and day > :start
    group by day
""")
_CARE = text(
    compose(
        """
    select count(*) filter (where status <> 'awaiting_payment') paid,
           count(*) filter (where status = 'cancelled' and accepted_at is null) refused,
           count(*) filter (where shipped_at is not null or ($overdue)) due,
           count(*) filter (where shipped_at > ship_by or ($overdue)) late
    from vendor_order
    where tenant_id = :tenant and vendor_id = :vendor and paid_at > now() - interval '30 days'
""",
        overdue="status in ('to_fulfil', 'part_shipped') and ship_by < now()",
    )
)
_BALANCE = text("""
    select kind, posted_balance amount from ledger_account
    where tenant_id = :tenant and owner = :owner and currency = :currency
""")


_NOTHING = Drawing()


@dataclass(frozen=True)
class Sales:
    """One span of days with the span before it. Amounts are without tax."""

    days: int = 30
    amount: str = ""
    change: str = ""
    tone: str = ""  # good, bad, or empty without a comparison
    now_label: str = ""
    before_label: str = ""
    drawing: Drawing = _NOTHING
    orders: str = ""
    orders_note: str = ""
    average: str = ""
    average_note: str = ""
    refunded: str = ""
    refunded_note: str = ""
    is_empty: bool = True


@dataclass(frozen=True)
class Meter:
    """A share of the last thirty days and its limit; `width` and `limit_at` are CSS lengths."""

    label: str = ""
    figure: str = ""
    width: str = "0%"
    limit_at: str = "0%"
    note: str = ""
    tone: str = "good"


@dataclass(frozen=True)
class Balance:
    """What the ledger holds for the vendor in the store's currency; `parts` are shares for a bar, 0 to 1000."""

    is_shown: bool = False
    available: str = ""
    pending: str = ""
    in_transit: str = ""
    available_part: str = "0"
    pending_part: str = "0"
    transit_part: str = "0"


def get_sales(db: Session, actor: Actor, days: int = 30) -> Sales:
    """Sales of the last `days` days (7, 30 or 90) in the store's currency, compared with as many before."""
    days = days if days in SPANS else 30
    today = now().astimezone(UTC).date()
    currency, rows = read_days(db, actor, today - timedelta(days=2 * days))
    this = [today - timedelta(days=days - 1 - at) for at in range(days)]
    before = [day - timedelta(days=days) for day in this]
    return _sales(rows, this, before, currency, days)


def read_days(db: Session, actor: Actor, start: date) -> tuple[str, dict[date, Any]]:
    """The store's currency, and each day after `start` on which something was sold in it: `orders`, `goods`,
    `refunded`, in minor units. Raises `Forbidden` for somebody who may not see orders.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    currency = _currency(db, str(grant.tenant_id))
    where = {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "currency": currency, "start": start}
    return currency, {row.day: row for row in db.connection().execute(_DAYS, where)}


def list_meters(db: Session, actor: Actor) -> list[Meter]:
    """How the last thirty days went: said yes, sent late or not yet though due, each with its reason in figures.

    Raises `Forbidden` for who may not see orders.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    row = db.connection().execute(_CARE, {"tenant": grant.tenant_id, "vendor": grant.vendor_id}).one()
    if not row.paid:
        return []
    accepted, late = 1 - row.refused / row.paid, row.late / row.due if row.due else 0
    return [
        Meter(
            label="Orders accepted",
            figure=f"{accepted:.1%}".replace("%", " %"),
            width=f"{accepted:.0%}",
            limit_at="95%",
            note=f"{row.paid - row.refused:,} of {row.paid:,}, at least 95 %",
            tone="good" if accepted >= 0.95 else "warn",
        ),
        Meter(
            label="Sent late",
            figure=f"{late:.1%}".replace("%", " %"),
            width=f"{min(1, late / 0.08):.0%}",
            limit_at="50%",
            note=f"{row.late:,} of {row.due:,}, at most 4 %",
            tone="good" if late <= 0.04 else "warn",
        ),
    ]


def get_balance(db: Session, actor: Actor) -> Balance:
    """The vendor's accounts; not shown to who may not see payouts."""
    currency = _currency(db, str(vendor_grant(actor).tenant_id))
    held = read_balance(db, actor)
    if held is None:
        return Balance()
    available, pending, moving = (held.get(kind, 0) for kind in ("available", "pending", "in_transit"))
    whole = sum(max(0, part) for part in (available, pending, moving)) or 1

    def part(amount: int) -> str:
        return str(max(0, amount) * 1000 // whole)

    return Balance(
        is_shown=True,
        available=money(available, currency),
        pending=money(pending, currency),
        in_transit=money(moving, currency),
        available_part=part(available),
        pending_part=part(pending),
        transit_part=part(moving),
    )


def read_balance(db: Session, actor: Actor) -> dict[str, int] | None:
    """What lies on each of the vendor's accounts in the store's currency, by the account's kind; None for somebody
    who may not see payouts.
    """
    grant = vendor_grant(actor)
    if not allows(actor, Permission.PAYOUT_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id):
        return None
    currency = _currency(db, str(grant.tenant_id))
    where = {"tenant": grant.tenant_id, "owner": f"vendor:{grant.vendor_id}", "currency": currency}
    return {row.kind: int(row.amount) for row in db.connection().execute(_BALANCE, where)}


def _sales(rows: dict[date, Any], this: list[date], before: list[date], currency: str, days: int) -> Sales:
    def summed(span: list[date], name: str) -> int:
        return sum(int(getattr(rows[day], name)) for day in span if day in rows)

    def series(span: list[date]) -> list[int]:
        return [int(rows[day].goods) if day in rows else 0 for day in span]

    goods, earlier = summed(this, "goods"), summed(before, "goods")
    orders, orders_before = summed(this, "orders"), summed(before, "orders")
    refunded = summed(this, "refunded")
    average, average_before = goods // orders if orders else 0, earlier // orders_before if orders_before else 0
    tooltips = [
        f"{weekday(day)}: {money(value, currency)}, {count(int(rows[day].orders) if day in rows else 0, 'order')}\n"
        f"{weekday(old)}: {money(was, currency)}"
        for day, old, value, was in zip(this, before, series(this), series(before), strict=True)
    ]
    scale = 10 ** EXPONENTS[currency]
    says = f"Sales per day, last {days} days against the {days} days before"
    return Sales(
        days=days,
        amount=money(goods, currency),
        change=_change(goods, earlier),
        tone="" if not earlier else "good" if goods >= earlier else "bad",
        now_label=_span(this),
        before_label=f"{_span(before)}, {money(earlier, currency)}",
        drawing=draw(
            [v / scale for v in series(this)],
            [v / scale for v in series(before)],
            [short_date(day) for day in this],
            says,
            tooltips,
        ),
        orders=f"{orders:,}",
        orders_note=f"{orders - orders_before:+,} on the {days} days before".replace("-", "−"),
        average=money(average, currency),
        average_note=_signed(average - average_before, currency),
        refunded=f"{refunded / goods:.1%}".replace("%", " %") if goods else "0 %",
        refunded_note=f"{money(refunded, currency)} paid back",
        is_empty=not (orders or orders_before),
    )


def _change(new: int, old: int) -> str:
    return f"{abs(new - old) / old:.1%}".replace("%", " %") if old else ""


def _signed(amount: int, currency: str) -> str:
    return ("+" if amount >= 0 else "−") + money(abs(amount), currency)


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    return f"{short_date(first)} to {short_date(last)}"


def _currency(db: Session, tenant_id: str) -> str:
    rows = db.connection().execute(text("select default_currency from tenant where id = :id"), {"id": tenant_id})
    return str(rows.scalar_one())

"""The figures of a vendor's first page, for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.tenant import Tenant
from marketplace.queries.vendor_desk.desk import VendorPlace, get_vendor_place
from marketplace.queries.vendor_desk.sales_figures import read_balance, read_days


@dataclass(frozen=True)
class SalesDay:
    """What was sold on one day (UTC), without tax, in minor units."""

    day: date
    orders: int
    goods_amount: int
    refunded_amount: int


@dataclass(frozen=True)
class Dashboard:
    """`days` and `days_before` are as many days each, none for who may not see orders; `balance` is by kind of account,
    None for who may not see it.
    """

    place: VendorPlace
    currency: str
    days: tuple[SalesDay, ...]
    days_before: tuple[SalesDay, ...]
    balance: dict[str, int] | None


def get_dashboard(db: Session, actor: Actor, days: int) -> Dashboard:
    """The last `days` days of the actor's own vendor, today included. Raises `Unauthenticated`, `Forbidden`."""
    place = get_vendor_place(db, actor)
    today = now().astimezone(UTC).date()
    if not place.sees_orders:
        currency = db.exec(select(Tenant.default_currency).where(Tenant.handle == place.store_handle)).one()
        return Dashboard(place, currency, (), (), read_balance(db, actor))
    currency, sold = read_days(db, actor, today - timedelta(days=2 * days))
    span = [_day(sold, today - timedelta(days=at)) for at in reversed(range(2 * days))]
    return Dashboard(place, currency, tuple(span[days:]), tuple(span[:days]), read_balance(db, actor))


def _day(sold: dict[date, Any], day: date) -> SalesDay:
    row = sold.get(day)
    return SalesDay(day, int(row.orders), int(row.goods), int(row.refunded)) if row else SalesDay(day, 0, 0, 0)

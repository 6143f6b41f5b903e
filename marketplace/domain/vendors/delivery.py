"""When a parcel leaves and arrives: the vendor's working days, its cut-off hour, its holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Works = Callable[[date], bool]  # whether a day is worked where the vendor is


@dataclass(frozen=True)
class Promise:
    """`order_by` is the moment until which both days hold."""

    leaves_on: date
    arrives_on: date
    order_by: datetime


def promise(
    moment: datetime,
    *,
    cutoff_hour: int,
    lead_days: int,
    works: Works,
    away_until: date | None = None,
    ready_on: date | None = None,
) -> Promise:
    """The days of an order placed at `moment`, which is in the vendor's own time zone.

    It leaves today when today is a working day and the cut-off hour has not struck, else on the next working
    day; never before `away_until` (a holiday's last day is not worked) or `ready_on` (when stock comes in).
    It arrives `lead_days` working days later.
    """
    today = moment.date()
    leaves = today
    if moment.hour >= cutoff_hour or not works(today):
        leaves = next_working_day(today, works)
    earliest = max((d for d in (away_until and away_until + timedelta(days=1), ready_on) if d), default=leaves)
    while leaves < earliest or not works(leaves):
        leaves += timedelta(days=1)
    order_by = datetime.combine(leaves, time(min(cutoff_hour, 23)), moment.tzinfo)
    return Promise(leaves, add_working_days(leaves, lead_days, works), order_by)


def next_working_day(day: date, works: Works) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not works(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, works: Works) -> date:
    """`count` working days after `day`; `day` itself when the count is zero."""
    for _ in range(count):
        day = next_working_day(day, works)
    return day

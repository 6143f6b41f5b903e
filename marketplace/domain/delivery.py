"""When a parcel leaves and arrives: working days, the vendor's cut-off hour, its holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class Promise:
    """`order_by` is the moment until which both days hold."""

    leaves_on: date
    arrives_on: date
    order_by: datetime


def promise(
    moment: datetime, *, cutoff_hour: int, lead_days: int, away_until: date | None = None, ready_on: date | None = None
) -> Promise:
    """The days of an order placed at `moment`, which is in the vendor's own time zone.

    It leaves today when today is a working day and the cut-off hour has not struck, else on the next working
    day; never before `away_until` (a holiday's last day is not worked) or `ready_on` (when stock comes in).
    It arrives `lead_days` working days later.
    """
    today = moment.date()
    leaves = today
    if moment.hour >= cutoff_hour or not is_working_day(today):
        leaves = next_working_day(today)
    earliest = max((d for d in (away_until and away_until + timedelta(days=1), ready_on) if d), default=leaves)
    while leaves < earliest or not is_working_day(leaves):
        leaves += timedelta(days=1)
    order_by = datetime.combine(leaves, time(min(cutoff_hour, 23)), moment.tzinfo)
    return Promise(leaves, add_working_days(leaves, lead_days), order_by)


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _SATURDAY


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """`count` working days after `day`; `day` itself when the count is zero."""
    for _ in range(count):
        day = next_working_day(day)
    return day

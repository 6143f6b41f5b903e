"""When a vendor is paid, and what stands in the way."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marketplace.domain.money import EXPONENTS

HOUR = 6  # of the vendor's own morning
_TWO_PERSONS, _MINIMUM = 15_000, 100  # whole units of the currency, where a store says nothing else


@dataclass(frozen=True)
class Period:
    """One turn of a schedule: `key` never repeats, `due` is the moment whose balance is paid."""

    key: str
    due: datetime


def last_turn(schedule: str, anchor: int, zone: str, moment: datetime) -> Period | None:
    """The latest turn at or before `moment`; None for vendors that only ask.

    `anchor` is a weekday from Monday 0, or a day of the month: 29 to 31 mean its last day where it is shorter. A
    turn that was missed is still the latest one, so it is caught up with, once, and pays what was free then.
    """
    local = moment.astimezone(_zone(zone))
    for back in range(32):
        day = local.date() - timedelta(days=back)
        due = datetime.combine(day, time(HOUR), local.tzinfo)
        if due <= local and _falls_on(schedule, anchor, day):
            return Period(f"{schedule}:{day.isoformat()}", due)
    return None


def next_turn(schedule: str, anchor: int, zone: str, moment: datetime) -> datetime | None:
    """When the schedule pays next, in the vendor's own time; None for vendors that only ask."""
    local = moment.astimezone(_zone(zone))
    for ahead in range(32):
        day = local.date() + timedelta(days=ahead)
        due = datetime.combine(day, time(HOUR), local.tzinfo)
        if due > local and _falls_on(schedule, anchor, day):
            return due
    return None


def _falls_on(schedule: str, anchor: int, day: date) -> bool:
    if schedule == "daily":
        return True
    if schedule == "weekly":
        return day.weekday() == anchor % 7
    if schedule == "monthly":
        return day.day == min(max(anchor, 1), calendar.monthrange(day.year, day.month)[1])
    return False


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@dataclass(frozen=True)
class Limits:
    """A store's own limits in minor units by currency; what it does not say is the platform's."""

    minimum: Mapping[str, int] = field(default_factory=dict)
    two_persons: Mapping[str, int] = field(default_factory=dict)
    interval_hours: int = 0

    def least(self, currency: str) -> int:
        """The smallest payout."""
        return int(self.minimum.get(currency, _MINIMUM * 10 ** EXPONENTS[currency]))

    def two_persons_above(self, currency: str) -> int:
        """Above this amount two different operators release a payout; a store can only lower it."""
        most: int = _TWO_PERSONS * 10 ** EXPONENTS[currency]
        return min(self.two_persons.get(currency, most), most)


@dataclass(frozen=True)
class Standing:
    """What is asked of a vendor before money leaves."""

    is_open: bool  # approved, not suspended or ended
    paused_reason: str
    has_account: bool
    proven: bool  # every requirement is met or was accepted
    last_asked_at: datetime | None = None


@dataclass(frozen=True)
class Condition:
    """One condition of a payout. `detail` is how it stands; `sentence` what to do where it is closed."""

    code: str
    label: str
    is_open: bool
    detail: str = ""
    sentence: str = ""


def payout_conditions(
    standing: Standing, amount: int, currency: str, limits: Limits, moment: datetime
) -> tuple[Condition, ...]:
    """Every condition of a payout of `amount`, in the order in which they are told."""
    least = limits.least(currency)
    wait = timedelta(hours=limits.interval_hours)
    rested = standing.last_asked_at is None or moment - standing.last_asked_at >= wait
    return (
        Condition(
            "open", "Your shop is open", standing.is_open, sentence="Your shop is not open, so nothing is paid out."
        ),
        Condition(
            "paused",
            "Payouts are not paused",
            not standing.paused_reason,
            sentence=f"Payouts are paused: {standing.paused_reason}",
        ),
        Condition(
            "account",
            "Bank account given",
            standing.has_account,
            sentence="Give the bank account that you want to be paid to first.",
        ),
        Condition(
            "proven",
            "Everything asked for is proven",
            standing.proven,
            sentence="Something of your checklist is still open.",
        ),
        Condition(
            "interval",
            "Not asked a moment ago",
            rested,
            sentence=f"You can ask again {limits.interval_hours} hours after the last time.",
        ),
        Condition(
            "minimum",
            "Above the minimum",
            amount >= least,
            sentence="There is nothing to pay out." if amount <= 0 else "This is below the minimum of a payout.",
        ),
    )

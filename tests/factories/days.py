"""Days as a test means them: read from the clock when it runs, so that a suite may run over midnight."""

from datetime import UTC, date, datetime, time, timedelta

from marketplace.kit.clock import now


def today(later: int = 0) -> date:
    """The day it is in UTC, or so many days later (earlier if negative)."""
    return now().date() + timedelta(days=later)


def in_a_week() -> datetime:
    """An afternoon (UTC) in seven days: a moment that a form can write."""
    return datetime.combine(today(7), time(16, 30), tzinfo=UTC)

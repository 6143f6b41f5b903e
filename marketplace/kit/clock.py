"""The one place that reads the clock; everything else is told the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment in UTC, with its zone."""
    return datetime.now(UTC)

"""The one place that reads the clock; everything else is told the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_replayed: ContextVar[datetime | None] = ContextVar("replayed", default=None)


def now() -> datetime:
    """The current moment in UTC, with its zone."""
    return _replayed.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What happens inside happens at `moment`: how the demo's past is made by the services themselves."""
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)


def iso(moment: datetime) -> str:
    """The moment as programs exchange it: `2026-11-22T07:25:26.345Z`, in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

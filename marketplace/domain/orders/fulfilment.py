"""What is left to do of an order: which pieces go, come back or fall away, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from marketplace.domain.errors import Invalid
from marketplace.domain.vendors.delivery import Works, next_working_day, promise

HANDOVER_HOURS = 2  # a parcel leaves within these after the cut-off hour


@dataclass(frozen=True)
class Pieces:
    """One line of an order, counted: `ordered = shipped + cancelled + open`; `returning` are asked to come back."""

    line_id: str
    title: str
    ordered: int
    shipped: int = 0
    cancelled: int = 0
    returned: int = 0
    returning: int = 0

    @property
    def open(self) -> int:
        """Still to be shipped."""
        return self.ordered - self.shipped - self.cancelled

    @property
    def returnable(self) -> int:
        """Shipped, and neither back nor asked back."""
        return self.shipped - self.returned - self.returning


@dataclass(frozen=True)
class Ahead:
    """Pieces of a line that were paid back, and of these put on the shelf, before they were cancelled or came back."""

    paid: int = 0
    restocked: int = 0

    def to_pay(self, pieces: int) -> int:
        """How many of the pieces that are cancelled or back now are still to be paid for."""
        return max(0, pieces - self.paid)

    def to_restock(self, pieces: int) -> int:
        """How many of them are still to be put on the shelf."""
        return max(0, pieces - self.restocked)


def ahead(*, paid: int, restocked: int, settled: int) -> Ahead:
    """What went ahead, when `paid` pieces were paid back, `restocked` of them by the refund itself, and `settled`
    pieces have been cancelled or returned and paid for. It is taken for what is cancelled or comes back next."""
    before = max(0, paid - settled)
    return Ahead(before, min(before, restocked))


@dataclass(frozen=True)
class Deadlines:
    """When a vendor should have said yes, and when the goods should have left."""

    accept_by: datetime
    ship_by: datetime


def deadlines(
    moment: datetime, *, cutoff_hour: int, works: Works, away_until: date | None = None, ready_on: date | None = None
) -> Deadlines:
    """The deadlines of an order paid at `moment`, which is in the vendor's own time zone.

    Shipping: two hours after the cut-off of the day that the buyer was promised (`domain/vendors/delivery.py`).
    Accepting: the cut-off of the next working day on which the vendor is there, never later than shipping.
    """
    leaves = promise(
        moment, cutoff_hour=cutoff_hour, lead_days=0, works=works, away_until=away_until, ready_on=ready_on
    ).leaves_on
    ship_by = datetime.combine(leaves, time(min(cutoff_hour + HANDOVER_HOURS, 23), 0), moment.tzinfo)
    there = next_working_day(max(moment.date(), away_until) if away_until else moment.date(), works)
    accept_by = datetime.combine(there, time(min(cutoff_hour, 23)), moment.tzinfo)
    return Deadlines(min(accept_by, ship_by), ship_by)


def choose_open(lines: Sequence[Pieces], wanted: Mapping[str, int] | None, *, verb: str = "ship") -> dict[str, int]:
    """How many pieces of which line go: `wanted` by line, or everything open when it is None.

    Lines with nothing wanted are left out. Raises `Invalid` with a sentence per line (`line.<id>`), or for
    `lines` when nothing at all is wanted.
    """
    return _choose({line.line_id: (line.title, line.open) for line in lines}, wanted, verb)


def choose_returnable(lines: Sequence[Pieces], wanted: Mapping[str, int]) -> dict[str, int]:
    """How many pieces come back. Raises as `choose_open` does."""
    return _choose({line.line_id: (line.title, line.returnable) for line in lines}, wanted, "send back")


def _choose(left: Mapping[str, tuple[str, int]], wanted: Mapping[str, int] | None, verb: str) -> dict[str, int]:
    counts = {line: count for line, (_, count) in left.items()} if wanted is None else dict(wanted)
    problems: dict[str, str] = {}
    for line, count in counts.items():
        if line not in left:
            problems["lines"] = "This line is not part of the order. Reload to see it as it is."
        elif count < 0 or count > left[line][1]:
            title, most = left[line]
            problems[f"line.{line}"] = (
                f"Nothing of {title} is left to {verb}." if most <= 0 else f"At most {most} of {title} to {verb}."
            )
    chosen = {line: count for line, count in counts.items() if count > 0}
    if not problems and not chosen:
        problems["lines"] = f"Choose at least one piece to {verb}."
    if problems:
        raise Invalid(problems)
    return chosen


def shipped_whole(lines: Iterable[Pieces], going: Mapping[str, int]) -> bool:
    """Whether nothing is left to ship once `going` has left."""
    return all(line.open - going.get(line.line_id, 0) <= 0 for line in lines)

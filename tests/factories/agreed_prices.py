"""What a price must be, written down a second time and as plainly as the rule is said: the witness of the resolver.

An accepted quote comes before a contract of the location, that before one of the company, of a group, of the store,
and all before the list price. Inside a kind the higher priority wins, then the lower price, then the smaller id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from hypothesis import strategies as st

ORDER = ("quote", "contract_location", "contract_company", "group", "store", "base")
# From so many pieces: minor units, or basis points off.
Step = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class Agreed:
    """A list with the prices of one article; days count from the moment of the question."""

    name: str
    kind: str
    steps: tuple[Step, ...]
    priority: int = 0
    starts: int | None = None  # seconds from now
    ends: int | None = None

    def moments(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From when, inside, until when, outside."""
        start, end = (None if one is None else now + timedelta(seconds=one) for one in (self.starts, self.ends))
        return start, end


def right_price(lists: list[Agreed], quantity: int) -> tuple[int, str] | None:
    """The price of a piece and the name of the list that says so; None where nobody has a price."""
    base = next((one for one in lists if one.kind == "base"), None)
    fitting = []
    for one in lists:
        runs = (one.starts is None or one.starts <= 0) and (one.ends is None or one.ends > 0)
        price = _says(one, base, quantity) if runs else None
        if price is not None:
            fitting.append((ORDER.index(one.kind), -one.priority, price, one.name))
    return (min(fitting)[2], min(fitting)[3]) if fitting else None


def _says(one: Agreed, base: Agreed | None, quantity: int) -> int | None:
    reached = [step for step in one.steps if step[0] <= quantity]
    if not reached:
        return None
    _, amount, off = max(reached)
    if amount is not None:
        return amount
    whole = _first(one) if _first(one) is not None else _first(base) if base else None
    if whole is None or off is None:
        return None
    kept = Decimal(whole) - (Decimal(whole) * off / 10_000).quantize(Decimal(1), ROUND_HALF_EVEN)
    return int(kept)


def _first(one: Agreed) -> int | None:
    amounts = [amount for _, amount, _ in sorted(one.steps, key=lambda step: step[0]) if amount is not None]
    return amounts[0] if amounts else None


def agreements(kinds: tuple[str, ...] = ORDER[:-1], *, at_least: int = 0, pieces: int = 60) -> st.SearchStrategy:
    """Lists that overlap in kind, time and priority. An edge is as likely as what lies between."""
    starts = st.integers(1, pieces)
    figure = st.one_of(
        st.tuples(starts, st.integers(101, 3_000), st.none()), st.tuples(starts, st.none(), st.integers(0, 9_900))
    )
    steps = st.lists(figure, min_size=1, max_size=4, unique_by=lambda step: step[0]).map(tuple)
    spans = st.sampled_from(
        [(None, None), (0, None), (None, 0), (-1, 1), (0, 1), (-86_400, 86_400), (1, None), (-9, -1), (None, 1)]
    )
    one = st.tuples(st.sampled_from(kinds), steps, st.integers(0, 2), spans)
    return st.lists(one, min_size=at_least, max_size=7).map(
        lambda rows: [
            Agreed(f"List {n}", kind, figures, priority, *span)
            for n, (kind, figures, priority, span) in enumerate(rows)
        ]
    )


BASES = st.lists(
    st.one_of(
        st.tuples(st.integers(2, 60), st.integers(101, 3_000), st.none()),
        st.tuples(st.integers(2, 60), st.none(), st.integers(0, 9_000)),
    ),
    max_size=2,
    unique_by=lambda step: step[0],
).map(lambda more: Agreed("", "base", ((1, 1_999, None), *more)))

"""Tiers as a vendor writes them, checked before they are stored; and the quantities an offer is sold in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, amount_at, first_amount
from marketplace.domain.errors import Invalid

MOST_PIECES = 100_000  # of one offer in one cart
MOST_STEPS = 12  # of one offer in one list and currency


@dataclass(frozen=True)
class TierInput:
    """A row as a vendor writes it, `[min_quantity, max_quantity]` with an open end in the last."""

    min_quantity: int
    max_quantity: int | None = None
    amount: int | None = None
    percent_off_bps: int | None = None


def steps_of(rows: Sequence[TierInput]) -> tuple[Step, ...]:
    """The steps to store. Raises `Invalid` with a message per row (`tier-0`, ...) unless the rows start at one,
    follow each other without gap or overlap, end open, have exactly one of price and percentage, and never
    make more pieces dearer."""
    problems: dict[str, str] = {}
    if not rows:
        raise Invalid({"tier-0": "Enter a price for one piece."})
    expected = 1
    for i, row in enumerate(rows):
        if message := _row_problem(row, expected, is_last=i == len(rows) - 1):
            problems[f"tier-{i}"] = message
        expected = (row.max_quantity or row.min_quantity) + 1
    if not problems:
        problems = _rising_prices(rows)
    if problems:
        raise Invalid(problems)
    return tuple(Step(r.min_quantity, r.amount, r.percent_off_bps) for r in rows)


@dataclass(frozen=True)
class QuantityRule:
    """Which quantities an offer is sold in: multiples of `step`, from `minimum` up. `None` inherits."""

    minimum: int | None = None
    step: int | None = None

    def over(self, fallback: QuantityRule) -> QuantityRule:
        """This rule, with each field that it leaves open taken from `fallback`."""
        return QuantityRule(self.minimum or fallback.minimum, self.step or fallback.step)

    @property
    def smallest(self) -> int:
        """The least that can be bought: `QuantityRule(10, 4).smallest` is 12."""
        return self.fit(1)

    def fit(self, quantity: int) -> int:
        """`quantity` raised to the next that is sold: `QuantityRule(1, 6).fit(7)` is 12."""
        step = self.step or 1
        return -(-max(quantity, self.minimum or 1) // step) * step

    def within(self, free: int) -> int:
        """The most that is sold out of `free` pieces, 0 for none: `QuantityRule(1, 6).within(16)` is 12."""
        most = free - free % (self.step or 1)
        return most if most >= self.smallest else 0

    def accepts(self, quantity: int) -> bool:
        """Whether exactly this many can be bought."""
        return quantity == self.fit(quantity)


def _row_problem(row: TierInput, expected: int, *, is_last: bool) -> str:
    if row.min_quantity < expected:
        return f"This overlaps the row above. Start at {expected}."
    if row.min_quantity > expected:
        return f"Nothing covers {expected} to {row.min_quantity - 1}. Start at {expected}."
    if (row.amount is None) == (row.percent_off_bps is None):
        return "Enter either a price or a percentage."
    if row.amount is not None and row.amount < 0:
        return "A price cannot be negative."
    if row.percent_off_bps is not None and not 0 <= row.percent_off_bps <= 10_000:
        return "Enter a percentage from 0 to 100."
    if is_last:
        return "" if row.max_quantity is None else "Leave the end of the last row open."
    if row.max_quantity is None:
        return "Enter where this row ends."
    return "" if row.max_quantity >= row.min_quantity else "This row ends before it starts."


def _rising_prices(rows: Sequence[TierInput]) -> dict[str, str]:
    source = PriceSource(ListKind.BASE, tuple(Step(r.min_quantity, r.amount, r.percent_off_bps) for r in rows))
    reference = first_amount(source)
    if reference is None:
        return {"tier-0": "The first row needs a price."}
    amounts = [amount_at(source, row.min_quantity, reference) or 0 for row in rows]
    return {
        f"tier-{i}": "More pieces must not cost more each than fewer."
        for i in range(1, len(amounts))
        if amounts[i] > amounts[i - 1]
    }

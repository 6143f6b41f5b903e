"""Money against invoices: what a payment pays, and how long an invoice has been waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.domain.errors import Invalid
from marketplace.domain.money import spoken

AGES = ("not due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "more than 90 days")


@dataclass(frozen=True)
class Open:
    """An invoice that waits for money; `amount` in minor units."""

    id: str
    number: str
    amount: int


def check_shares(amount: int, shares: Mapping[str, int], invoices: Sequence[Open]) -> dict[str, int]:
    """What of a payment pays which invoice, as a person said. Raises `Invalid` for `share.<invoice>` or `amount`."""
    known = {one.id: one for one in invoices}
    problems = {}
    for key, share in shares.items():
        if key not in known:
            problems[f"share.{key}"] = "This invoice is not open any more. Reload to see what is."
        elif not 0 <= share <= known[key].amount:
            problems[f"share.{key}"] = f"Of {known[key].number} less is open."
    if not problems and sum(shares.values()) > amount:
        problems["amount"] = "The invoices get more than came. Take some of it off them."
    if problems:
        raise Invalid(problems)
    return {key: share for key, share in shares.items() if share}


def spread_over(amount: int, shares: Mapping[str, int], invoices: Sequence[Open]) -> dict[str, int]:
    """As said, and what is left to the invoices in their order; what they do not need stays over.

    `spread_over(100, {"b": 30}, [a of 60, b of 50])` is `{"a": 60, "b": 40}`.
    """
    left, whole = amount - sum(shares.values()), dict(shares)
    for one in invoices:
        more = min(left, one.amount - whole.get(one.id, 0))
        if more:
            whole[one.id] = whole.get(one.id, 0) + more
            left -= more
    return whole


@dataclass(frozen=True)
class Credit:
    """What a place has paid or got back too much, in minor units of `currency`: `room` is what it may still owe besides
    (None without a limit), `overdue` what it should have paid."""

    amount: int
    currency: str
    overdue: int = 0
    room: int | None = None

    @property
    def free(self) -> int:
        """What may go back: what is overdue comes first, and what was ordered against the rest stays."""
        most = self.amount - self.overdue
        return max(0, most if self.room is None else min(most, self.room))

    def why_not(self, amount: int) -> str:
        """Why so much does not go back, and what does; empty when it does."""
        if amount <= 0:
            return "Enter an amount above zero."
        if amount <= self.free:
            return ""
        if not self.amount:
            return "Nothing is in credit any more. Reload to see the account."
        because = ""
        if self.overdue and self.free == max(0, self.amount - self.overdue):
            because = ": what is overdue comes first. Set the credit off"
        elif self.free < self.amount:
            because = ": the place has ordered against the rest"
        most = f"{spoken(self.free, self.currency)} at most" if self.free else "Nothing of this credit"
        return f"{most} can be paid out{because}."


def age_of(due_on: date, today: date) -> int:
    """Which of `AGES` an invoice belongs to; on the day itself it is not overdue."""
    days = (today - due_on).days
    return 0 if days <= 0 else min(4, 1 + (days - 1) // 30)


def next_stage(stage: int, days: int, after: Sequence[int]) -> int:
    """Which letter an invoice that is `days` overdue should have had, one stage at a time: with letters after 3, 14 and
    28 days, one of 20 days that had none gets the first."""
    return min(stage + 1, sum(days >= wait for wait in after))


@dataclass(frozen=True)
class StatementPaper:
    """A statement of account for paper; `lines` are day, what, amount, and what is owed after it."""

    store: str
    company: str
    place: str
    period: str
    opening: str
    closing: str
    lines: Sequence[tuple[str, str, str, str]]

"""How much of a limit or a budget is used, as lists show it."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.companies.members import LimitPeriod
from marketplace.domain.money import EXPONENTS

PERIODS = {LimitPeriod.MONTH: "each month", LimitPeriod.QUARTER: "each quarter", LimitPeriod.YEAR: "each year"}


@dataclass(frozen=True)
class Share:
    """0 to 100 of a limit, and the tone of its bar."""

    percent: int
    tone: str


def share_of(used: int, limit: int | None) -> Share:
    """How much of `limit` is used; a limit of nothing is always used up, none never."""
    percent = max(0, min(100, used * 100 // limit)) if limit else 100 if limit == 0 else 0
    return Share(percent, "bad" if percent >= 100 else "warn" if percent >= 80 else "")


def plain_amount(amount: int, currency: str) -> str:
    """An amount as its field takes it back."""
    exponent = EXPONENTS[currency]
    whole, rest = divmod(amount, 10**exponent)
    return f"{whole}.{rest:0{exponent}d}" if rest else str(whole)

"""What a member or a cost centre may still spend: a limit that starts again where the company is at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.domain.companies.members import LimitPeriod, period_end
from marketplace.domain.errors import Conflict
from marketplace.domain.money import spoken


@dataclass(frozen=True)
class Limit:
    """An amount per period, in minor units of `currency`; without an amount nothing is limited."""

    amount: int | None
    currency: str
    period: LimitPeriod
    time_zone: str

    def starts_again(self, moment: datetime) -> str:
        """The day on which all of it may be spent again, as the company reads it: `1 December 2026`."""
        day = period_end(self.period, moment, self.time_zone).astimezone(ZoneInfo(self.time_zone))
        return f"{day.day} {day:%B %Y}"


class SpendingRefused(Conflict):
    """The company's own rules about money keep this basket from being bought."""


class OverLimit(SpendingRefused):
    """More than is left of somebody's spending limit."""

    def __init__(self, limit: Limit, left: int, moment: datetime) -> None:
        super().__init__(
            f"This is more than you may still spend for your company: {_words(max(0, left), limit)} of "
            f"{_words(limit.amount or 0, limit)} are left until {limit.starts_again(moment)}. "
            "Order less, or ask an administrator of your company to raise your limit."
        )


class OverBudget(SpendingRefused):
    """More than is left of a cost centre's budget."""

    def __init__(self, name: str, limit: Limit, left: int, moment: datetime) -> None:
        super().__init__(
            f"This is more than the cost centre {name} has left: {_words(max(0, left), limit)} of "
            f"{_words(limit.amount or 0, limit)} until {limit.starts_again(moment)}. "
            "Order less, choose another cost centre, or ask an administrator of your company."
        )


class OtherCurrency(SpendingRefused):
    """A limit is in one currency and is compared with no other: no rate would be everybody's."""

    def __init__(self, limit: Limit, currency: str) -> None:
        super().__init__(
            f"Your company counts its spending in {limit.currency}, and this cart is paid in {currency}. "
            f"Choose a region of the store that sells in {limit.currency}, or ask an administrator of your company."
        )


def _words(amount: int, limit: Limit) -> str:
    return spoken(amount, limit.currency)

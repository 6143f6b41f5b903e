"""When and how a store's vendors are paid: days, limits and the tax on the commission, as typed and as kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from marketplace.domain.errors import Invalid
from marketplace.domain.finance.payouts import limits_of
from marketplace.domain.numbers import read_amount, read_field, read_percent, read_whole

HOLD_DAYS, RETURN_DAYS = 14, 30
MOST_DAYS, MOST_TAX_BPS = 120, 5_000


@dataclass(frozen=True)
class PayoutTerms:
    """Days after the payment until an earning is free, days after delivery in which goods may come back, the tax on
    the commission in basis points; by currency, in minor units, the smallest payout and the amount above which two
    operators release one.
    """

    hold_days: int = HOLD_DAYS
    return_days: int = RETURN_DAYS
    fee_tax_bps: int = 0
    minimum: Mapping[str, int] = field(default_factory=dict)
    two_persons: Mapping[str, int] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """As `Tenant.settings` keeps it."""
        return {
            "hold_days": self.hold_days,
            "return_days": self.return_days,
            "fee_tax_bps": self.fee_tax_bps,
            "payout_minimum": dict(self.minimum),
            "payout_two_persons": dict(self.two_persons),
        }


def terms_of(settings: Mapping[str, object], currencies: Sequence[str]) -> PayoutTerms:
    """The terms that hold in a store; what it does not say is the platform's."""

    def number(name: str, default: int) -> int:
        found = settings.get(name, default)
        return found if isinstance(found, int) else default

    limits = limits_of(settings)
    return PayoutTerms(
        number("hold_days", HOLD_DAYS),
        number("return_days", RETURN_DAYS),
        number("fee_tax_bps", 0),
        {currency: limits.least(currency) for currency in currencies},
        {currency: limits.two_persons_above(currency) for currency in currencies},
    )


def read_terms(form: Mapping[str, str], currencies: Sequence[str]) -> PayoutTerms:
    """Terms out of `hold_days`, `return_days`, `fee_tax`, and `minimum-EUR`, `two_persons-EUR` for each currency.

    Nothing above the platform's own limit goes out on one person's word. Raises `Invalid` per field.
    """
    problems: dict[str, str] = {}
    hold, back = (_days(form.get(name, ""), name, problems) for name in ("hold_days", "return_days"))
    tax = _read(
        form.get("fee_tax", ""),
        "fee_tax",
        problems,
        partial(read_percent, most_bps=MOST_TAX_BPS),
        "Enter a rate from 0 to 50, such as 19 or 8.1.",
    )
    minimum, two = (
        {
            currency: _read(
                form.get(f"{name}-{currency}", ""),
                f"{name}-{currency}",
                problems,
                partial(read_amount, currency=currency),
            )
            for currency in currencies
        }
        for name in ("minimum", "two_persons")
    )
    for currency in currencies:
        if minimum[currency] == 0:
            problems.setdefault(f"minimum-{currency}", "Enter more than nothing.")
        most = limits_of({}).two_persons_above(currency)
        if two[currency] > most:
            problems.setdefault(f"two_persons-{currency}", "The platform’s own limit is lower than this.")
    if problems:
        raise Invalid(problems)
    return PayoutTerms(hold, back, tax, minimum, two)


def _days(typed: str, name: str, problems: dict[str, str]) -> int:
    return _read(typed, name, problems, partial(read_whole, most=MOST_DAYS), f"Enter days from 0 to {MOST_DAYS}.")


def _read(typed: str, name: str, problems: dict[str, str], read: Callable[[str], int], sentence: str = "") -> int:
    """As `read_field`, for a field that must not be empty."""
    found = read_field(typed or "-", name, problems, read, sentence)
    return found or 0

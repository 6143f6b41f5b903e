"""When and how a store's vendors are paid: days, limits and the tax on the commission, as typed and as kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.domain.errors import Invalid
from marketplace.domain.money import parse_amount
from marketplace.domain.payouts import limits_of

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
            "hold_days": self.hold_days, "return_days": self.return_days, "fee_tax_bps": self.fee_tax_bps,
            "payout_minimum": dict(self.minimum), "payout_two_persons": dict(self.two_persons),
        }  # fmt: skip


def terms_of(settings: Mapping[str, object], currencies: Sequence[str]) -> PayoutTerms:
    """The terms that hold in a store; what it does not say is the platform's."""

    def number(name: str, default: int) -> int:
        found = settings.get(name, default)
        return found if isinstance(found, int) else default

    limits = limits_of(settings)
    return PayoutTerms(
        number("hold_days", HOLD_DAYS), number("return_days", RETURN_DAYS), number("fee_tax_bps", 0),
        {currency: limits.least(currency) for currency in currencies},
        {currency: limits.two_persons_above(currency) for currency in currencies},
    )  # fmt: skip


def read_terms(form: Mapping[str, str], currencies: Sequence[str]) -> PayoutTerms:
    """Terms out of `hold_days`, `return_days`, `fee_tax`, and `minimum-EUR`, `two_persons-EUR` for each currency.

    Nothing above the platform's own limit goes out on one person's word. Raises `Invalid` per field.
    """
    problems: dict[str, str] = {}
    hold, back = (_days(form.get(name, ""), name, problems) for name in ("hold_days", "return_days"))
    tax = _tax(form.get("fee_tax", ""), problems)
    minimum, two = (
        {currency: _amount(form, f"{name}-{currency}", currency, problems) for currency in currencies}
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
    cleaned = typed.strip()
    if not re.fullmatch(r"[0-9]{1,3}", cleaned) or int(cleaned) > MOST_DAYS:
        problems[name] = f"Enter days from 0 to {MOST_DAYS}."
        return 0
    return int(cleaned)


def _tax(typed: str, problems: dict[str, str]) -> int:
    cleaned = typed.strip().rstrip("%").strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", cleaned):
        problems["fee_tax"] = "Enter a rate from 0 to 50, such as 19 or 8.1."
        return 0
    whole, _, part = cleaned.partition(".")
    bps = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    if bps > MOST_TAX_BPS:
        problems["fee_tax"] = "Enter a rate from 0 to 50, such as 19 or 8.1."
    return bps


def _amount(form: Mapping[str, str], name: str, currency: str, problems: dict[str, str]) -> int:
    try:
        return parse_amount(form.get(name, ""), currency)
    except ValueError as error:
        problems[name] = f"{error}."
        return 0

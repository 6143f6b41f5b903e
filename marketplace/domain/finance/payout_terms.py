"""When and how a store's vendors are paid: days, limits and the tax on the commission, as typed and as kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.domain.finance.payouts import Limits
from marketplace.domain.forms import FormReader

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
        """Under the names of a store's settings."""
        return {
            "hold_days": self.hold_days,
            "return_days": self.return_days,
            "fee_tax_bps": self.fee_tax_bps,
            "payout_minimum": dict(self.minimum),
            "payout_two_persons": dict(self.two_persons),
        }


def read_terms(form: Mapping[str, str], currencies: Sequence[str]) -> PayoutTerms:
    """Terms out of `hold_days`, `return_days`, `fee_tax`, and `minimum-EUR`, `two_persons-EUR` for each currency.

    Nothing above the platform's own limit goes out on one person's word. Raises `Invalid` per field.
    """
    typed = FormReader(form)
    hold, back = (
        typed.count(name, most=MOST_DAYS, is_required=True, sentence=f"Enter days from 0 to {MOST_DAYS}.") or 0
        for name in ("hold_days", "return_days")
    )
    tax = typed.rate(
        "fee_tax", most_bps=MOST_TAX_BPS, is_required=True, sentence="Enter a rate from 0 to 50, such as 19 or 8.1."
    )
    minimum, two = (
        {currency: typed.amount(f"{name}-{currency}", currency, is_required=True) or 0 for currency in currencies}
        for name in ("minimum", "two_persons")
    )
    for currency in currencies:
        if minimum[currency] == 0:
            typed.refuse(f"minimum-{currency}", "Enter more than nothing.")
        if two[currency] > Limits().two_persons_above(currency):
            typed.refuse(f"two_persons-{currency}", "The platform’s own limit is lower than this.")
    typed.check()
    return PayoutTerms(hold, back, tax or 0, minimum, two)

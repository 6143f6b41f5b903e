"""Money: integer minor units and a currency. No floats, one rounding rule, one way to split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# ISO 4217 exponents of the currencies we serve; never taken from a display library, which may change them.
EXPONENTS = {
    "AUD": 2,
    "BHD": 3,
    "CAD": 2,
    "CHF": 2,
    "CZK": 2,
    "DKK": 2,
    "EUR": 2,
    "GBP": 2,
    "HUF": 2,
    "JPY": 0,
    "KRW": 0,
    "KWD": 3,
    "NOK": 2,
    "PLN": 2,
    "SEK": 2,
    "USD": 2,
}


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, order=False)
class Money:
    """`Money(1999, "EUR")` is 19.99 euro: `amount` counts minor units of `currency`."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"{self.currency} is not a currency we serve")
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("money is counted in whole minor units")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def times(self, quantity: int) -> Money:
        """The price of `quantity` pieces."""
        return Money(self.amount * quantity, self.currency)

    def share(self, bps: int) -> Money:
        """`bps` basis points of it, rounded half to even: `Money(333, "EUR").share(1000)` is 33."""
        return Money(divide_half_even(self.amount * bps, 10_000), self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added")


def divide_half_even(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded half to even, in whole numbers. The denominator is positive."""
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    return quotient + (twice > denominator or (twice == denominator and quotient % 2 == 1))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` by `weights` with the largest remainder; the parts always sum to `total`.

    `allocate(100, [1, 1, 1])` is `[34, 33, 33]`; `allocate(-t, w)` is the negative of `allocate(t, w)`; a
    zero weight gets zero. Raises ValueError when no weight is positive.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and one must be positive")
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    shares = [share for share, _ in parts]
    missing = abs(total) - sum(shares)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    for i in by_remainder[:missing]:
        shares[i] += 1
    return [sign * share for share in shares]


def unit_price(amount: int, quantity: int) -> Decimal:
    """What one of `quantity` pieces costs that come to `amount`, in minor units with as many decimals as it needs.

    `unit_price(18765, 30)` is 625.5, `unit_price(10000, 3)` is 3333.3: times the quantity it rounds to the amount
    (EN 16931, BT-146), where a price cut to whole minor units would not.
    """
    exact, decimals = Decimal(amount) / quantity, 0
    while True:
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
        if (shown * quantity).quantize(Decimal(1), ROUND_HALF_EVEN) == amount:
            return shown
        decimals += 1


def decimal(amount: int, currency: str) -> str:
    """`decimal(1999, "EUR")` is `19.99`, as programs and banks read it."""
    exponent = EXPONENTS[currency]
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(exponent + 1, "0")
    return sign + (f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits)


def spoken(amount: int, currency: str) -> str:
    """`EUR 1,284.00`: how a sentence says an amount, the same for ever and everywhere."""
    exponent = EXPONENTS[currency]
    digits = str(abs(amount)).rjust(exponent + 1, "0")
    whole = f"{int(digits[:-exponent] if exponent else digits):,}"
    return f"{currency} {'−' if amount < 0 else ''}{whole}" + (f".{digits[-exponent:]}" if exponent else "")

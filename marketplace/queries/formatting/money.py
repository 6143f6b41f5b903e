"""Money, numbers and rates as people read them, in the store's language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import NumberPattern, format_decimal, get_currency_symbol

from marketplace.domain.money import EXPONENTS, unit_price
from marketplace.queries.formatting.reader_locale import LOCALE, babel_locale

MINUS = "\u2212"


def money(amount: int, currency: str, locale: str = "") -> str:
    """`money(128460, "EUR")` is `€1,284.60`, `money(-500, "EUR")` is `−€5.00` with a minus and not a hyphen. Decimals
    follow our own table, not the display library's. Without a locale it is the reader's (`reader_locale`)."""
    return _money(amount, currency, locale or LOCALE.get())


@lru_cache(maxsize=65_536)
def _money(amount: int, currency: str, locale: str) -> str:
    if amount < 0:
        return f"{MINUS}{_money(-amount, currency, locale)}"
    exponent = EXPONENTS[currency]
    value = Decimal(amount).scaleb(-exponent)
    pattern = _money_pattern(locale, exponent, exponent)
    return _apart(str(pattern.apply(value, babel_locale(locale), currency=currency, currency_digits=False)))


def _apart(text: str) -> str:
    """`CHF 1,284.60`: a currency of letters stands apart from its figure (CLDR, currency spacing), unbreakably."""
    return re.sub(r"(?<=[A-Za-z])(?=\d)", "\u00a0", text)


def money_each(amount: int, quantity: int, currency: str, locale: str = "") -> str:
    """The price of one piece, with the decimals it needs: `money_each(18765, 30, "EUR")` is `€6.255`."""
    return _money_each(amount, quantity, currency, locale or LOCALE.get())


@lru_cache(maxsize=65_536)
def _money_each(amount: int, quantity: int, currency: str, locale: str) -> str:
    exponent = EXPONENTS[currency]
    value = unit_price(amount, quantity).scaleb(-exponent)
    most = max(exponent, -int(value.as_tuple().exponent))
    pattern = _money_pattern(locale, exponent, most)
    return _apart(str(pattern.apply(value, babel_locale(locale), currency=currency, currency_digits=False)))


def currency_sign(currency: str, locale: str = "en") -> str:
    """`€`, to stand before the figure in a price field."""
    return str(get_currency_symbol(currency, locale=babel_locale(locale)))


@lru_cache(maxsize=65_536)
def number(value: int, locale: str = "en") -> str:
    """`4,120`."""
    return str(format_decimal(value, locale=babel_locale(locale)))


def plural(unit: str) -> str:
    """The units goods are sold in, more than one of them: `boxes`, `packs`, `pairs`; `pack of 10` is `packs of 10`."""
    first, of, rest = unit.partition(" of ")
    many = first if first.endswith("s") and not first.endswith("ss") else f"{first}{_many(first)}"
    return f"{many}{of}{rest}"


def _many(word: str) -> str:
    return "es" if word.endswith(("x", "ss", "ch", "sh")) else "s"


def percent(bps: int, locale: str = "en") -> str:
    """Basis points as whole per cent, `14 %`; with one decimal for what is not whole, `98.9 %`, when `bps` asks."""
    value = Decimal(bps) / 100
    digits = value.quantize(Decimal("0.1")).normalize()
    return f"{format_decimal(digits, locale=babel_locale(locale))}\u00a0%"


def price_step(new: int | None, old: int | None) -> tuple[str, str]:
    """How far a price moved, `("−2.5 %", "good")` for one that fell, for its buyer; empty where nothing compares."""
    if not old or new is None or new == old:
        return "", ""
    bps = round(abs(new - old) * 10_000 / old)
    size = percent(bps) if bps >= 10 else f"<{percent(10)}"
    return (f"{MINUS}{size}", "good") if new < old else (f"+{size}", "bad")


def tax_rate(bps: int, locale: str = "en") -> str:
    """A rate as the law has it: `19 %`, `8.25 %`."""
    return f"{format_decimal((Decimal(bps) / 100).normalize(), locale=babel_locale(locale))}\u00a0%"


def whole_percent(bps: int) -> str:
    """`14 %`, rounded to whole per cent."""
    return f"{round(bps / 100)}\u00a0%"


@lru_cache
def _money_pattern(locale: str, exponent: int, most: int) -> NumberPattern:
    standard = babel_locale(locale).currency_formats["standard"]
    return NumberPattern(
        standard.pattern,
        standard.prefix,
        standard.suffix,
        standard.grouping,
        standard.int_prec,
        (exponent, most),
        standard.exp_prec,
        standard.exp_plus,
    )

"""Money, numbers and days as people read them, in the store's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, get_currency_symbol

from marketplace.domain.money import EXPONENTS, unit_price
from marketplace.queries.formatting.reader_locale import LOCALE

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
    return _apart(str(pattern.apply(value, _locale(locale), currency=currency, currency_digits=False)))


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
    return _apart(str(pattern.apply(value, _locale(locale), currency=currency, currency_digits=False)))


def currency_sign(currency: str, locale: str = "en") -> str:
    """`€`, to stand before the figure in a price field."""
    return str(get_currency_symbol(currency, locale=_locale(locale)))


@lru_cache(maxsize=65_536)
def number(value: int, locale: str = "en") -> str:
    """`4,120`."""
    return str(format_decimal(value, locale=_locale(locale)))


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
    return f"{format_decimal(digits, locale=_locale(locale))}\u00a0%"


def tax_rate(bps: int, locale: str = "en") -> str:
    """A rate as the law has it: `19 %`, `8.25 %`."""
    return f"{format_decimal((Decimal(bps) / 100).normalize(), locale=_locale(locale))}\u00a0%"


def whole_percent(bps: int) -> str:
    """`14 %`, rounded to whole per cent."""
    return f"{round(bps / 100)}\u00a0%"


def short_day(day: date, today: date, locale: str = "en") -> str:
    """`1 Dec`, with the year when it is not this one."""
    pattern = "d MMM" if day.year == today.year else "d MMM y"
    return str(format_date(day, pattern, locale=_locale(locale)))


def long_day(day: date, today: date, locale: str = "en") -> str:
    """`4 December`, with the year when it is not this one."""
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return str(format_date(day, pattern, locale=_locale(locale)))


def weekday(day: date, locale: str = "en") -> str:
    """`Tue 24 Nov`."""
    return str(format_date(day, "EEE d MMM", locale=_locale(locale)))


def day_name(day: date, locale: str = "en") -> str:
    """`Tue`."""
    return str(format_date(day, "EEE", locale=_locale(locale)))


def arrival(day: date, today: date, locale: str = "en") -> str:
    """When a parcel comes, as short as it can be said: `today`, `tomorrow`, `2 days`, then `Thu 26 Nov`."""
    away = (day - today).days
    if away <= 0:
        return "today"
    if away == 1:
        return "tomorrow"
    return f"{away} days" if away <= 3 else weekday(day, locale)


@dataclass(frozen=True)
class ReaderFormat:
    """Who reads a purchase: in which time zone, and in which language figures and days are written."""

    zone: ZoneInfo
    locale: str = "en"

    def money(self, amount: int, currency: str) -> str:
        return money(amount, currency, self.locale)

    def number(self, value: int) -> str:
        return number(value, self.locale)

    def weekday(self, moment: datetime) -> str:
        """`Tue 24 Nov`."""
        return weekday(moment.astimezone(self.zone).date(), self.locale)

    def day(self, moment: datetime, now: datetime) -> str:
        """`4 December`."""
        return long_day(moment.astimezone(self.zone).date(), now.astimezone(self.zone).date(), self.locale)

    def moment(self, moment: datetime | None, now: datetime) -> str:
        """`Today, 08:40`, else `20 Nov, 15:20`; empty for None."""
        if moment is None:
            return ""
        local, today = moment.astimezone(self.zone), now.astimezone(self.zone).date()
        day = "Today" if local.date() == today else short_day(local.date(), today, self.locale)
        return f"{day}, {local:%H:%M}"


@lru_cache
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache
def _money_pattern(locale: str, exponent: int, most: int) -> NumberPattern:
    standard = _locale(locale).currency_formats["standard"]
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

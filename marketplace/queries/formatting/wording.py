"""How desks say when, how many and how much, in plain English."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton

from marketplace.domain.money import EXPONENTS
from marketplace.queries.formatting.money import number as figure
from marketplace.queries.formatting.reader_locale import LOCALE

_DAY = timedelta(days=1)


def ago(moment: datetime | None, now: datetime) -> str:
    """`just now`, `4 min ago`, `3 h ago`, `yesterday`, `12 Nov`, with the year when it is another one."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < 45:
        return "just now"
    if seconds < 3600:
        return f"{max(1, round(seconds / 60))} min ago"
    if seconds < 86_400 and moment.date() == now.date():
        return f"{round(seconds / 3600)} h ago"
    if (now.date() - moment.date()) == _DAY:
        return "yesterday"
    return day(moment, now)


SOON = timedelta(hours=8)  # a deadline nearer than this asks for attention


def left(deadline: datetime, now: datetime) -> tuple[str, str]:
    """How long there still is, and how urgent that is: `("6 h left", "warn")`; tones are "", warn and bad."""
    hours = (deadline - now).total_seconds() / 3600
    if hours < 0:
        late = -hours
        return (f"{round(late)} h late" if late < 48 else f"{round(late / 24)} days late"), "bad"
    if hours < 1:
        return f"{max(1, round(hours * 60))} min left", "bad"
    if deadline - now < SOON:
        return f"{round(hours)} h left", "warn"
    if hours < 24:
        return f"{round(hours)} h left", ""
    days = round(hours / 24)
    return f"{days} day{'s' if days > 1 else ''} left", ""


def day(moment: datetime, now: datetime) -> str:
    """`19 Nov`, or `19 Nov 2024` when it is not this year."""
    return short_date(moment.date(), with_year=moment.year != now.year)


def short_date(on: date, *, with_year: bool = False) -> str:
    """`19 Nov`; in other locales than English as they write it: `19. Nov.`"""
    if (locale := LOCALE.get()) != "en":
        return str(format_skeleton("yMMMd" if with_year else "MMMd", on, locale=locale))
    return f"{on.day} {on:%b}" + (f" {on.year}" if with_year else "")


def exact(moment: datetime | None) -> str:
    """`19 Nov 2026, 08:10:22 UTC`: what a hover shows."""
    if moment is None:
        return ""
    if (locale := LOCALE.get()) != "en":
        return f"{format_date(moment, 'medium', locale=locale)}, {moment:%H:%M:%S} UTC"
    return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"


def lasted(seconds: float | None) -> str:
    """`6 ms`, `0.4 s`, `12 s`, `3 min`, `2 h`; empty for None."""
    if seconds is None:
        return ""
    if 0 < seconds < 0.1:
        return f"{max(1, round(1000 * seconds))} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def count(number: int, one: str, many: str = "") -> str:
    """`1 product`, `24 products`, `4,120 orders`; `many` for words that do not take an s."""
    return f"{figure(number, LOCALE.get())} {one if number == 1 else many or one + 's'}"


def plain_amount(amount: int | None, currency: str) -> str:
    """`149.00`: an amount as an input shows it, without sign and grouping; empty for None."""
    if amount is None:
        return ""
    exponent = EXPONENTS[currency]
    sign, digits = ("-" if amount < 0 else ""), str(abs(amount)).rjust(exponent + 1, "0")
    return sign + (f"{digits[:-exponent]}.{digits[-exponent:]}" if exponent else digits)


def plain_percent(bps: int | None) -> str:
    """Basis points as an input shows them: `5`, `2.5`; empty for None."""
    return "" if bps is None else f"{bps / 100:g}"


def initials(name: str) -> str:
    """`Rasmus Vik` is `RV`, `Kestrel` is `K`."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0].upper() for word in ([words[0], words[-1]] if len(words) > 1 else words)) or "?"


def hue(name: str) -> int:
    """One of six quiet colours, always the same for a name."""
    return sum(name.encode()) % 6 + 1

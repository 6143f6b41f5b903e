"""Days and moments as people read them: how long ago, until when, on which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton

from marketplace.queries.formatting.reader_locale import LOCALE, babel_locale

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


def short_date(on: date, *, with_year: bool = False, locale: str = "") -> str:
    """`19 Nov`; in other languages than English as they write it: `19. Nov.` Without a locale it is the reader's."""
    spoken = babel_locale(locale or LOCALE.get())
    if spoken.language != "en":
        return str(format_skeleton("yMMMd" if with_year else "MMMd", on, locale=spoken))
    return str(format_date(on, "d MMM y" if with_year else "d MMM", locale=spoken))


def short_day(day: date, today: date, locale: str = "en") -> str:
    """`1 Dec`, with the year when it is not this one."""
    return short_date(day, with_year=day.year != today.year, locale=locale)


def day(moment: datetime, now: datetime) -> str:
    """`19 Nov` to the reader at a desk, or `19 Nov 2024` when it is not this year."""
    return short_day(moment.date(), now.date(), LOCALE.get())


def full_day(day: date, locale: str = "en") -> str:
    """`4 December 2026`: the day on a document, which is read in another year, too."""
    return str(format_date(day, "d MMMM y", locale=babel_locale(locale)))


def long_day(day: date, today: date, locale: str = "en") -> str:
    """`4 December`, with the year when it is not this one."""
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return str(format_date(day, pattern, locale=babel_locale(locale)))


def weekday(day: date, locale: str = "en") -> str:
    """`Tue 24 Nov`."""
    return str(format_date(day, "EEE d MMM", locale=babel_locale(locale)))


def weekday_long(day: date, locale: str = "en") -> str:
    """`Tuesday 24 November`."""
    return str(format_date(day, "EEEE d MMMM", locale=babel_locale(locale)))


def day_name(day: date, locale: str = "en") -> str:
    """`Tue`."""
    return str(format_date(day, "EEE", locale=babel_locale(locale)))


def arrival(day: date, today: date, locale: str = "en") -> str:
    """When a parcel comes, as short as it can be said: `today`, `tomorrow`, `2 days`, then `Thu 26 Nov`."""
    away = (day - today).days
    if away <= 0:
        return "today"
    if away == 1:
        return "tomorrow"
    return f"{away} days" if away <= 3 else weekday(day, locale)

"""Where and when people of a country work: its time zone, its weekends and its public holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

# Where a country has many zones, the one most of its trade keeps.
_MAIN_ZONE = {"US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney"}


@lru_cache
def zone_of(country: str) -> ZoneInfo:
    """The time zone that a business of this country keeps; UTC where we know none."""
    zones = get_global("territory_zones").get(country.upper()) or ["UTC"]
    return ZoneInfo(_MAIN_ZONE.get(country.upper(), zones[0]))


def works_in(country: str) -> Callable[[date], bool]:
    """Whether a day is worked in this country: no weekend and no holiday of the whole country, by `holidays`.

    Where we know no country, Monday to Friday.
    """
    return lambda day: day not in _free_days(country.upper(), day.year)


@lru_cache(maxsize=512)
def _free_days(country: str, year: int) -> frozenset[date]:
    """A year at once: the library fills in its years at the first question, and threads would meet half of one."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    try:
        calendar = holidays.country_holidays(country, years=(year, year + 1))
    except NotImplementedError:
        return frozenset(day for day in days if day.weekday() >= 5)
    return frozenset(day for day in days if not calendar.is_working_day(day))

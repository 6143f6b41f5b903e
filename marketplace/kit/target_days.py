"""The days on which banks settle euro payments: T2 (TARGET) is closed at weekends and on six days of the year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def _closing_days() -> holidays.HolidayBase:
    return holidays.financial_holidays("ECB")


def is_bank_day(day: date) -> bool:
    """Whether the European Central Bank's calendar settles on this day."""
    return day.weekday() < 5 and day not in _closing_days()

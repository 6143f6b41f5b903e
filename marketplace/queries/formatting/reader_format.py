"""A purchase as its reader reads it: their time zone, their language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.queries.formatting.dates import long_day, short_day, weekday
from marketplace.queries.formatting.money import money, number


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

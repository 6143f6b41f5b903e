"""The one promise of delivery: what product, card, cart, checkout and the vendor's page say comes from here."""

from __future__ import annotations

from datetime import date, datetime

from marketplace.domain.delivery import Promise, promise
from marketplace.kit.calendars import works_in, zone_of


def promised(
    moment: datetime, country: str, *, cutoff_hour: int, lead_days: int, away_until: date | datetime | None = None,
    restock_on: date | None = None, free: int = 1,
) -> Promise:  # fmt: skip
    """The days of an offer of a vendor in this country, in its own time.

    Only what is not there now (`free`) waits for `restock_on`; a day that is over tells nothing any more.
    """
    local = moment.astimezone(zone_of(country))
    away = away_until.date() if isinstance(away_until, datetime) else away_until
    ready = restock_on if restock_on and restock_on >= local.date() and free <= 0 else None
    return promise(
        local, cutoff_hour=cutoff_hour, lead_days=lead_days, works=works_in(country), away_until=away, ready_on=ready
    )

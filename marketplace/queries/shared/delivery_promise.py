"""The one promise of delivery: what product, card, cart, checkout, vendor's page and store API say comes from here."""

from __future__ import annotations

from datetime import date, datetime

from marketplace.domain.buying.basket import Delivery, Goods, Part
from marketplace.domain.vendors.delivery import Promise, promise
from marketplace.kit.calendars import works_in, zone_of


def promised(
    moment: datetime,
    country: str,
    *,
    cutoff_hour: int,
    lead_days: int,
    away_until: date | datetime | None = None,
    restock_on: date | None = None,
    free: int = 1,
) -> Promise:
    """The days of an offer of a vendor in this country, in its own time.

    Only what is not there now (`free`) waits for `restock_on`; a day that is over tells nothing any more.
    """
    local = moment.astimezone(zone_of(country))
    away = away_until.date() if isinstance(away_until, datetime) else away_until
    ready = restock_on if restock_on and restock_on >= local.date() and free <= 0 else None
    return promise(
        local, cutoff_hour=cutoff_hour, lead_days=lead_days, works=works_in(country), away_until=away, ready_on=ready
    )


def comes_on(part: Part, way: Delivery | None, moment: datetime) -> date:
    """The day a vendor's part of a cart is there this way: the latest of its goods', which is that of their pages.

    A way that is quicker or slower than the usual one moves it by the difference.
    """
    shift = way.days_max - part.usual.days_max if way and part.usual else 0
    goods = [line.goods for line in part.lines] or part.blocked
    today = moment.astimezone(zone_of(part.seller.country)).date()
    return max((_day(part, one, shift, moment) for one in goods), default=today)


def _day(part: Part, goods: Goods, shift: int, moment: datetime) -> date:
    seller = part.seller
    return promised(
        moment,
        seller.country,
        cutoff_hour=seller.cutoff_hour,
        lead_days=max(0, goods.lead_days + shift),
        away_until=seller.away_until,
        restock_on=goods.restock_on,
        free=goods.free,
    ).arrives_on

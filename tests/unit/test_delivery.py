"""The promised day: the cut-off hour, weekends, holidays, stock that is still to come."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from marketplace.domain.vendors.delivery import promise
from marketplace.kit.calendars import works_in
from marketplace.queries.shared.delivery_promise import promised

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "lead", "leaves", "arrives"),
    [
        (datetime(2026, 11, 23, 13, 48), 1, date(2026, 11, 23), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 17, 0), 1, date(2026, 11, 24), date(2026, 11, 25)),
        (datetime(2026, 11, 27, 16, 59), 1, date(2026, 11, 27), date(2026, 11, 30)),
        (datetime(2026, 11, 27, 17, 1), 2, date(2026, 11, 30), date(2026, 12, 2)),
        (datetime(2026, 11, 28, 9, 0), 0, date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_working_days_and_the_cutoff(moment, lead, leaves, arrives):
    made = promise(moment.replace(tzinfo=BERLIN), cutoff_hour=17, lead_days=lead, works=works_in(""))
    assert (made.leaves_on, made.arrives_on) == (leaves, arrives)
    assert made.order_by == datetime(leaves.year, leaves.month, leaves.day, 17, tzinfo=BERLIN)


def test_a_holiday_and_late_stock_hold_the_parcel():
    moment = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    away = promise(moment, cutoff_hour=17, lead_days=1, works=works_in(""), away_until=date(2026, 11, 27))
    assert away.leaves_on == date(2026, 11, 30)
    ready = promise(moment, cutoff_hour=17, lead_days=1, works=works_in(""), ready_on=date(2026, 12, 4))
    assert (ready.leaves_on, ready.arrives_on) == (date(2026, 12, 4), date(2026, 12, 7))


def test_no_parcel_leaves_or_arrives_on_a_public_holiday_of_the_vendors_country():
    """Christmas 2026 is on Friday and Saturday; Italy also rests on 8 December, Germany does not."""
    eve = datetime(2026, 12, 23, 18, tzinfo=BERLIN)
    german = promise(eve, cutoff_hour=17, lead_days=1, works=works_in("DE"))
    assert (german.leaves_on, german.arrives_on) == (date(2026, 12, 24), date(2026, 12, 28))
    december = datetime(2026, 12, 7, 9, tzinfo=BERLIN)
    italian = promise(december, cutoff_hour=17, lead_days=1, works=works_in("IT"))
    assert (italian.leaves_on, italian.arrives_on) == (date(2026, 12, 7), date(2026, 12, 9))
    assert promise(december, cutoff_hour=17, lead_days=1, works=works_in("DE")).arrives_on == date(2026, 12, 8)


def test_working_days_of_countries():
    assert not works_in("DE")(date(2026, 11, 29))  # a Sunday
    assert works_in("de")(date(2026, 11, 30))
    assert not works_in("DE")(date(2027, 1, 1))
    assert works_in("")(date(2026, 12, 25))  # of no country nothing is known but the week
    assert not works_in("")(date(2026, 12, 26))


def test_what_is_there_does_not_wait_for_more_and_what_is_late_is_not_waited_for():
    moment = datetime(2026, 11, 29, 11, tzinfo=UTC)  # a Sunday: nothing is shipped today
    there = promised(moment, "DE", cutoff_hour=15, lead_days=1, restock_on=date(2026, 12, 10), free=3)
    assert (there.leaves_on, there.arrives_on) == (date(2026, 11, 30), date(2026, 12, 1))
    assert there.order_by == datetime(2026, 11, 30, 15, tzinfo=BERLIN)
    coming = promised(moment, "DE", cutoff_hour=15, lead_days=1, restock_on=date(2026, 12, 10), free=0)
    assert coming.arrives_on == date(2026, 12, 11)
    over = promised(moment, "DE", cutoff_hour=15, lead_days=1, restock_on=date(2026, 11, 2), free=0)
    assert over.arrives_on == date(2026, 12, 1)

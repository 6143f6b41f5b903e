"""The promised day: the cut-off hour, weekends, holidays, stock that is still to come."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from marketplace.domain.delivery import promise

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
    made = promise(moment.replace(tzinfo=BERLIN), cutoff_hour=17, lead_days=lead)
    assert (made.leaves_on, made.arrives_on) == (leaves, arrives)
    assert made.order_by == datetime(leaves.year, leaves.month, leaves.day, 17, tzinfo=BERLIN)


def test_a_holiday_and_late_stock_hold_the_parcel():
    moment = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    away = promise(moment, cutoff_hour=17, lead_days=1, away_until=date(2026, 11, 27))
    assert away.leaves_on == date(2026, 11, 30)
    ready = promise(moment, cutoff_hour=17, lead_days=1, ready_on=date(2026, 12, 4))
    assert (ready.leaves_on, ready.arrives_on) == (date(2026, 12, 4), date(2026, 12, 7))

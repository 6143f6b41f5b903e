"""What a shop's pages say of money, figures and days: a minus is a minus, and all in the language of the page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from marketplace.queries.formatting.dates import day_name
from marketplace.queries.formatting.money import money, plural
from marketplace.queries.formatting.reader_format import ReaderFormat
from marketplace.queries.shared.market import Market


@pytest.mark.parametrize(
    ("amount", "locale", "shown"),
    [
        (-500, "en", "−€5.00"),
        (500, "en", "€5.00"),
        (0, "en", "€0.00"),
        (-128460, "de", "−1.284,60\u00a0€"),
        (128460, "de", "1.284,60\u00a0€"),
    ],
)
def test_money_with_a_real_minus(amount, locale, shown):
    assert money(amount, "EUR", locale) == shown


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("box", "boxes"),
        ("pack", "packs"),
        ("pair", "pairs"),
        ("glass", "glasses"),
        ("pack of 10", "packs of 10"),
        ("batch", "batches"),
        ("pieces", "pieces"),
    ],
)
def test_units_in_the_plural(unit, many):
    assert plural(unit) == many


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", ("€1,284.60", "4,120", "Tue 1 Dec", "1 December", "29 Nov, 11:00", "Tue")),
        ("de", ("1.284,60\u00a0€", "4.120", "Di. 1 Dez.", "1 Dezember", "29. Nov., 11:00", "Di.")),
    ],
)
def test_a_purchase_is_read_in_one_language(locale, expected):
    reader, day = ReaderFormat(ZoneInfo("Europe/Berlin"), locale), datetime(2026, 12, 1, 10, tzinfo=UTC)
    moment = datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert expected == (
        reader.money(128460, "EUR"),
        reader.number(4120),
        reader.weekday(day),
        reader.day(day, moment),
        reader.moment(moment, day),
        day_name(day.date(), locale),
    )
    assert reader.moment(moment, moment) == "Today, 11:00"
    assert reader.moment(None, moment) == ""
    assert Market("ten", locale=locale).number(4120) == expected[1]

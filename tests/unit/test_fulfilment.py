"""What is left of an order, its deadlines, and the links of its parcels."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marketplace.domain.errors import Invalid
from marketplace.domain.orders.carriers import CARRIERS, clean_tracking, tracking_link, tracking_problem
from marketplace.domain.orders.fulfilment import Pieces, choose_open, choose_returnable, deadlines, shipped_whole
from marketplace.domain.orders.orders import order_number, parse_number
from marketplace.kit.calendars import works_in

LINES = [Pieces("a", "Drill", 12, shipped=4), Pieces("b", "Glove", 3, cancelled=1), Pieces("c", "Bit", 5, shipped=5)]


def test_everything_open_is_chosen_when_nothing_is_said() -> None:
    assert choose_open(LINES, None) == {"a": 8, "b": 2}


def test_a_part_is_a_part() -> None:
    assert choose_open(LINES, {"a": 3, "b": 0}) == {"a": 3}
    assert not shipped_whole(LINES, {"a": 8})
    assert shipped_whole(LINES, {"a": 8, "b": 2})


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"a": 9}, "line.a", "At most 8 of Drill to ship."),
        ({"c": 1}, "line.c", "Nothing of Bit is left to ship."),
        ({"a": -1}, "line.a", "At most 8 of Drill to ship."),
        ({"z": 1}, "lines", "This line is not part of the order. Reload to see it as it is."),
        ({}, "lines", "Choose at least one piece to ship."),
        ({"a": 0}, "lines", "Choose at least one piece to ship."),
    ],
)
def test_more_than_is_left_is_refused_by_line(wanted: dict[str, int], field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose_open(LINES, wanted)
    assert refused.value.fields == {field: sentence}


def test_only_what_left_and_is_not_asked_back_can_be_returned() -> None:
    lines = [Pieces("a", "Drill", 12, shipped=4, returned=1, returning=2)]
    assert choose_returnable(lines, {"a": 1}) == {"a": 1}
    with pytest.raises(Invalid):
        choose_returnable(lines, {"a": 2})


@pytest.mark.parametrize(
    ("paid", "away", "accept", "ship"),
    [
        # Thursday before the cut-off: it leaves today, and accepting cannot take longer than that
        ("2026-11-19 10:00", None, "2026-11-19 19:00", "2026-11-19 19:00"),
        # Thursday evening: tomorrow
        ("2026-11-19 18:00", None, "2026-11-20 17:00", "2026-11-20 19:00"),
        # Friday evening: Monday
        ("2026-11-20 18:00", None, "2026-11-23 17:00", "2026-11-23 19:00"),
        # away until Wednesday: Thursday
        ("2026-11-20 18:00", date(2026, 11, 25), "2026-11-26 17:00", "2026-11-26 19:00"),
    ],
)
def test_deadlines_are_working_days(paid: str, away: date | None, accept: str, ship: str) -> None:
    moment = datetime.fromisoformat(paid).replace(tzinfo=UTC)
    due = deadlines(moment, cutoff_hour=17, works=works_in(""), away_until=away)
    assert f"{due.accept_by:%Y-%m-%d %H:%M}" == accept
    assert f"{due.ship_by:%Y-%m-%d %H:%M}" == ship


def test_tracking_links_hold_the_number_and_nothing_else() -> None:
    assert tracking_link("UPS", "1z 999 aa1 0123 4567 84") == "https://www.ups.com/track?tracknum=1Z999AA10123456784"
    assert tracking_link("DHL", "") == ""
    assert tracking_link("Own van", "7") == ""
    assert tracking_link("Nobody", "7") == ""
    assert "javascript:" not in tracking_link("DHL", "javascript:alert(1)")[:30]
    assert clean_tracking(" ab 12 ") == "AB12"
    assert all(carrier.link.count("{number}") == (1 if carrier.link else 0) for carrier in CARRIERS)


def test_a_slip_of_the_hand_is_named() -> None:
    assert (
        tracking_problem("UPS", "12") == "This does not look like a number of UPS. Check it, or choose another carrier."
    )
    assert tracking_problem("UPS", "1Z999AA10123456784") == ""
    assert tracking_problem("UPS", "") == ""
    assert tracking_problem("Own van", "whatever") == ""


def test_numbers_are_read_as_they_are_written() -> None:
    assert order_number(1042, 1) == "1042-1"
    assert parse_number(" #1042 ") == (1042, 0)
    assert parse_number("1042-3") == (1042, 3)
    assert parse_number("AS-1042") is None

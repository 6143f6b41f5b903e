"""How long something took, on which day it was, and which letter stands for a name."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.queries.formatting.dates import full_day, lasted, short_date, short_day, weekday_long
from marketplace.queries.formatting.wording import capitalised, monogram


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0, "0.0 s"),
        (0.0002, "1 ms"),
        (0.0064, "6 ms"),
        (0.1, "0.1 s"),
        (9.94, "9.9 s"),
        (12, "12 s"),
        (180, "3 min"),
        (7_200, "2 h"),
    ],
)
def test_a_run_of_some_milliseconds_did_not_take_no_time(seconds: float | None, words: str) -> None:
    assert lasted(seconds) == words


def test_a_name_has_one_letter_wherever_it_stands() -> None:
    assert [monogram("kestrel tools"), monogram("(Ost) Werk"), monogram("")] == ["K", "W", "?"]


def test_days_are_written_as_their_language_does() -> None:
    on = date(2026, 11, 9)
    assert [short_date(on), short_date(on, with_year=True)] == ["9 Nov", "9 Nov 2026"]
    assert [short_date(on, locale="de"), short_day(on, date(2027, 1, 1), "de")] == ["9. Nov.", "9. Nov. 2026"]
    assert [full_day(on), weekday_long(on)] == ["9 November 2026", "Monday 9 November"]


@pytest.mark.parametrize(
    ("sentence", "begun"),
    [
        ("thu 26 Nov", "Thu 26 Nov"),
        ("1 payout, CHF 231.27 queued", "1 payout, CHF 231.27 queued"),
        ("nothing queued", "Nothing queued"),
        ("", ""),
    ],
)
def test_a_sentence_begins_large_and_keeps_its_names(sentence: str, begun: str) -> None:
    assert capitalised(sentence) == begun

"""How long something took, in the unit that says it."""

from __future__ import annotations

import pytest

from marketplace.queries.formatting.wording import lasted


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

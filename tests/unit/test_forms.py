"""The one reader of forms: what each kind of field gives, and what is said where it cannot."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from starlette.datastructures import FormData, UploadFile

from marketplace.domain.errors import Invalid
from marketplace.domain.forms import FormReader


def test_texts_come_as_typed_without_blanks_or_in_one_line_and_never_longer_than_they_may_be() -> None:
    typed = FormReader({"name": "  Alt \n Ware  ", "pieces": 3})
    assert typed.raw("name") == "  Alt \n Ware  "
    assert typed.raw("name", 5) == "  Alt"
    assert typed.text("name") == "Alt \n Ware"
    assert typed.text("name", 3) == "Alt"
    assert typed.line("name") == "Alt Ware"
    assert typed.line("name", 4) == "Alt "
    assert typed.raw("pieces") == "3"


def test_what_is_not_there_is_empty_and_so_is_a_file() -> None:
    typed = FormReader(FormData([("picture", UploadFile(BytesIO(b"x"), filename="a.png")), ("box", "on")]))
    assert [typed.raw("picture"), typed.text("gone"), typed.line("gone")] == ["", "", ""]
    assert FormReader({"hidden": None}).text("hidden") == ""
    assert (typed.is_ticked("box"), typed.is_ticked("other")) == (True, False)


def test_numbers_and_days_are_read_in_whichever_way_they_are_written() -> None:
    typed = FormReader(
        {"price": "1.204,50", "yen": "1,204", "rate": "8,1 %", "pieces": "1 200", "day": " 2026-12-24 ", "none": "  "}
    )
    assert typed.amount("price", "EUR") == 120_450
    assert typed.amount("yen", "JPY") == 1204
    assert typed.rate("rate") == 810
    assert typed.count("pieces") == 1200
    assert typed.day("day") == date(2026, 12, 24)
    assert [typed.amount("none", "EUR"), typed.rate("none"), typed.count("none"), typed.day("none")] == [None] * 4
    typed.check()


def test_what_is_wrong_is_gathered_under_its_fields() -> None:
    typed = FormReader({"price": "about 5", "rate": "80", "pieces": "0", "day": "24.12.", "note": ""})
    assert typed.amount("price", "EUR") is None
    assert typed.rate("rate", most_bps=5_000) is None
    assert typed.count("pieces", least=1, most=60, sentence="Enter 1 to 60.") is None
    assert typed.day("day") is None
    typed.refuse("note", "Say why.")
    typed.refuse("price", "A second sentence about the same.")
    with pytest.raises(Invalid) as refused:
        typed.check()
    assert refused.value.fields == {
        "price": "Enter an amount such as 1204.50.",
        "rate": "Enter a percentage from 0 to 50.",
        "pieces": "Enter 1 to 60.",
        "day": "Enter a day such as 2026-12-24.",
        "note": "Say why.",
    }


def test_a_field_that_must_be_filled_says_so_also_when_it_holds_blanks() -> None:
    typed = FormReader({"hour": "   "})
    assert typed.count("hour", least=1, most=23, is_required=True, sentence="Enter a full hour.") is None
    assert typed.amount("minimum", "EUR", is_required=True) is None
    assert typed.problems == {"hour": "Enter a full hour.", "minimum": "Enter an amount such as 1204.50."}

"""Whose a requisition list is, as a table; and how many pieces go into a cart again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from marketplace.domain.buying.refilling import fit_pieces
from marketplace.domain.buying.requisition_lists import Reader, clean_name
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import Forbidden, Invalid

ADA, PRIYA, VERA = Reader("ada", "rail", "admin"), Reader("priya", "rail", "buyer"), Reader("vera", "rail", "viewer")
RITA, OTTO = Reader("rita", "rival", "admin"), Reader("otto")
ACTED = Reader("priya", "rail", "buyer", is_acted=True)


@pytest.mark.parametrize(
    ("author", "company", "is_shared", "seen_by", "changed_by"),
    [
        ("priya", "rail", True, "ada priya vera acted", "ada priya acted"),
        ("priya", "rail", False, "priya acted", "priya acted"),
        ("priya", None, False, "priya", "priya"),
        ("vera", "rail", True, "ada priya vera acted", "ada"),
        ("rita", "rival", True, "rita", "rita"),
        ("otto", None, False, "otto", "otto"),
    ],
)
def test_who_sees_and_who_changes(
    author: str, company: str | None, is_shared: bool, seen_by: str, changed_by: str
) -> None:
    row = SimpleNamespace(user_id=author, company_id=company, is_shared=is_shared)
    people = {"ada": ADA, "priya": PRIYA, "vera": VERA, "rita": RITA, "otto": OTTO, "acted": ACTED}
    assert " ".join(name for name, reader in people.items() if reader.sees(row)) == seen_by
    assert " ".join(name for name, reader in people.items() if reader.changes(row)) == changed_by


def test_a_viewer_makes_none() -> None:
    OTTO.check_makes()
    PRIYA.check_makes()
    with pytest.raises(Forbidden):
        VERA.check_makes()


def test_a_name_is_one_line_and_not_there_yet() -> None:
    assert clean_name("  Workshop,\n weekly ", ["Garage"]) == "Workshop, weekly"
    for name, taken in (("", []), (" ", []), ("x" * 81, []), ("GARAGE", ["Garage"])):
        with pytest.raises(Invalid) as refused:
            clean_name(name, taken)
        assert list(refused.value.fields) == ["name"]


@pytest.mark.parametrize(
    ("step", "minimum", "quantity", "inside", "free", "pieces", "why"),
    [
        (1, 1, 5, 0, 30, 5, ""),
        (12, 1, 20, 0, 100, 24, ": 20 became 24: sold from 12 in steps of 12."),
        (1, 10, 4, 0, None, 10, ": 4 became 10: sold from 10."),
        (1, 1, 40, 0, 30, 30, ": 40 wanted, 30 left; 30 went in."),
        (12, 1, 40, 0, 30, 24, ": 40 wanted, 30 left; 24 went in."),
        (1, 1, 5, 28, 30, 2, ": 5 wanted, 30 left; 2 went in."),
        (1, 1, 5, 30, 30, 0, ": only 30 left, and 30 of them are in your cart already."),
        (1, 1, 5, 0, 0, 0, " is sold out."),
        (12, 1, 12, 0, 11, 0, " is sold out."),
        (1, 1, 100_000, 1, None, 99_999, ": 100,000 became 99,999: sold from 1."),
    ],
)
def test_as_many_go_in_as_are_sold_and_left(
    step: int, minimum: int, quantity: int, inside: int, free: int | None, pieces: int, why: str
) -> None:
    fitted = fit_pieces(QuantityRule(minimum, step), quantity, inside=inside, free=free)
    assert (fitted.pieces, fitted.why) == (pieces, why)

"""Terms of payouts as they are typed."""

from __future__ import annotations

import pytest

from marketplace.domain.errors import Invalid
from marketplace.domain.finance.payout_terms import PayoutTerms, read_terms
from marketplace.models.store_settings import StoreSettings

TYPED = {
    "hold_days": "7",
    "return_days": "0",
    "fee_tax": "8,1 %",
    "minimum-EUR": "25",
    "two_persons-EUR": "4 000.00",
    "minimum-JPY": "3000",
    "two_persons-JPY": "5000",
}


def test_what_is_typed_is_what_is_kept_and_read_again() -> None:
    terms = read_terms(TYPED, ["EUR", "JPY"])
    assert terms == PayoutTerms(7, 0, 810, {"EUR": 2_500, "JPY": 3_000}, {"EUR": 400_000, "JPY": 5_000})
    assert StoreSettings.model_validate(terms.stored()).payout_terms(["EUR", "JPY"]) == terms


def test_what_a_store_does_not_say_is_the_platforms() -> None:
    terms = StoreSettings().payout_terms(["EUR"])
    assert (terms.hold_days, terms.return_days, terms.fee_tax_bps) == (14, 30, 0)
    assert terms.two_persons["EUR"] > terms.minimum["EUR"] > 0


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("hold_days", ""),
        ("hold_days", "-1"),
        ("hold_days", "121"),
        ("hold_days", "٣"),
        ("return_days", "1.5"),
        ("fee_tax", "51"),
        ("fee_tax", "x"),
        ("fee_tax", "19.123"),
        ("minimum-EUR", "0"),
        ("minimum-EUR", "-5"),
        ("minimum-JPY", "1.5"),
        ("two_persons-EUR", "99999999"),
        ("two_persons-EUR", ""),
    ],
)
def test_what_cannot_be_is_said_at_its_field(name: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_terms({**TYPED, name: typed}, ["EUR", "JPY"])
    assert set(refused.value.fields) == {name}

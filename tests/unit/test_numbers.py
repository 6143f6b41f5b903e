"""The one reader of numbers: every way to write one, and nothing made of digits that happen to stand somewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.buying.promotion_form import PromotionForm, read_promotion
from marketplace.domain.catalogue.product_form import ProductForm, facts_of, problems_of
from marketplace.domain.catalogue.tier_form import TierRow, row_problems
from marketplace.domain.errors import Invalid
from marketplace.domain.finance.commission_form import RuleForm, read_form
from marketplace.domain.finance.payout_terms import read_terms
from marketplace.domain.numbers import read_amount, read_percent, read_whole, whole_or
from marketplace.domain.stores.region_form import read_delivery, read_rate


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("1204.50", "EUR", 120450),
        ("1.204,50", "EUR", 120450),
        ("1,204.50", "EUR", 120450),
        ("1,204.5", "EUR", 120450),
        ("1 204,50", "EUR", 120450),
        ("1\u00a0204,50", "EUR", 120450),
        ("1\u202f204,50", "EUR", 120450),
        ("1'204.50", "CHF", 120450),
        ("1’204.50", "CHF", 120450),
        ("1'000.05", "CHF", 100005),
        ("1,204", "EUR", 120400),
        ("1.204.500", "EUR", 120450000),
        ("1 204 500", "EUR", 120450000),
        ("1204", "JPY", 1204),
        ("1,204", "JPY", 1204),
        ("12.0", "JPY", 12),
        ("1.250", "KWD", 1250),
        ("1.250,125", "KWD", 1250125),
        (" 7 ", "EUR", 700),
        (".5", "EUR", 50),
        ("0,99", "EUR", 99),
    ],
)
def test_amounts_as_people_type_them(typed: str, currency: str, amount: int) -> None:
    assert read_amount(typed, currency) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "-5",
        "+5",
        "1.2.3,4.5x",
        "1.23456",
        "٣",
        "²",
        "1e5",
        "1e3",
        "0x10",
        "1_000",
        "5.",
        ",",
        "1..5",
        "1.204",
        "0,123",
        "12,34,567",
        "1,20,300",
        "1,204,50",
        "1.204,50,1",
        "1 20",
        "1.204,",
        "1,204.",
        "1 204,",
        "1,204 500",
        "9" * 14,
        "1" * 5000,
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter an amount such as 1204\.50$"):
        read_amount(typed, "EUR")


def test_a_lone_sign_before_three_digits_is_read_as_pages_write_it() -> None:
    assert (read_amount("1,204", "EUR"), read_amount("1,204", "KWD")) == (120400, 1204000)
    assert read_amount("1.204", "KWD") == 1204
    with pytest.raises(ValueError, match="Enter an amount"):
        read_amount("1.204", "EUR")


LANGUAGES = ("en", "de", "fr", "it", "nl", "es", "pt", "da", "sv", "nb", "pl", "cs", "de_CH")


@given(st.integers(0, 10**11 - 1), st.sampled_from(LANGUAGES))
def test_what_every_language_writes_is_read_back(amount: int, language: str) -> None:
    written = format_decimal(Decimal(amount) / 100, "#,##0.00", locale=language)
    assert read_amount(written, "EUR") == amount  # two decimals leave no doubt, whoever wrote them


@pytest.mark.parametrize(
    ("typed", "number"),
    [("15", 15), ("2,0", 2), ("2.00", 2), ("1,500", 1500), ("1 500", 1500), ("1’500", 1500), ("007", 7), ("0", 0)],
)
def test_whole_numbers(typed: str, number: int) -> None:
    assert read_whole(typed) == number


@pytest.mark.parametrize(
    "typed", ["1,5", "1.5", "1.500", "2.000", "2.000,", "2,000.5", "1e3", "12 pcs", "", "-1", "½", "3" * 5000]
)
def test_what_is_no_whole_number_is_never_made_into_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter a whole number, such as 2000\.$"):
        read_whole(typed)
    assert whole_or(typed, 7) == 7


def test_bounds_are_told() -> None:
    with pytest.raises(ValueError, match="Anything from 1 to 1,000 is possible"):
        read_whole("1001", least=1, most=1000)
    with pytest.raises(ValueError, match="Enter a percentage from 0 to 50"):
        read_percent("50.01", most_bps=5000)


@pytest.mark.parametrize(("typed", "bps"), [("12,5 %", 1250), ("12.5", 1250), ("100%", 10_000), ("0", 0), (".5", 50)])
def test_percentages(typed: str, bps: int) -> None:
    assert read_percent(typed) == bps


@pytest.mark.parametrize("typed", ["nan", "inf", "1e1", "12.345", "%", "5%%", "-3", "1,000"])
def test_what_is_no_percentage(typed: str) -> None:
    with pytest.raises(ValueError, match="Enter a percentage"):
        read_percent(typed)


# Every form asks it


def test_volume_prices() -> None:
    assert (
        row_problems(
            [TierRow(start="1", end="999", amount="1’204.50"), TierRow(start="1,000", amount="1 100,00")], "EUR"
        )
        == {}
    )
    wrong = [TierRow(start="1", amount="10"), TierRow(start="1,5", amount="9")]
    assert row_problems(wrong, "EUR") == {1: "Enter from how many pieces on."}
    odd = [TierRow(start="1", amount="10"), TierRow(start="10", kind="percentage", percent="nan")]
    assert row_problems(odd, "EUR") == {1: "Enter a percentage such as 5 or 12.5."}


def test_the_weight_of_a_product() -> None:
    facts = {"title": "Drill", "category_id": "cat_1"}
    assert facts_of(ProductForm({**facts, "weight_grams": "1,500"})).weight_grams == 1500
    for typed in ("1,5", "²", "1" * 5000):
        form = ProductForm({**facts, "weight_grams": typed})
        assert facts_of(form).weight_grams is None
        assert problems_of(form)["weight_grams"] == "Enter whole grams, such as 1500."


def test_a_promotion() -> None:
    facts = read_promotion(PromotionForm("Sale", percent="12,5 %", min_goods="1’000", usage_limit="1,000"), "EUR")
    assert (facts.value_bps, facts.min_goods_amount, facts.usage_limit) == (1250, 100_000, 1000)
    with pytest.raises(Invalid) as refused:
        read_promotion(PromotionForm("Sale", percent="1e1", min_goods="1.204", usage_limit="1,5", budget="x"), "EUR")
    assert refused.value.fields == {
        "percent": "Enter a percentage such as 10 or 12.5.",
        "min_goods": "Enter an amount such as 1204.50.",
        "usage_limit": "Enter a whole number from 1 on, or leave it empty.",
        "budget": "Enter an amount such as 1204.50.",
    }


def test_a_rate_and_a_delivery() -> None:
    assert read_rate({"tax_name": "USt.", "percent": "8,1 %"}).tax.rate_bps == 810
    for typed in ("", "٣", "8.100", "1e1"):
        with pytest.raises(Invalid) as refused:
            read_rate({"tax_name": "USt.", "percent": typed})
        assert refused.value.fields == {"percent": "Enter a rate from 0 to 50, such as 19 or 8.1."}
    form = {
        "kind": "by_weight",
        "amount": "6,90",
        "step_size": "1,000",
        "step_amount": "1.5",
        "days_min": "1",
        "days_max": "2,0",
    }
    facts = read_delivery(form, "EUR")
    assert (facts.amount, facts.step_size, facts.step_amount, facts.days_max) == (690, 1000, 150, 2)
    with pytest.raises(Invalid) as refused:
        read_delivery({**form, "days_max": "1,5", "step_size": "1.5"}, "EUR")
    assert set(refused.value.fields) == {"days_max", "step_size"}


def test_a_commission_rule() -> None:
    rule = read_form(RuleForm("All", percent="9,5", fixed="0,30", from_amount="1 000"), "EUR")
    assert (rule.rate_bps, rule.fixed_amount, rule.from_amount) == (950, 30, 100_000)
    with pytest.raises(Invalid) as refused:
        read_form(RuleForm("All", percent="9e0", fixed="1.000"), "EUR")
    assert refused.value.fields == {
        "percent": "Enter a rate such as 9 or 9.5; 0 for none.",
        "fixed": "Enter an amount such as 1204.50.",
    }


def test_terms_of_payouts() -> None:
    form = {
        "hold_days": "14",
        "return_days": "30",
        "fee_tax": "8,1 %",
        "minimum-EUR": "1’000",
        "two_persons-EUR": "5,000",
    }
    terms = read_terms(form, ["EUR"])
    assert (terms.hold_days, terms.fee_tax_bps, terms.minimum["EUR"], terms.two_persons["EUR"]) == (
        14,
        810,
        100_000,
        500_000,
    )
    with pytest.raises(Invalid) as refused:
        read_terms({**form, "hold_days": "1,5", "return_days": "", "fee_tax": "1e1", "minimum-EUR": "1.000"}, ["EUR"])
    assert refused.value.fields == {
        "hold_days": "Enter days from 0 to 120.",
        "return_days": "Enter days from 0 to 120.",
        "fee_tax": "Enter a rate from 0 to 50, such as 19 or 8.1.",
        "minimum-EUR": "Enter an amount such as 1204.50.",
    }

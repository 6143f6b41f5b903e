"""Money is counted in whole minor units; what is split sums to what was there."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.money import CurrencyMismatch, Money, allocate, divide_half_even, unit_price
from marketplace.queries.formatting.amounts import bare_each
from marketplace.queries.formatting.money import money_each

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(st.integers(-(10**12), 10**12), weights)
def test_parts_sum_to_the_whole_and_mirror_for_negatives(total: int, by: list[int]) -> None:
    parts = allocate(total, by)
    assert sum(parts) == total
    assert [-part for part in parts] == allocate(-total, by)
    assert all(part == 0 for part, weight in zip(parts, by, strict=True) if weight == 0)


@given(st.integers(0, 10**9), weights)
def test_no_part_is_a_whole_unit_away_from_its_share(total: int, by: list[int]) -> None:
    for part, weight in zip(allocate(total, by), by, strict=True):
        assert abs(part - Fraction(total * weight, sum(by))) < 1


def test_the_price_of_one_has_the_decimals_it_needs() -> None:
    assert [str(unit_price(*of)) for of in ((18_765, 30), (10_000, 3), (1_000, 10), (0, 3), (1, 7))] == [
        "625.5",
        "3333.3",
        "100",
        "0",
        "0.1",
    ]
    assert [money_each(18_765, 30, "EUR"), money_each(10_000, 4, "EUR"), money_each(100, 3, "JPY")] == [
        "€6.255",
        "€25.00",
        "¥33.3",
    ]
    assert [bare_each(18_765, 30, "EUR"), bare_each(400_000, 2, "EUR")] == ["6.255", "2,000.00"]


@given(st.integers(0, 10**12), st.integers(1, 10**7))
def test_the_price_of_one_times_the_pieces_is_the_whole(amount: int, quantity: int) -> None:
    assert round(unit_price(amount, quantity) * quantity) == amount


def test_ten_lines_of_33_at_ten_percent_owe_33_not_30() -> None:
    assert sum(Money(33, "EUR").share(1000).amount for _ in range(10)) == 30  # the naive way, line by line
    assert sum(allocate(Money(330, "EUR").share(1000).amount, [33] * 10)) == 33


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_is_half_to_even(numerator: int, denominator: int) -> None:
    assert divide_half_even(numerator, denominator) == round(Fraction(numerator, denominator))


def test_currencies_do_not_mix_and_floats_are_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(TypeError):
        Money(1.5, "EUR")
    with pytest.raises(ValueError, match="XXX"):
        Money(1, "XXX")

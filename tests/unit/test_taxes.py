"""Tax: one rounding per category and rate, a share for each line, and a ground wherever nothing is charged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.money import divide_half_even
from marketplace.domain.stores.taxes import NO_RATE, Tax, nearest, net_and_gross, rate_of, read_tax, share_taxes

FULL, LESS, NONE = Tax(1900), Tax(700), Tax(0, "Z", "Zero rated")


def test_a_sum_is_rounded_once() -> None:
    amounts = [18_765, 14_796, 675]
    alone = [divide_half_even(amount * 1900, 10_000) for amount in amounts]
    shared = share_taxes([(amount, FULL) for amount in amounts], inclusive=False)
    assert (sum(amounts), sum(alone), sum(shared)) == (34_236, 6_504, 6_505)
    assert shared == [3_566, 2_811, 128]


def test_each_rate_is_a_sum_of_its_own() -> None:
    entries = [(3, FULL), (3, LESS), (3, FULL), (1_000, NONE), (3, LESS)]
    assert share_taxes(entries, inclusive=False) == [1, 0, 0, 0, 0]  # 1.14 of 6, and 0.42 of 6
    assert share_taxes([(119, FULL), (107, LESS), (0, FULL)], inclusive=True) == [19, 7, 0]
    assert share_taxes([], inclusive=True) == []


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from([FULL, LESS, NONE, Tax(810)])), max_size=12),
    st.booleans(),
)
def test_shares_make_up_the_tax_of_each_rate_and_stay_beside_their_own(
    entries: list[tuple[int, Tax]], inclusive: bool
) -> None:
    shared = share_taxes(entries, inclusive=inclusive)
    for tax in {tax for _, tax in entries}:
        mine = [(amount, part) for (amount, of), part in zip(entries, shared, strict=True) if of == tax]
        net, gross = net_and_gross(sum(amount for amount, _ in mine), tax.rate_bps, inclusive=inclusive)
        assert sum(part for _, part in mine) == gross - net
        for amount, part in mine:
            own_net, own_gross = net_and_gross(amount, tax.rate_bps, inclusive=inclusive)
            assert abs(part - (own_gross - own_net)) <= 1
            assert 0 <= part <= max(amount, 1)


def test_the_nearest_category_decides() -> None:
    rates = {"/": 1900, "/books/": 700}
    assert [rate_of(rates, path) for path in ("/", "/books/atlases/", "/tools/")] == [1900, 700, 1900]
    assert rate_of({"/books/": 700}, "/tools/") == 0
    assert nearest({"/": FULL}, "/tools/", NO_RATE) == FULL
    assert nearest({}, "/tools/", NO_RATE) == Tax(0, "")
    assert NO_RATE.ground == ""  # nobody has claimed any


@pytest.mark.parametrize(
    ("typed", "tax"),
    [
        ((1900, "", "", ""), Tax(1900, "S")),
        ((1900, "AE", "ignored", "VATEX-EU-AE"), Tax(1900, "S")),
        ((0, "Z", "", "VATEX-EU-O"), Tax(0, "Z", "Zero rated", "")),
        ((0, "AE", "", ""), Tax(0, "AE", "Reverse charge: the buyer owes the VAT", "VATEX-EU-AE")),
        ((0, "G", "  Export ", "vatex-eu-g"), Tax(0, "G", "Export", "VATEX-EU-G")),
        ((0, "E", "Art. 132 (1) i", "VATEX-EU-132-1I"), Tax(0, "E", "Art. 132 (1) i", "VATEX-EU-132-1I")),
    ],
)
def test_a_tax_as_it_is_set(typed: tuple[int, str, str, str], tax: Tax) -> None:
    assert read_tax(*typed) == tax


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ((0, "", "", ""), "Say why"),
        ((0, "S", "", ""), "Say why"),
        ((0, "E", " ", ""), "exemption"),
        ((0, "G", "", "EXPORT"), "VATEX"),
    ],
)
def test_nothing_is_charged_without_a_ground(typed: tuple[int, str, str, str], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read_tax(*typed)

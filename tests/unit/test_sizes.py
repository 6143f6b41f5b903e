"""Sizes follow each other as people expect them in a list."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.catalogue.sizes import in_order_of_size, read_figure


@pytest.mark.parametrize(
    "ordered",
    [
        ["M6", "M8", "M10", "M12"],
        ["12 V", "18 V", "230 V"],
        ["1.5 mm", "2,5 mm", "10 mm"],
        ["100 µl", "500 ml", "1 l", "1.5 l", "20 l"],
        ["500 g", "1 kg", "1,200 g", "2 kg"],
        ["80 cm", "1.2 m"],
        ["S", "M", "L", "XL", "XXL"],
        ["1/4 in", "3/8 in", "1/2 in"],
        ["8", "9", "10", "11"],
        ["0.5–10 µl", "2–20 µl", "20–200 µl", "100–1000 µl"],
        ["-20 °C", "4 °C", "37 °C"],
        ["GN 1/3", "GN 1/2", "GN 1/1", "GN 2/1"],
        ["25 × 10 mm", "25 × 20 mm"],
        ["950 W", "1,400 W", "2 kW"],
    ],
)
def test_sizes_go_by_size(ordered):
    assert in_order_of_size(reversed(ordered)) == ordered


@pytest.mark.parametrize("labels", [["Steel", "12 V"], ["Red", "Blue"], ["", "1"]])
def test_what_is_no_size_has_no_order(labels):
    assert in_order_of_size(labels) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("1.200.000", 1_200_000),
        ("2,5", Fraction(5, 2)),
        ("2.5", Fraction(5, 2)),
        ("0.125", 0.125),
        ("12", 12),
        ("1.200,5", Fraction(2401, 2)),
    ],
)
def test_figures_are_read_in_either_notation(text, value):
    assert read_figure(text) == value


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_labels_are_put_in_order_or_left(labels):
    ordered = in_order_of_size(labels)
    assert ordered is None or sorted(ordered) == sorted(labels)

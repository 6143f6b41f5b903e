"""Pasted lists: a SKU and a quantity per line, however the two are parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.buying.quick_order import MOST_LINES, MOST_PIECES, ListLine, read_list


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("AB-1\t40\n\n  CD-2; 3\r\nab-1 5\nab1 5\nEF-3 (two)", [("AB-1", 45), ("CD-2", 3), ("ab1", 5), ("EF-3", 0)]),
        ("AB-1,40", [("AB-1", 40)]),
        ("AB-1 x 4", [("AB-1", 4)]),
        ("AB-1 x4", [("AB-1", 4)]),
        ("AB-1\tCutting disc 125 mm\t40", [("AB-1", 40)]),
        ("AB 1\t7", [("AB 1", 7)]),
        ("AB-1 12 pcs", [("AB-1", 12)]),
        ("4006381333931;2 Stück", [("4006381333931", 2)]),
        ("AB-1 -3", [("AB-1", 0)]),
        ("AB-1 2.5", [("AB-1", 0)]),
        ("AB-1 999999", [("AB-1", MOST_PIECES)]),
        ("", []),
        (" \n;;;\n", []),
    ],
)
def test_a_line_is_a_code_and_how_many(text, lines):
    assert read_list(text) == [ListLine(*line) for line in lines]


def test_a_list_has_an_end():
    assert len(read_list("\n".join(f"AB-{n} 1" for n in range(200)))) == MOST_LINES


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read(text):
    assert all(line.code and 0 <= line.quantity <= MOST_PIECES for line in read_list(text))

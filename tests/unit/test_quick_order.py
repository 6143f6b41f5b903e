"""Pasted lists: a SKU and a quantity per line, however the two are parted."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.domain.buying.quick_order import (
    MOST_LINES,
    MOST_PIECES,
    ListLine,
    look_alikes,
    read_list,
    replaced,
    write_list,
)


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
        ("AB-1,100", [("AB-1", 100)]),
        (
            "AB-1\t1.200\nCD-2;1,200\nEF-3, 1,200\nGH-4,1,200",
            [("AB-1", 1200), ("CD-2", 1200), ("EF-3", 1200), ("GH-4", 1200)],
        ),
        ("AB-1\t1 200\nCD-2\t1\u202f200\nEF-3\t1’200", [("AB-1", 1200), ("CD-2", 1200), ("EF-3", 1200)]),
        ("AB-1\t40,00\nCD-2\t1.204,00", [("AB-1", 40), ("CD-2", 1204)]),
        ("40 x AB-1\n12\tCD-2\n3 pcs EF 3", [("AB-1", 40), ("CD-2", 12), ("EF 3", 3)]),
        ("4711\t5", [("4711", 5)]),
        ("Pos;Artikel-Nr.;Text;Menge\n1;AB-1;Disc, 5 mm;40\n2;CD-2;;3", [("AB-1", 40), ("CD-2", 3)]),
        ("SKU\tQty\nAB-1\t2", [("AB-1", 2)]),
        ('"AB-1","Disc","1,200"', [("AB-1", 1200)]),
        (
            "Cutting disc 125 mm 40\nCutting disc 230 mm 5 pcs\nHammer drill",
            [("Cutting disc 125 mm", 40), ("Cutting disc 230 mm", 5), ("Hammer drill", 0)],
        ),
        ("", []),
        (" \n;;;\n", []),
    ],
)
def test_a_line_is_a_code_and_how_many(text, lines):
    assert read_list(text) == [ListLine(*line) for line in lines]


def test_a_list_has_an_end():
    assert len(read_list("\n".join(f"AB-{n} 1" for n in range(1_500)))) == MOST_LINES == 1_000


def test_a_code_that_was_copied_by_eye_may_have_been_another():
    assert "lsp200" in set(look_alikes("LS-P2OO"))
    assert "hb1865" in set(look_alikes("HB-I865"))
    assert list(look_alikes("GMMX")) == []


def test_one_line_of_a_list_is_mended_and_the_others_stay():
    lines = read_list("LS-P2OO\t2\nVC-1\t4\nLS-P200\t3")
    assert write_list(replaced(lines, "ls-p2oo", "LS-P200")) == "LS-P200\t5\nVC-1\t4"
    assert write_list(replaced(lines, "VC-1", "")) == "LS-P2OO\t2\nLS-P200\t3"


@example("0,0;0")
@example("SKU;Quantity\n1,200;0")
@given(st.text(max_size=200))
def test_what_was_read_is_written_and_read_again(text):
    lines = [line for line in read_list(text) if line.code == read_list(line.code + "\t1")[0].code]
    assert read_list(write_list(lines)) == lines


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read(text):
    assert all(line.code and 0 <= line.quantity <= MOST_PIECES for line in read_list(text))

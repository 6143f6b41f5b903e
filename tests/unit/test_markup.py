"""One markup, two uses: what holds for both."""

from __future__ import annotations

import reflex as rx

from marketplace.components.markup import Html, each, el, raw, snapshot


class Shelf(rx.State):
    rows: list[list[str]] = []


def grid(rows: object) -> object:
    return el.ul(each(rows, lambda row: el.li(each(row, lambda cell: el.b(cell)))))


def test_a_loop_inside_a_loop_names_its_own_variable() -> None:
    drawn = str(grid(Shelf.rows).render())  # type: ignore[attr-defined]
    assert "item0" in drawn
    assert "item1" in drawn


def test_the_same_markup_as_html() -> None:
    with snapshot():
        assert str(grid([["a", "<b>"]])) == "<ul><li><b>a</b><b>&lt;b&gt;</b></li></ul>"


def test_styles_are_written_as_css_writes_them() -> None:
    with snapshot():
        assert (
            str(el.i(custom_attrs={"style": {"marginTop": "4px", "--z": 1}})) == '<i style="margin-top:4px;--z:1"></i>'
        )


def test_a_piece_is_escaped_once_and_what_is_added_to_it_too() -> None:
    with snapshot():
        piece = el.b("Nuts & bolts")
        assert isinstance(piece, Html)
        assert str(el.p(piece, " < ", piece)) == "<p><b>Nuts &amp; bolts</b> &lt; <b>Nuts &amp; bolts</b></p>"
        assert str(piece + "<i>") == "<b>Nuts &amp; bolts</b>&lt;i&gt;"
        assert str(raw("<i>ours</i>")) == "<div><i>ours</i></div>"


def test_elements_that_share_attributes_stay_apart() -> None:
    """Reflex writes other attributes into `custom_attrs`: a link would be read out as the one that shared them."""
    shared = {"reloadDocument": True}
    el.a("In", href="/sign-in", aria_label="Sign in", custom_attrs=shared)
    assert "Sign in" not in str(el.a("PDF", href="/x.pdf", custom_attrs=shared))
    assert shared == {"reloadDocument": True}

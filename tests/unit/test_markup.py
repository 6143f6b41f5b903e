"""One markup, two ways: what a component says as HTML is what it says as a Reflex component."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
import reflex as rx
from hypothesis import given
from hypothesis import strategies as st

from marketplace.components.markup import choose, each, el, pick, snapshot, use, when
from marketplace.components.native import NativeForm


@dataclass(frozen=True)
class Thing:
    name: str = ""
    is_new: bool = False
    parts: list[str] = field(default_factory=list)


class MarkupProbe(rx.State):
    thing: Thing = Thing()
    kind: str = ""


def html(markup: object) -> str:
    return str(markup)


def test_text_and_attributes_are_escaped() -> None:
    with snapshot():
        drawn = html(el.p('<b>"x"</b> & co', title='a"b<c>'))
    assert drawn == '<p title="a&quot;b&lt;c&gt;">&lt;b&gt;&quot;x&quot;&lt;/b&gt; &amp; co</p>'


@given(st.text())
def test_no_text_can_open_a_tag_or_leave_an_attribute(text: str) -> None:
    with snapshot():
        drawn = html(el.div(text, class_name=text))
    inside = drawn.removeprefix('<div class="').removesuffix("</div>")
    assert inside.count('"') == 1
    assert "<" not in inside
    assert inside.count(">") == 1


def test_markup_inside_markup_is_not_escaped_again() -> None:
    with snapshot():
        assert html(el.ul(el.li("a & b"), [el.li("c"), None])) == "<ul><li>a &amp; b</li><li>c</li></ul>"


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ({"class_name": "a b"}, ' class="a b"'),
        ({"html_for": "q"}, ' for="q"'),
        ({"tab_index": -1}, ' tabindex="-1"'),
        ({"aria_label": "Menu"}, ' aria-label="Menu"'),
        ({"aria_expanded": True}, ' aria-expanded="true"'),
        ({"disabled": True}, " disabled"),
        ({"disabled": False, "id": None}, ""),
        ({"on_click": print}, ""),
        ({"custom_attrs": {"style": {"--z": "2", "left": "1px"}}}, ' style="--z:2;left:1px"'),
        ({"custom_attrs": {"data-own": "true", "reloadDocument": True}}, ' data-own="true"'),
    ],
)
def test_attributes_are_written_as_html_has_them(props: dict[str, object], expected: str) -> None:
    with snapshot():
        assert html(el.div(**props)) == f"<div{expected}></div>"


def test_void_elements_have_no_end() -> None:
    with snapshot():
        assert html(el.input(name="q", default_value="<")) == '<input name="q" value="&lt;">'


def test_fields_show_their_default_value() -> None:
    with snapshot():
        area = html(el.textarea(default_value="1 < 2", name="list"))
        chosen = html(el.select(el.option("A", value="a"), el.option("B", value="b"), default_value="b"))
    assert ">1 &lt; 2</textarea>" in area
    assert 'value="b" selected' in chosen
    assert 'value="a" selected' not in chosen


def test_lists_choices_and_cases_as_html() -> None:
    thing = Thing("drill", True, ["a", "b"])
    with snapshot():
        assert html(el.ul(each(thing.parts, lambda part: el.li(part)))) == "<ul><li>a</li><li>b</li></ul>"
        assert html(el.p(when(thing.is_new, lambda: el.b("new"), lambda: el.i("old")))) == "<p><b>new</b></p>"
        assert html(el.p(when("", lambda: el.b("new")))) == "<p></p>"
        assert pick(thing.is_new, "yes", "no") == "yes"
        cases = {"a": lambda: el.b("A"), "b": lambda: el.b("B")}
        assert html(choose("b", cases)) == "<b>B</b>"
        assert html(choose("z", cases, lambda: el.i("none"))) == "<i>none</i>"
        assert choose("z", cases) == ""


def test_a_branch_that_does_not_hold_is_never_drawn() -> None:
    def never() -> object:
        raise AssertionError("drawn")

    with snapshot():
        assert html(el.p(when(False, never))) == "<p></p>"


def test_icons_are_hidden_from_screen_readers() -> None:
    with snapshot():
        drawn = html(use("cart"))
    assert drawn == '<svg class="i" aria-hidden="true"><use href="/icons.svg#cart"></use></svg>'


def test_the_same_functions_make_components_of_state_variables() -> None:
    thing = MarkupProbe.thing
    drawn = str(
        el.div(
            el.p(thing.name, class_name=pick(thing.is_new, "new", "old")),
            each(thing.parts, lambda part: [el.b(part), " "]),
            when(thing.is_new, lambda: [el.b("new"), thing.name], "plain words"),
            choose(MarkupProbe.kind, {"a": lambda: el.i("A")}, lambda: el.u("else")),
        )
    )
    assert "name" in drawn
    assert "map" in drawn.lower()
    assert all(word in drawn for word in ("plain words", '"A"', '"else"'))


def test_a_form_without_a_handler_is_left_to_the_browser() -> None:
    form = el.form(el.input(name="q"), action="/s/x/search", method="get")
    assert isinstance(form, NativeForm)
    assert "onSubmit" not in str(form)


def test_outside_a_snapshot_elements_are_components() -> None:
    with snapshot():
        pass
    assert isinstance(el.div("x"), rx.Component)

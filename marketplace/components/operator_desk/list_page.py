"""A list of the operator's desk: tabs by state, search, stores as a filter, a table with its pages and its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout


@dataclass(frozen=True)
class Nothing:
    """What stands in place of an empty table, with the way back to everything."""

    icon: str
    title: str
    text: str
    label: str


@dataclass(frozen=True)
class ListPage:
    """`state` is a `DeskList` of rows with `stores` and `tabs`; `place` is the entry of the menu and of `/admin/`."""

    state: Any
    place: str
    title: str
    sub: str
    placeholder: str
    columns: Callable[[], Sequence[t.Col]]
    row: Callable[[Any], Markup]
    nothing: Nothing


def list_page(of: ListPage) -> Markup:
    """The whole page, once its list is ready."""
    return when(of.state.list_ready, lambda: _page(of))


def _page(of: ListPage) -> Markup:
    state = of.state
    return desk(
        operator_layout(state),
        of.place,
        page_header(of.title, sub=of.sub),
        tab_list(state.tabs),
        filter_bar(
            search_box(state.q, state.search, placeholder=of.placeholder, key=state.q),
            chips=state.chips,
            facets=(Facet("Store", state.stores),),
        ),
        when(state.rows.length() > 0, lambda: _table(of), lambda: _nothing(of)),
        class_name="p-list",
    )


def _table(of: ListPage) -> Markup:
    state = of.state
    return el.div(
        t.table(of.columns(), state.rows, of.row, label=of.title, kind="tall click"),
        t.footer(state.range_text, previous=state.previous, following=state.following, csv=state.csv),
        class_name="pushmain",
    )


def _nothing(of: ListPage) -> Markup:
    says = of.nothing
    return empty(says.icon, says.title, says.text, button_link(says.label, href=f"/admin/{of.place}"))

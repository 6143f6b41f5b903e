"""Answers side by side: a line by vendors grid, what they add, and the bar that awards what is chosen."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link
from marketplace.components.desk.navigation import Person
from marketplace.components.desk.sidebar import avatar
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, each, el, pick, when


def ways_bar(screen: Any) -> Markup:
    """Let the page choose: each way with what it comes to."""
    return el.div(
        el.span("Choose for me", class_name="ink3"),
        each(screen.grid.ways, lambda way: _way(screen, way)),
        class_name="filters",
        role="group",
        aria_label="Choose for me",
    )


def _way(screen: Any, way: Any) -> Markup:
    return el.button(
        way.label,
        el.em(way.total),
        type="button",
        class_name=pick(way.on, "chip plain on", "chip plain"),
        aria_pressed=way.on,
        title=way.detail,
        on_click=screen.choose_way(way.key),
    )


def quote_grid(screen: Any) -> Markup:
    """The grid; on a phone a vendor's cells stand below their line."""
    grid = screen.grid
    return el.div(
        el.table(
            el.caption("Answers by line and vendor", class_name="vh"),
            el.thead(el.tr(el.th(grid.count, scope="col"), each(grid.columns, _head))),
            el.tbody(each(grid.rows, lambda row: _row(screen, row))),
            el.tbody(
                _foot("They add", grid.columns, lambda one: one.adds),
                _foot("Freight", grid.columns, lambda one: one.freight),
                _foot("Terms, valid", grid.columns, _terms),
                _foot("If all from one", grid.columns, _everything),
            ),
            class_name="tbl cmp",
        ),
        class_name="cmp-scroll",
        tab_index=0,
        role="region",
        aria_label="Comparison, scrolls sideways",
    )


def _head(column: Any) -> Markup:
    person = Person(column.initials, column.hue, column.vendor, "")
    return el.th(
        el.div(
            avatar(person),
            el.span(
                el.a(column.vendor, href=column.href, class_name="b6 id"),
                el.span(column.note, class_name="ink3 xs sub"),
                class_name="grow",
            ),
            when(column.revision != "", el.span(column.revision, class_name="xs ink2")),
            status(QUOTE, column.status),
            class_name="row",
        ),
        scope="col",
        class_name="vh2",
    )


def _row(screen: Any, row: Any) -> Markup:
    name = el.span(el.b(row.title, class_name="b5"), el.span(row.detail, class_name="sub"), class_name="trunc")
    return el.tr(
        el.th(el.span(t.thumb(row.picture), name, class_name="row g12"), scope="row"),
        each(row.cells, lambda cell: _cell(screen, row, cell)),
    )


def _cell(screen: Any, row: Any, cell: Any) -> Markup:
    return when(
        cell.is_offered,
        lambda: el.td(_offer(screen, row, cell), class_name=pick(cell.is_chosen, "oc aw", "oc")),
        lambda: el.td(
            el.span(cell.vendor, class_name="cmp-v"), el.span(cell.says, class_name="ink3"), class_name="oc none"
        ),
    )


def _offer(screen: Any, row: Any, cell: Any) -> Markup:
    choose = el.input(
        type="checkbox",
        class_name="radio",
        checked=cell.is_chosen,
        disabled=~cell.can_choose,
        on_change=screen.choose(cell.line_id, cell.quote_id),
        aria_label=f"Choose {cell.price} for {row.title}",
    )
    words = el.span(
        el.span(cell.vendor, class_name="cmp-v"),
        el.span(
            el.b(cell.price, class_name="num b6"),
            when(
                cell.mark == "lowest",
                lambda: el.span("lowest", class_name="best"),
                lambda: el.span(cell.difference, class_name=cell.tone),
            ),
            class_name="row between",
        ),
        el.span(
            el.span(
                cell.lead,
                when(cell.mark == "fastest", el.span(" · fastest", class_name="best")),
                when(cell.least != "", el.span(" · ", cell.least, class_name="warn")),
                when(cell.detail != "", el.span(" · ", cell.detail)),
            ),
            el.span(cell.total, class_name="num"),
            class_name="row between xs ink3",
        ),
        when(cell.says != "", lambda: el.span(cell.says, class_name="xs warn")),
        when(cell.instead != "", lambda: el.span("instead: ", cell.instead, class_name="xs ink2 trunc")),
        class_name="grow",
    )
    return el.label(choose, words, class_name="row top")


def _foot(label: str, columns: Any, show: Any) -> Markup:
    return el.tr(
        el.th(label, scope="row", class_name="b5"),
        each(columns, lambda one: el.td(el.span(one.vendor, class_name="cmp-v"), show(one))),
        class_name="ft",
    )


def _terms(column: Any) -> Markup:
    until = el.span(column.valid, class_name=column.valid_tone, title=column.valid_exact)
    return el.span(
        column.terms,
        when((column.terms != "") & (column.valid != ""), " · "),
        until,
        when(column.reason != "", lambda: el.span(" · ", column.reason, class_name="ink2")),
    )


def _everything(column: Any) -> Markup:
    return el.span(el.b(column.total, class_name="num b6"), " ", el.span(column.covers, class_name="ink3"))


def award_bar(screen: Any) -> Markup:
    """What the choice comes to, and the button that accepts it; once it was accepted, the way to its cart."""
    grid = screen.grid
    accept = button(
        "Award ", grid.chosen, "…", kind="pri", opens="award", disabled=~grid.can_award, primary=True, key="a"
    )
    go_on = button_link("Order what was awarded", href=grid.cart_href, kind="pri", reload=True)
    return el.div(
        each(grid.parts, lambda one: el.div(el.div(one.label, class_name="lab"), el.b(one.total, class_name="num b6"))),
        el.div(el.div("Freight", class_name="lab"), el.b(grid.freight, class_name="num b6")),
        el.div(el.div("Tax", class_name="lab"), el.b(grid.tax, class_name="num b6")),
        el.div(
            el.div("Together, with freight and tax", class_name="lab"),
            el.span(grid.total, class_name="fig"),
            class_name="tt",
        ),
        el.div(
            when(grid.saved != "", lambda: el.b("−", grid.saved, class_name="good b6")),
            when(grid.saved != "", lambda: el.span("against today’s prices", class_name="ink3 xs")),
            when(grid.missing != "", lambda: el.span(grid.missing, class_name="warn xs")),
            when(
                grid.limit.left != "",
                lambda: el.span(
                    grid.limit.left, " left of your limit: ", grid.limit.words, class_name=f"xs {grid.limit.tone}"
                ),
            ),
            class_name="sv2",
        ),
        el.div(when(grid.cart_href != "", go_on, accept), class_name="go"),
        class_name="award",
        role="region",
        aria_label="What is chosen",
    )

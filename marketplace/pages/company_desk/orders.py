"""`/s/{store}/company/orders`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, empty, when_text
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.orders import CompanyOrdersState

State: Any = CompanyOrdersState


def build() -> Markup:
    """Every purchase for the places of whoever looks."""
    return when(State.list_ready, lambda: company_desk(State, "orders", _page))


def _page() -> list[Markup]:
    return [
        page_header("Orders", sub="What anybody of the company ordered for your locations."),
        filter_bar(search_box(State.q, State.search, placeholder="Number, PO, person or article", key=State.q)),
        when(State.rows.length() > 0, _table, _nothing),
    ]


def _table() -> Markup:
    cols = (
        t.Col("Order"),
        t.Col("Who"),
        t.Col("Cost centre and PO", hide=True),
        t.Col("Total", right=True),
        t.Col("State"),
        t.Col("Placed", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Orders", kind="tall ord"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
    )


def _row(row: Any) -> Markup:
    link = el.a(row.number, href=row.href, class_name="id", custom_attrs={"reloadDocument": True})
    return t.row(
        t.two_lines(link, row.place, kind="o-id"),
        t.cell(row.who, kind="o-who"),
        t.cell(el.span(when_text(row.cost_centre, "none"), el.span(row.po_number, class_name="sub")), kind="hide ink2"),
        t.cell(row.total, kind="r num o-val"),
        t.cell(dot(row.look, row.state), kind="o-due"),
        t.cell(ago(row.placed, row.placed_exact), kind="r hide ink2"),
        key=row.number,
    )


def _nothing() -> Markup:
    return when(
        State.q != "",
        lambda: empty("search", "Nothing matches", "No order of your locations has these words."),
        lambda: empty("package", "No orders yet", "What anybody of the company orders stands here."),
    )


PAGE = Page("/s/[store_handle]/company/orders", build, "Orders · Concourse", State.open)

"""`/admin/orders`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.orders import OperatorOrdersState

State: Any = OperatorOrdersState


def build() -> Markup:
    """Every purchase that this person may see, newest first."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    return desk(
        operator_layout(State),
        "orders",
        page_header("Orders", sub="What was bought, from whom, and how far it is. One payment each."),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Number, buyer, PO, vendor", key=State.q),
            chips=State.chips,
            facets=(Facet("Store", State.stores),),
        ),
        when(State.rows.length() > 0, _table, _nothing),
        class_name="p-list",
    )


def _table() -> Markup:
    cols = (
        t.Col("Order"),
        t.Col("Store", hide=True),
        t.Col("Vendors", hide=True),
        t.Col("Placed", hide=True),
        t.Col("Payment"),
        t.Col("Status"),
        t.Col("Total", right=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Orders", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(group: Any) -> Markup:
    return t.row(
        t.identity(group.number, group.buyer, href=group.href),
        t.cell(el.span(store_mark(group.mark), group.mark.name, class_name="row"), kind="hide"),
        t.two_lines(group.vendors, group.vendor_names, kind="hide"),
        t.cell(ago(group.placed, group.placed_exact), kind="hide ink2"),
        t.cell(dot(group.payment_look, group.payment)),
        t.cell(dot(group.look, group.status)),
        el.td(
            el.span(group.total, class_name="b5"),
            when(group.refunded != "", lambda: el.span(group.refunded, class_name="sub")),
            class_name="r",
        ),
        key=group.id,
    )


def _nothing() -> Markup:
    return empty(
        "package",
        "No order here",
        "Nothing is in this state, or the search finds nothing.",
        button_link("Show all orders", href="/admin/orders"),
    )


PAGE = Page("/admin/orders", build, "Orders · Concourse", State.open)

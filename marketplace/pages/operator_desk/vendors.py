"""`/admin/vendors`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import VENDOR, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.vendors import OperatorVendorsState

State: Any = OperatorVendorsState


def build() -> Markup:
    """Every vendor that this person may decide about; applications by deadline."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    sub = "Applications are answered within a day. A suspended vendor’s offers leave search at once."
    return desk(
        operator_layout(State),
        "vendors",
        page_header("Vendors", sub=sub),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Name or legal name", key=State.q),
            chips=State.chips,
            facets=(Facet("Store", State.stores),),
        ),
        when(State.rows.length() > 0, _table, _nothing),
        class_name="p-list",
    )


def _table() -> Markup:
    cols = (
        t.Col("Vendor", sort_href=State.sort_href["name"], sorted=State.sort_way["name"]),
        t.Col("Store", hide=True),
        t.Col("Evidence", hide=True),
        t.Col("Products", right=True, sort_href=State.sort_href["products"], sorted=State.sort_way["products"]),
        t.Col("Answer"),
        t.Col("Status"),
        t.Col("Since", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Vendors", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(vendor: Any) -> Markup:
    return t.row(
        t.identity(vendor.name, vendor.line, href=vendor.href),
        t.cell(el.span(store_mark(vendor.mark), vendor.mark.name, class_name="row"), kind="hide"),
        t.cell(vendor.proven, kind="hide ink2"),
        t.cell(vendor.products, kind="r hide"),
        t.cell(el.span(vendor.due, class_name=vendor.due_tone)),
        t.cell(status(VENDOR, vendor.status)),
        t.cell(ago(vendor.since, vendor.since_exact), kind="r hide ink2"),
        key=vendor.id,
    )


def _nothing() -> Markup:
    return empty(
        "store",
        "No vendor here",
        "Nobody is in this state, or the search finds nobody.",
        button_link("Show all vendors", href="/admin/vendors"),
    )


PAGE = Page("/admin/vendors", build, "Vendors · Concourse", State.open)

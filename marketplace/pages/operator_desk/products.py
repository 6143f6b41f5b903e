"""`/admin/products`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import PRODUCT, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.products import OperatorProductsState

State: Any = OperatorProductsState


def build() -> Markup:
    """Every product that this person sees, whoever sells it."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    return desk(
        operator_layout(State),
        "products",
        page_header("Products", sub="Every store’s goods. Vendors change their own; this is the place to look."),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Name, SKU, vendor", key=State.q),
            chips=State.chips,
            facets=(Facet("Store", State.stores),),
        ),
        when(State.rows.length() > 0, _table, _nothing),
        class_name="p-list",
    )


def _table() -> Markup:
    cols = (
        t.Col("Product", sort_href=State.sort_href["title"], sorted=State.sort_way["title"]),
        t.Col("Store", hide=True),
        t.Col("Vendor", hide=True),
        t.Col("Price", right=True),
        t.Col("In stock", right=True, hide=True, sort_href=State.sort_href["stock"], sorted=State.sort_way["stock"]),
        t.Col("Status"),
        t.Col("Made", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Products", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(product: Any) -> Markup:
    return t.row(
        t.identity(product.title, product.line, href=product.href, picture=product.thumbnail),
        t.cell(el.span(store_mark(product.mark), product.mark.name, class_name="row"), kind="hide"),
        t.cell(product.vendor, kind="hide ink2"),
        t.cell(product.price, kind="r"),
        t.cell(product.stock, kind="r hide"),
        t.cell(status(PRODUCT, product.status)),
        t.cell(ago(product.made, product.made_exact), kind="r hide ink2"),
        key=product.id,
    )


def _nothing() -> Markup:
    return empty(
        "boxes",
        "No product here",
        "None is in this state, or the search finds none.",
        button_link("Show all products", href="/admin/products"),
    )


PAGE = Page("/admin/products", build, "Products · Concourse", State.open)

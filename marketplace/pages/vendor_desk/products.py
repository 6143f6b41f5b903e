"""`/vendor/products`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import PRODUCT, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.products import VendorProductsState

State: Any = VendorProductsState  # on a page its variables are names of what the browser will hold


def build() -> Markup:
    """The list of the vendor's products."""
    return vendor_desk(State, "products", _page, ready=State.list_ready, waiting=outline())


def _page() -> Markup:
    add = button_link("Add a product", href="/vendor/products/new", kind="pri", icon_name="plus", key="c")
    sub = (
        State.place.live.to_string(),
        " live in ",
        State.place.store_name,
        ", ",
        State.place.drafts.to_string(),
        " in draft",
    )
    return el.div(
        page_header("Products", when(State.place.can_edit, add), sub=el.span(*sub)),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Search name or SKU", key=State.q),
            chips=State.chips,
            facets=(Facet("Category", State.categories),),
        ),
        when(State.rows.length() > 0, _table, _nothing),
        class_name="pushmain",
    )


def _table() -> Markup:
    cols = (
        t.Col("Product", sort_href=State.sort_href["title"], sorted=State.sort_way["title"]),
        t.Col("Category", hide=True),
        t.Col("Price", right=True, sort_href=State.sort_href["price"], sorted=State.sort_way["price"]),
        t.Col("In stock", right=True, sort_href=State.sort_href["stock"], sorted=State.sort_way["stock"]),
        t.Col("Status"),
        t.Col("Added", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Products", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(product: Any) -> Markup:
    return t.row(
        t.identity(
            product.title, el.span(product.sku, ", ", product.variants), href=product.href, picture=product.thumbnail
        ),
        t.cell(product.category, kind="hide ink2"),
        t.cell(product.price, kind="r"),
        t.cell(el.span(product.stock, class_name=product.stock_tone), kind="r hide"),
        t.cell(status(PRODUCT, product.status)),
        t.cell(ago(product.created, product.created_exact), kind="r hide ink2"),
        key=product.id,
    )


def _nothing() -> Markup:
    none_found = empty(
        "search",
        "Nothing matches",
        "Take a filter away, or search for something else.",
        button_link("Show all products", href="/vendor/products"),
    )
    none_yet = empty(
        "boxes",
        "No products yet",
        "Shoppers find you as soon as one product is live.",
        button_link("Add a product", href="/vendor/products/new", kind="pri"),
    )
    return when(State.is_filtered, none_found, none_yet)


PAGE = Page("/vendor/products", build, "Products · Concourse", State.open)

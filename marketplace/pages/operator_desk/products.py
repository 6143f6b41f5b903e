"""`/admin/products`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago
from marketplace.components.desk.status import PRODUCT, status
from marketplace.components.markup import Markup, el
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.list_page import ListPage, Nothing, list_page
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.products import OperatorProductsState

State: Any = OperatorProductsState


def build() -> Markup:
    """Every product that this person sees, whoever sells it."""
    return list_page(
        ListPage(
            state=State,
            place="products",
            title="Products",
            sub="Every store’s goods. Vendors change their own; this is the place to look.",
            placeholder="Name, SKU, vendor",
            columns=_columns,
            row=_row,
            nothing=Nothing(
                "boxes", "No product here", "None is in this state, or the search finds none.", "Show all products"
            ),
        )
    )


def _columns() -> tuple[t.Col, ...]:
    return (
        t.Col("Product", sort_href=State.sort_href["title"], sorted=State.sort_way["title"]),
        t.Col("Store", hide=True),
        t.Col("Vendor", hide=True),
        t.Col("Price", right=True),
        t.Col("In stock", right=True, hide=True, sort_href=State.sort_href["stock"], sorted=State.sort_way["stock"]),
        t.Col("Status"),
        t.Col("Made", right=True, hide=True),
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


PAGE = Page("/admin/products", build, "Products · Concourse", State.open)

"""`/admin/orders`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.list_page import ListPage, Nothing, list_page
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.orders import OperatorOrdersState

State: Any = OperatorOrdersState


def build() -> Markup:
    """Every purchase that this person may see, newest first."""
    return list_page(
        ListPage(
            state=State,
            place="orders",
            title="Orders",
            sub="What was bought, from whom, and how far it is. One payment each.",
            placeholder="Number, buyer, PO, vendor",
            columns=_columns,
            row=_row,
            nothing=Nothing(
                "package", "No order here", "Nothing is in this state, or the search finds nothing.", "Show all orders"
            ),
        )
    )


def _columns() -> tuple[t.Col, ...]:
    return (
        t.Col("Order"),
        t.Col("Store", hide=True),
        t.Col("Vendors", hide=True),
        t.Col("Placed", hide=True),
        t.Col("Payment"),
        t.Col("Status"),
        t.Col("Total", right=True),
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


PAGE = Page("/admin/orders", build, "Orders · Concourse", State.open)

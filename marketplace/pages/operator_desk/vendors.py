"""`/admin/vendors`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago
from marketplace.components.desk.status import VENDOR, status
from marketplace.components.markup import Markup, el
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.list_page import ListPage, Nothing, list_page
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.vendors import OperatorVendorsState

State: Any = OperatorVendorsState


def build() -> Markup:
    """Every vendor that this person may decide about; applications by deadline."""
    return list_page(
        ListPage(
            state=State,
            place="vendors",
            title="Vendors",
            sub="Applications are answered within a day. A suspended vendor’s offers leave search at once.",
            placeholder="Name or legal name",
            columns=_columns,
            row=_row,
            nothing=Nothing(
                "store", "No vendor here", "Nobody is in this state, or the search finds nobody.", "Show all vendors"
            ),
        )
    )


def _columns() -> tuple[t.Col, ...]:
    return (
        t.Col("Vendor", sort_href=State.sort_href["name"], sorted=State.sort_way["name"]),
        t.Col("Store", hide=True),
        t.Col("Evidence", hide=True),
        t.Col(
            "Products", right=True, hide=True, sort_href=State.sort_href["products"], sorted=State.sort_way["products"]
        ),
        t.Col("Answer"),
        t.Col("Status"),
        t.Col("Since", right=True, hide=True),
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


PAGE = Page("/admin/vendors", build, "Vendors · Concourse", State.open)

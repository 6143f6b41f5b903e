"""`/account/orders`."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.layout import account_layout
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, when
from marketplace.pages.registry import Page
from marketplace.state.account.orders import AccountOrdersState

State: Any = AccountOrdersState


def build() -> Markup:
    """Every purchase of this person, newest first."""
    return when(State.orders_ready, _page)


def _page() -> Markup:
    nothing = empty(
        "package",
        "No orders yet",
        "What you buy is followed here, whichever store it is from.",
        button_link("Choose a store", href="/stores", reload=True),
    )
    return desk(
        account_layout(State.profile),
        "orders",
        page_header("Your orders", sub="Parcels, invoices, returns and reordering are on the page of each."),
        when(State.rows.length() > 0, _table, nothing),
        class_name="p-list",
    )


def _table() -> Markup:
    cols = (
        t.Col("Order"),
        t.Col("Goods", hide=True),
        t.Col("Store", hide=True),
        t.Col("Placed", hide=True),
        t.Col("Status"),
        t.Col("Total", right=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Your orders", kind="tall ord click"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
        class_name="pushmain",
    )


def _row(order: Any) -> Markup:
    pictures = each(order.pictures, lambda url: el.img(src=url, alt="", class_name="pic s", loading="lazy"))
    number = el.a(order.number, href=order.href, class_name="id", custom_attrs={"reloadDocument": True})
    return t.row(
        el.td(number, el.span(order.vendors, ", ", order.pieces, class_name="sub"), class_name="o-id"),
        el.td(el.span(pictures, class_name="row g4"), class_name="hide"),
        t.two_lines(order.store, order.po_number, kind="hide"),
        t.cell(ago(order.placed, order.placed_exact), kind="hide ink2"),
        el.td(dot(f"{order.tone} full", order.status), el.span(order.needs, class_name="sub"), class_name="o-who"),
        t.cell(order.total, kind="r b5 o-val"),
        key=order.href,
    )


PAGE = Page("/account/orders", build, "Your orders · Concourse", State.open)

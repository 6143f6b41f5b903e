"""`/vendor/orders/[order_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import columns, missing, region
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, when
from marketplace.components.vendor_desk import order_forms as forms
from marketplace.components.vendor_desk import order_parts as parts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.pages.vendor_desk.orders import order_actions
from marketplace.state.vendor_desk.order import VendorOrderState

State: Any = VendorOrderState


def build() -> Markup:
    """Everything about one order, or the sentence that it is not there."""
    gone = missing("order", "/vendor/orders", "Back to your orders")
    return vendor_desk(State, "orders", _page, ready=State.order_ready, waiting=when(State.missing, gone, outline()))


def _page() -> Markup:
    order = State.order
    sub = el.span(
        order.buyer,
        when(order.po_number != "", el.span(", PO ", order.po_number)),
        when(order.cost_centre != "", el.span(", cost centre ", order.cost_centre)),
        ", placed ",
        order.placed,
        when(order.due != "", el.span(", ship ", el.span(order.due, class_name=f"{order.due_tone} b5"))),
    )
    main = [
        el.div(
            parts.wishes(State),
            forms.cancel(State),
            forms.refund(State),
            parts.parcel_form(State),
            class_name="order-work",
        ),
        region("Lines", _lines(), tight=True, count=order.lines.length().to_string()),
        el.div(parts.returns(State), parts.parcels(State), class_name="order-work"),
    ]
    side = [el.div(part(State), class_name="order-work") for part in (parts.whereto, parts.money, parts.timeline)]
    return el.div(
        page_header(
            order.number,
            *order_actions(State, is_page=True),
            crumbs=(Crumb("Orders", "/vendor/orders"), Crumb(order.number)),
            pill=dot(order.look, order.status, pill=True),
            sub=sub,
        ),
        columns(main, side),
        class_name="pushmain p-order",
    )


def _lines() -> Markup:
    cols = (
        t.Col("Article"),
        t.Col("Pieces", right=True),
        t.Col("State", hide=True),
        t.Col("Each", right=True, hide=True),
        t.Col("Amount", right=True),
    )
    return t.table(cols, State.order.lines, _line, label="Lines", kind="tall", keys=False)


def _line(line: Any) -> Markup:
    return t.row(
        t.identity(line.title, line.detail, picture=line.picture),
        t.cell(line.ordered.to_string(), kind="r"),
        t.cell(line.state, kind="hide ink2"),
        t.cell(line.unit_price, kind="r hide"),
        t.cell(line.price, kind="r b5"),
        key=line.id,
    )


PAGE = Page("/vendor/orders/[order_id]", build, "Order · Concourse", State.open)

"""`/vendor/orders`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, empty, keys, missing
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.icons import icon
from marketplace.components.desk.overlays import drawer
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk import order_forms as forms
from marketplace.components.vendor_desk import order_parts as parts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.order import VendorOrderState
from marketplace.state.vendor_desk.orders import VendorOrdersState

State: Any = VendorOrdersState  # on a page its variables are names of what the browser will hold
One: Any = VendorOrderState


def build() -> Markup:
    """The work list, with one order beside it."""
    return vendor_desk(
        State,
        "orders",
        _page,
        ready=State.orders_ready,
        waiting=outline(),
        class_name=pick(State.chosen != "", "pushed", ""),
    )


def _page() -> list[Markup]:
    fulfil = button_link(
        "Fulfil next order", keys("F"), href=State.first_href, kind="pri", icon_name="package", key="f"
    )
    csv = button_link("Export CSV", href=State.csv, icon_name="download", download=True)
    return [
        el.div(
            page_header(
                "Orders",
                el.span(csv, class_name="desk-only"),
                when((State.rows.length() > 0) & (State.chosen == ""), fulfil),
            ),
            tab_list(State.tabs),
            filter_bar(
                search_box(State.q, State.search, placeholder="Order, PO, buyer, SKU", key=State.q),
                chips=State.chips,
                facets=(Facet("Ship by", State.due_choices),),
            ),
            when(State.rows.length() > 0, _table, _nothing),
            class_name="pushmain p-orders",
        ),
        when(State.chosen != "", _drawer),
    ]


def _table() -> list[Markup]:
    cols = ("Order", "Placed", "Buyer", "Lines", "Ship by", "Paid by", "Status", "Value")
    heads = [
        el.th(name, scope="col", class_name={"Lines": "r", "Value": "r"}.get(name, "d-hide" if name in _LESS else None))
        for name in cols
    ]
    return [
        el.table(
            el.caption("Orders", class_name="vh"),
            el.thead(el.tr(*heads)),
            el.tbody(each(State.rows, _row)),
            class_name="tbl tall ord click",
            custom_attrs={"data-keys": "1"},
        ),
        t.footer(
            State.range_text,
            previous=State.previous,
            following=State.following,
            extra=el.span(
                when(State.worth != "", el.span(State.worth, " in all")),
                el.span(keys("J"), keys("K"), " move ", keys("↵"), " open", class_name="end row g6 desk-only"),
                class_name="row grow g12",
            ),
        ),
    ]


def _nothing() -> Markup:
    none_found = empty(
        "search",
        "Nothing matches",
        "Take a filter away, or search for something else.",
        button_link("Show all orders", href="/vendor/orders?view=all"),
    )
    none_here = empty(
        "circle-check",
        "Nothing here",
        "What comes in appears by itself, the most urgent first.",
        button_link("Show all orders", href="/vendor/orders?view=all"),
    )
    return when(State.is_filtered, none_found, none_here)


_LESS = ("Placed", "Paid by", "Status")


def _row(order: Any) -> Markup:
    return el.tr(
        el.td(
            el.a(order.number, href=order.href, class_name="id"),
            el.span(order.po_number, class_name="sub"),
            class_name="o-id",
        ),
        el.td(order.placed, class_name="ink2 hide d-hide"),
        el.td(el.span(order.buyer, class_name="b5"), el.span(order.place, class_name="sub"), class_name="o-who"),
        el.td(order.line_count, el.span(order.pieces, class_name="sub"), class_name="r hide"),
        el.td(el.span(order.due, class_name=f"{order.due_tone} b5"), class_name="o-due", title=order.due_exact),
        el.td(order.paid_by, class_name="ink2 hide d-hide"),
        el.td(dot(order.look, order.status), class_name="d-hide o-act"),
        el.td(order.value, class_name="r b5 o-val"),
        class_name=pick(order.id == State.chosen, "sel", ""),
        key=order.id,
    )


def _drawer() -> Markup:
    gone = missing("order", "/vendor/orders", "Back to your orders")
    return when(One.order.id != "", _order, lambda: when(One.missing, el.aside(gone, class_name="drawer"), _waiting))


def _waiting() -> Markup:
    return el.aside(outline(), class_name="drawer", aria_label="Detail")


def _order() -> Markup:
    order = One.order
    title = el.span(pick(order.may_ship, "Fulfil ", "Order "), order.number)
    line = el.p(
        order.buyer,
        when(order.po_number != "", el.span(" · PO ", order.po_number)),
        when(order.due != "", el.span(" · ", el.span(order.due, class_name=f"{order.due_tone} b5"))),
        when(order.due == "", el.span(" · ", order.status)),
        class_name="ink2",
    )
    return drawer(
        title,
        parts.wishes(One),
        forms.cancel(One),
        forms.refund(One),
        parts.parcel_form(One),
        parts.returns(One),
        parts.parcels(One),
        parts.whereto(One),
        parts.money(One),
        parts.timeline(One),
        close_href=State.close_href,
        actions=order_actions(One, is_page=False),
        pill=line,
        arrows=(arrow("arrow-up", "Previous", State.row_before), arrow("arrow-down", "Next", State.row_after)),
    )


def arrow(name: str, label: str, href: Any) -> Markup:
    """A way to the neighbour; nothing where there is none."""
    return when(href != "", lambda: el.a(icon(name), href=href, class_name="btn quiet icon", aria_label=label))


def order_actions(state: Any, *, is_page: bool) -> list[Markup]:
    """What can be done now; at the right the one thing that is due."""
    order, more = state.order, _more_actions(state, is_page=is_page)
    menu = (
        more
        if is_page
        else el.details(
            el.summary(icon("ellipsis"), class_name="btn quiet icon", aria_label="More"),
            el.div(*more, class_name="menu col-menu"),
            class_name="pop up",
        )
    )
    return [
        when(order.slip_href != "", lambda: _paper("printer", "Packing slip", order.slip_href, "btn")),
        menu,
        el.span(class_name="end"),
        when(order.may_accept, lambda: button("Accept", on_click=state.accept, key="a")),
        when(
            order.may_ship,
            lambda: el.button(
                "Mark as shipped",
                keys("Ctrl", "↵"),
                type="submit",
                class_name="btn pri",
                custom_attrs={"data-primary": "1", "form": "parcel-form"},
            ),
        ),
    ]


def _more_actions(state: Any, *, is_page: bool) -> list[Markup]:
    order = state.order

    def quiet(may: Any, label: str, icon_name: str, form: str) -> Markup:
        return when(may, lambda: button(label, icon_name=icon_name, kind="quiet", on_click=state.show(form)))

    invoice = when(order.invoice_href != "", lambda: _paper("file-text", "Invoice", order.invoice_href, "btn quiet"))
    page = el.a(icon("external-link"), "Open as a page", href=f"/vendor/orders/{order.id}", class_name="btn quiet")
    return [
        quiet(order.may_accept, "Refuse…", "circle-x", "refuse"),
        quiet(order.may_cancel, "Cancel what is left…", "ban", "cancel"),
        quiet(order.may_refund, "Pay back…", "coins", "refund"),
        invoice,
        *([] if is_page else [page]),
    ]


def _paper(icon_name: str, label: str, href: Any, class_name: str) -> Markup:
    """A document in a window of its own."""
    attrs = {"reloadDocument": True}
    return el.a(icon(icon_name), label, href=href, target="_blank", class_name=class_name, custom_attrs=attrs)


PAGE = Page("/vendor/orders", build, "Orders · Concourse", [State.open, One.open])

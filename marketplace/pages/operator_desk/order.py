"""`/admin/orders/[group_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, columns, missing, note, pairs, region
from marketplace.components.desk.form import error_of, field, text_area
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.components.vendor_desk import order_forms as forms
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.order import OperatorOrderState

State: Any = OperatorOrderState


def build() -> Markup:
    """The whole purchase, or the sentence that it is not there."""
    gone = lambda: desk(operator_layout(State), "orders", missing("order", "/admin/orders", "All orders"))  # noqa: E731
    return when(State.group_ready, _page, lambda: when(State.missing, gone))


def _page() -> Markup:
    group = State.group
    confirm = button("Transfer has arrived", on_click=State.confirm, kind="pri", icon_name="check", primary=True)
    give_up = button("Give it up…", kind="quiet", on_click=State.show("give-up"))
    sub = el.span(
        store_mark(group.mark), group.buyer, ", placed ", ago(group.placed, group.placed_exact), class_name="row g6"
    )
    return desk(
        operator_layout(State),
        "orders",
        page_header(
            el.span("Order ", group.number),
            when(group.may_cancel, give_up),
            when(group.may_confirm, confirm),
            crumbs=(Crumb("Orders", "/admin/orders"), Crumb(group.number)),
            pill=dot(group.look, group.status, pill=True),
            sub=sub,
        ),
        columns([_awaits(), each(group.parts, _part), _books()], [_payment(), _sums(), _people(), _timeline()]),
        class_name="p-order",
    )


def _awaits() -> Markup:
    group = State.group
    error = error_of(State.field_errors, "reason")
    form = el.form(
        field(
            "Why is it given up?",
            text_area("reason", "", error=error, key=State.press, rows=2),
            id="reason",
            error=error,
            hint="The buyer and the vendors read it.",
        ),
        el.div(
            button("Keep waiting", kind="quiet", small=True, on_click=State.show("")),
            button("Cancel the purchase", kind="danger", small=True, submit=True),
            class_name="row end",
        ),
        on_submit=State.give_up,
        class_name="fields panel",
    )
    waits = note(
        "The buyer pays by transfer: ",
        el.b(group.total, class_name="b6"),
        " with the purpose ",
        el.b(group.number, class_name="b6"),
        ". Nothing is sent before somebody says that it has arrived.",
        tone="info",
    )
    return when(
        group.may_confirm,
        lambda: el.div(el.section(waits, when(State.panel == "give-up", lambda: form)), class_name="order-work"),
    )


def _part(part: Any) -> Markup:
    order = part.order
    head = el.span(
        dot(order.look, order.status),
        when(order.due != "", el.span(order.due, class_name=f"{order.due_tone} xs")),
        class_name="row g12",
    )
    acts = el.span(
        when(
            order.invoice_href != "",
            lambda: el.a(
                "Invoice",
                href=order.invoice_href,
                class_name="link",
                target="_blank",
                custom_attrs={"reloadDocument": True},
            ),
        ),
        when(
            order.may_cancel,
            lambda: button("Cancel…", small=True, kind="quiet", on_click=State.choose(order.id, "cancel")),
        ),
        when(order.may_refund, lambda: button("Pay back…", small=True, on_click=State.choose(order.id, "refund"))),
        class_name="row g6",
    )
    opened = lambda: el.div(forms.cancel(State), forms.refund(State), class_name="order-work")  # noqa: E731
    return el.section(
        el.div(
            el.h2(order.number, " ", el.a(part.vendor, href=part.vendor_href, class_name="link")),
            head,
            el.div(acts, class_name="end row"),
            class_name="rh",
        ),
        when(order.is_cancel_asked, lambda: el.p(order.cancel_wish, class_name="warn reg-note")),
        when(State.order.id == order.id, opened),
        el.table(
            el.caption("Lines", class_name="vh"),
            el.thead(el.tr(*[el.th(name, scope="col", class_name=kind) for name, kind in _HEADS])),
            el.tbody(each(order.lines, _line)),
            class_name="tbl tall",
        ),
        when(order.parcels.length() > 0, lambda: el.ul(each(order.parcels, _parcel), class_name="list pad-x")),
        when(order.refunds.length() > 0, lambda: el.ul(each(order.refunds, _refund), class_name="list pad-x")),
        class_name="reg tight",
        key=order.id,
    )


_HEADS = (("Article", None), ("Pieces", "r"), ("State", "hide"), ("Amount", "r"))


def _line(line: Any) -> Markup:
    return t.row(
        t.identity(line.title, line.detail, picture=line.picture),
        t.cell(line.ordered.to_string(), kind="r"),
        t.cell(line.state, kind="hide ink2"),
        t.cell(line.price, kind="r b5"),
        key=line.id,
    )


def _parcel(parcel: Any) -> Markup:
    arrived = parcel.delivered != ""
    return el.li(
        icon("truck"),
        el.span(
            el.b(parcel.title, class_name="b5"),
            " · ",
            parcel.carrier,
            " ",
            parcel.tracking_number,
            el.span(parcel.contents, class_name="ink3 xs block"),
            class_name="grow",
        ),
        dot(
            pick(arrived, "good full", "info full"),
            el.span(pick(arrived, "Delivered ", "Sent "), pick(arrived, parcel.delivered, parcel.sent)),
        ),
        key=parcel.id,
    )


def _refund(row: Any) -> Markup:
    return el.li(
        icon("undo-2"),
        el.span(
            el.b(row.amount, class_name="b5 num"),
            " ",
            row.reason,
            when(row.failure != "", lambda: el.span(row.failure, class_name="bad xs block")),
            class_name="grow",
        ),
        when(row.failure != "", lambda: button("Try again", small=True, on_click=State.retry(row.id))),
        dot(row.look, row.status),
        ago(row.when, row.exact),
        key=row.id,
    )


def _books() -> Markup:
    entry = lambda line: el.div(el.dt(line.label), el.dd(line.amount, class_name="num"))  # noqa: E731
    posting = lambda row: el.li(  # noqa: E731
        el.div(
            el.span(el.b(row.what, class_name="b5"), " ", row.about, " ", ago(row.when, row.exact)),
            el.dl(each(row.sides, entry), class_name="sums"),
            class_name="grow",
        ),
        key=row.id,
    )
    return when(
        State.group.postings.length() > 0,
        lambda: region(
            "In the books",
            el.ul(each(State.group.postings, posting), class_name="list"),
            end=el.a("Ledger", href="/admin/ledger", class_name="link"),
        ),
    )


def _payment() -> Markup:
    group = State.group
    return region(
        "Payment",
        pairs(
            ("State", dot(group.payment_look, group.payment)),
            ("Means", group.paid_by),
            ("Provider", group.provider),
            ("Reference", el.span(group.reference, class_name="mono xs")),
            ("Paid", group.paid),
        ),
    )


def _sums() -> Markup:
    line = lambda row: el.div(  # noqa: E731
        el.dt(row.label), el.dd(row.amount, class_name="num"), class_name=pick(row.strong, "tot", "")
    )
    return region("Sum", el.dl(each(State.group.sums, line), class_name="sums"))


def _people() -> Markup:
    group = State.group
    return region(
        "Buyer",
        el.div(el.b(group.email, class_name="b5"), " ", el.span(group.account, class_name="ink3")),
        when(group.acted_by != "", lambda: el.div("Placed in their name by ", el.b(group.acted_by, class_name="b5"))),
        when(group.po_number != "", lambda: el.div("PO ", group.po_number)),
        when(group.cost_centre != "", lambda: el.div("Cost centre ", group.cost_centre)),
        el.h3("Ship to", class_name="sh before"),
        _address(group.ship_to),
        el.h3("Invoice to", class_name="sh before"),
        _address(group.bill_to),
        when(group.note != "", lambda: el.p("“", group.note, "”", class_name="ink2 before")),
    )


def _address(lines: Any) -> Markup:
    return el.div(each(lines, lambda line: el.div(line)))


def _timeline() -> Markup:
    line = lambda row: el.li(  # noqa: E731
        el.b(row.about, class_name="b5"), " ", row.text, " ", ago(row.when, row.exact)
    )
    return region(
        "So far",
        when(
            State.group.timeline.length() > 0,
            lambda: el.ol(each(State.group.timeline, line), class_name="tl"),
            lambda: el.p("Nothing since it was placed.", class_name="ink3"),
        ),
    )


PAGE = Page("/admin/orders/[group_id]", build, "Order · Concourse", State.open)

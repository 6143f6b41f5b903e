"""`/vendor`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.chart import line_chart
from marketplace.components.desk.controls import ago, button_link, columns, empty, figure, keys, pairs, region
from marketplace.components.desk.icons import icon
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import VENDOR, dot, status
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import inline
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.components.vendor_desk.shop_settings import failed_payout
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.today import VendorTodayState

State: Any = VendorTodayState  # on a page its variables are names of what the browser will hold


def build() -> Markup:
    """What comes first, then how the shop stands."""
    return vendor_desk(State, "today", _page, ready=State.today_ready, waiting=outline())


def _page() -> Markup:
    add = button_link("Add a product", href="/vendor/products/new", kind="pri", icon_name="plus", key="c")
    fulfil = button_link("Fulfil next order", keys("F"), href=State.next_href, kind="pri", icon_name="package", key="f")
    due = when(State.next_href != "", fulfil, lambda: when(State.place.can_edit, add))
    sells, quiet = State.place.sees_orders, (State.orders.length() == 0) & (State.failed.number == "")
    main = [
        when(State.failed.number != "", lambda: el.section(failed_payout(State.failed), class_name="reg")),
        when(State.orders.length() > 0, _orders),
        when(State.needs.length() > 0, _needs, lambda: when(quiet, _in_order)),
        when(sells & ~State.sales.is_empty, lambda: el.div(_sales(), _numbers())),
        when(~sells | State.sales.is_empty, _figures),
        _lately(),
    ]
    side = [when(State.balance.is_shown, _balance), _running_low(), when(State.meters.length() > 0, _score), _shop()]
    return el.div(page_header("Today", due, sub=State.headline), columns(main, side), class_name="pushmain p-today")


def _orders() -> Markup:
    """What has to leave, the most urgent first; a new order comes in by itself."""
    heads = ("Order", "Buyer", "Pictures", "Ship by", "Value", "Status", "Action")
    quiet = {"Pictures": "hide", "Value": "r"}
    rows = el.table(
        el.caption("Orders by deadline", class_name="vh"),
        el.thead(
            el.tr(
                *[
                    el.th(
                        el.span(head, class_name="vh") if head in ("Pictures", "Action") else head,
                        scope="col",
                        class_name=quiet.get(head),
                    )
                    for head in heads
                ]
            )
        ),
        el.tbody(each(State.orders, _order)),
        class_name="tbl tall ord click",
        custom_attrs={"data-keys": "1"},
    )
    return region(
        "Orders by deadline",
        rows,
        tight=True,
        count=State.place.orders_to_fulfil.to_string(),
        end=el.a("All orders", href="/vendor/orders", class_name="link"),
    )


def _order(order: Any) -> Markup:
    href = f"/vendor/orders?order={order.id}"
    pictures = each(order.pictures, lambda url: el.img(src=url, alt="", class_name="pic s", loading="lazy"))
    return el.tr(
        el.td(
            el.a(order.number, href=href, class_name="id"),
            el.span(order.po_number, class_name="sub"),
            class_name="o-id",
        ),
        el.td(
            el.span(order.buyer, class_name="b5"),
            el.span(order.line_count, ", ", order.pieces, class_name="sub"),
            class_name="o-who",
        ),
        el.td(el.span(pictures, class_name="row g4"), class_name="hide"),
        el.td(
            el.span(order.due, class_name=f"{order.due_tone} b5"),
            el.span(order.due_exact, class_name="sub"),
            class_name="o-due",
        ),
        el.td(order.value, class_name="r o-val b5"),
        el.td(dot(order.look, order.status), class_name="hide"),
        el.td(el.a("Fulfil", href=href, class_name=pick(order.is_first, "btn s pri", "btn s")), class_name="r o-act"),
        key=order.id,
    )


def _sales() -> Markup:
    sales = State.sales
    change = when(
        sales.change != "",
        lambda: el.span(
            when(sales.tone == "bad", lambda: icon("arrow-down", small=True), lambda: icon("arrow-up", small=True)),
            sales.change,
            class_name=f"tag {sales.tone}",
        ),
    )
    spans = el.span(
        *[
            el.button(
                f"{days} d",
                type="button",
                on_click=State.span(days),
                aria_pressed=pick(sales.days == days, "true", "false"),
            )
            for days in (7, 30, 90)
        ],
        class_name="seg",
        role="group",
        aria_label="Span",
    )
    return el.section(
        el.div(
            el.div(el.h2("Sales"), el.div(el.span(sales.amount, class_name="fig"), change, class_name="row g12")),
            el.div(
                el.span(el.i(class_name="sw"), sales.now_label, class_name="row g6 xs ink2 desk-only"),
                el.span(el.i(class_name="sw dash"), sales.before_label, class_name="row g6 xs ink2 desk-only"),
                spans,
                class_name="end row g16",
            ),
            class_name="rh top",
        ),
        line_chart(sales.drawing),
        class_name="reg",
    )


def _numbers() -> Markup:
    sales = State.sales
    return el.section(
        figure("Orders", sales.orders, sales.orders_note),
        figure("Average order", sales.average, sales.average_note),
        figure("Paid back", sales.refunded, sales.refunded_note),
        figure("Returns", State.place.returns_open.to_string(), "waiting for you"),
        class_name="strip kp",
    )


def _balance() -> Markup:
    held = State.balance
    bar = el.div(
        *[
            el.i(class_name=look, custom_attrs=inline(flex=part))
            for part, look in ((held.available_part, ""), (held.pending_part, "mid"), (held.transit_part, "mov"))
        ],
        class_name="bar tall",
    )
    return region(
        "Balance",
        el.div("Available", class_name="ink2"),
        el.div(held.available, class_name="fig"),
        bar,
        pairs(
            (_named("", "Available"), held.available),
            (_named("mid", "Pending, until the hold is over"), held.pending),
            (_named("mov", "In transit to your bank"), held.in_transit),
        ),
        end=el.a("Payouts", href="/vendor/payouts", class_name="link"),
    )


def _named(look: str, label: str) -> Markup:
    return el.span(el.i(class_name=f"dotk {look}".strip()), label, class_name="row g6")


def _score() -> Markup:
    return region(
        "Score",
        el.ul(each(State.meters, _meter), class_name="list sc"),
        end=el.span("last 30 days", class_name="ink3 xs"),
    )


def _meter(row: Any) -> Markup:
    return el.li(
        el.div(el.span(row.label), el.span(row.figure, class_name="num b6"), class_name="row between"),
        el.div(
            el.i(class_name=row.tone, custom_attrs=inline(width=row.width)),
            el.u(custom_attrs=inline(left=row.limit_at)),
            class_name="meter",
        ),
        el.div(row.note, class_name="xs ink3"),
        custom_attrs={"style": {"display": "block"}},
        key=row.label,
    )


def _in_order() -> Markup:
    nothing = empty("circle-check", "Nothing needs you", "Your shop is in order. A new order appears here by itself.")
    return region("What needs you", nothing, tight=True)


def _needs() -> Markup:
    cols = (t.Col("What", quiet=True), t.Col("Do", quiet=True, right=True))
    rows = t.table(cols, State.needs, _need, label="What needs you", kind="tall bare click")
    return region("What needs you", rows, tight=True, count=State.needs.length().to_string())


def _need(need: Any) -> Markup:
    return t.row(
        el.td(
            el.span(
                el.span(icon(need.icon), class_name=f"nic {need.tone}"),
                el.span(
                    el.a(need.title, href=need.href, class_name="id"),
                    el.span(need.detail, class_name="sub"),
                    class_name="grow",
                ),
                class_name="row g12",
            )
        ),
        t.cell(button_link(need.action, href=need.href, small=True), kind="r"),
        key=need.title,
    )


def _figures() -> Markup:
    place = State.place
    return el.section(
        figure("Live", place.live.to_string(), el.a("See them", href="/vendor/products?status=published")),
        figure("In draft", place.drafts.to_string(), el.a("Finish them", href="/vendor/products?status=draft")),
        figure("Without stock", place.no_stock.to_string(), el.a("Restock", href="/vendor/products?status=no_stock")),
        figure("Running low", place.low_stock.to_string(), "ten pieces or fewer"),
        class_name="strip kp",
    )


def _running_low() -> Markup:
    lines = el.ul(each(State.low, _low), class_name="list")
    enough = el.p("Every live product has more than ten pieces.", class_name="ink2")
    return region(
        "Running low",
        when(State.low.length() > 0, lines, enough),
        end=el.a("Stock", class_name="link", href="/vendor/products?sort=stock"),
    )


def _low(row: Any) -> Markup:
    none_left = el.span("none left", class_name="bad xs block")
    few = el.span("running low", class_name="warn xs block")
    return el.li(
        t.thumb(row.thumbnail),
        el.a(
            el.span(row.title, class_name="b5 trunc block"),
            el.span(row.sku, class_name="ink3 xs"),
            href=f"/vendor/products/{row.product_id}",
            class_name="grow",
        ),
        el.span(
            el.b(row.free.to_string(), class_name="num b6"), when(row.free <= 0, none_left, few), class_name="right"
        ),
        key=row.sku,
    )


def _shop() -> Markup:
    place = State.place
    page = el.a(
        "See your page",
        class_name="link",
        href=f"/s/{place.store_handle}/v/{place.handle}",
        custom_attrs={"reloadDocument": True},
    )
    return region(
        "Your shop",
        pairs(
            ("Standing", status(VENDOR, place.status)),
            ("Store", place.store_name),
            ("Main currency", place.store_currency),
            ("In the store as", when(place.status == "approved", page, el.span("not open yet", class_name="ink3"))),
        ),
    )


def _lately() -> Markup:
    lines = el.ol(
        each(
            State.changes,
            lambda event: el.li(el.b(event.who, class_name="b5"), " ", event.text, " ", ago(event.when, event.exact)),
        ),
        class_name="tl",
    )
    return region(
        "Lately", when(State.changes.length() > 0, lines, el.p("Nothing was changed yet.", class_name="ink2"))
    )


PAGE = Page("/vendor", build, "Today · Concourse", State.open)

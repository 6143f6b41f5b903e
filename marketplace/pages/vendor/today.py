"""`/vendor`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.icons import icon
from marketplace.components.desk.parts import ago, button_link, columns, empty, figure, pairs, region
from marketplace.components.desk.shell import page_head
from marketplace.components.desk.status import VENDOR, status
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.vendor.frame import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor.today import VendorTodayState

State: Any = VendorTodayState  # on a page its variables are names of what the browser will hold


def build() -> Markup:
    """What comes first, then how the shop stands."""
    return vendor_desk(State, "today", _page, ready=State.today_ready, waiting=outline())


def _page() -> Markup:
    add = button_link("Add a product", href="/vendor/products/new", kind="pri", icon_name="plus", key="c")
    main = [_needs(), _figures(), _lately()]
    side = [_running_low(), _shop()]
    return el.div(
        page_head("Today", when(State.place.can_edit, add), sub=State.headline),
        columns(main, side),
        class_name="pushmain",
    )


def _needs() -> Markup:
    cols = (t.Col("What", quiet=True), t.Col("Do", quiet=True, right=True))
    rows = t.table(cols, State.needs, _need, label="What needs you", kind="tall bare click")
    nothing = empty("circle-check", "Nothing needs you", "Your shop is in order.")
    return region("What needs you", when(State.needs.length() > 0, rows, nothing), tight=True,
                  count=State.needs.length().to_string())  # fmt: skip


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
            ),
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
    page = el.a("See your page", class_name="link", href=f"/s/{place.store_handle}/v/{place.handle}",
                custom_attrs={"reloadDocument": True})  # fmt: skip
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

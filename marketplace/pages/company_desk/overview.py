"""`/s/{store}/company`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.documents import document_list
from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import (
    ago,
    button,
    button_link,
    columns,
    empty,
    note,
    pairs,
    progress,
    region,
    tag,
)
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import COMPANY, status
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.overview import CompanyOverviewState

State: Any = CompanyOverviewState
_PLACE: Any = State.company_place
_VIEW: Any = State.view


def build() -> Markup:
    """How the company stands, its places, and what its people ordered last."""
    return when(State.overview_ready, lambda: company_desk(State, "overview", _page))


def _page() -> list[Markup]:
    to_store = button_link("Go shopping", href=f"/s/{_PLACE.handle}", kind="pri", reload=True)
    sub = pick(_PLACE.location != "", f"You buy for {_PLACE.location}.", "Nobody buys for it yet.")
    return [
        page_header(
            _PLACE.company, when(_PLACE.may_order, to_store), pill=status(COMPANY, _PLACE.status, pill=True), sub=sub
        ),
        _standing(),
        when(
            _VIEW.open_invoices != "",
            lambda: note(
                "Invoices: ",
                _VIEW.open_invoices,
                ". ",
                el.a("See them", class_name="link", href=f"{_PLACE.home}/invoices"),
            ),
        ),
        when(_VIEW.waiting.length() > 0, lambda: region("Waits for you", _waiting())),
        when(_VIEW.spending.length() > 0, lambda: region("Spending", _spending())),
        columns([region("Locations", _locations()), region("Recent orders", _orders(), tight=True)], [_facts()]),
        confirm(
            "leave",
            "Leave this company?",
            "You no longer see its prices and orders. An administrator can invite you again.",
            "Leave it",
            State.leave,
        ),
    ]


def _standing() -> Markup:
    reason = pick(_PLACE.reason != "", _PLACE.reason, "No reason was given.")
    mend = el.a("Mend it and ask again", class_name="link", href=f"/s/{_PLACE.handle}/b2b/register")
    words = {
        "pending": note("Asked for. ", _PLACE.store, " decides; its administrators get a letter.", tone="info"),
        "rejected": note("Declined. ", reason, " ", when(_PLACE.is_admin, mend), tone="bad"),
        "suspended": note("Suspended. ", reason, " What was ordered before is delivered.", tone="warn"),
    }
    shown = [when(_PLACE.status == key, text) for key, text in words.items()]
    return when(_PLACE.status != "approved", el.section(*shown, class_name="reg"))


def _waiting() -> Markup:
    def row(request: Any) -> Markup:
        title = el.a(request.number, ", ", request.title, class_name="id", href=request.href)
        return el.li(
            el.div(title, el.div(request.lines, class_name="ink3 xs"), class_name="grow"),
            tag(request.why),
            el.b(request.total, class_name="num"),
            key=request.id,
        )

    return el.ul(each(_VIEW.waiting, row), class_name="list")


def _spending() -> Markup:
    return el.ul(each(_VIEW.spending, _spent), class_name="list")


def _spent(one: Any) -> Markup:
    words = el.div(
        el.span(one.used, class_name="num"), el.span(one.limit, class_name="num ink3"), class_name="row between xs"
    )
    return el.li(
        el.span(one.label, class_name="grow"),
        el.div(words, progress(f"{one.percent}%", one.tone), class_name="lim"),
        key=one.label,
    )


def _locations() -> Markup:
    return el.ul(each(_VIEW.locations, _location), class_name="list hl")


def _location(place: Any) -> Markup:
    choose = el.form(
        el.input(type="hidden", name="location", value=place.id),
        button("Buy for this place", small=True, submit=True),
        method="post",
        action=f"/s/{_PLACE.handle}/company/place",
    )
    return el.li(
        el.div(el.b(place.name, class_name="b5"), el.div(place.address, class_name="ink3 xs"), class_name="grow"),
        el.span(place.terms, class_name="ink2 xs"),
        when(place.is_current, tag("You buy for it", tone="brand")),
        when(place.may_choose, choose),
        key=place.id,
    )


def _orders() -> Markup:
    cols = (
        t.Col("Order"),
        t.Col("Who"),
        t.Col("Location", hide=True),
        t.Col("Total", right=True),
        t.Col("Placed", right=True),
    )
    nothing = empty("package", "No orders yet", "What anybody of the company orders stands here.")
    return when(
        _VIEW.orders.length() > 0, lambda: t.table(cols, _VIEW.orders, _order, label="Orders", kind=""), nothing
    )


def _order(order: Any) -> Markup:
    return t.row(
        t.cell(el.b(order.number, class_name="b6")),
        t.cell(order.who),
        t.cell(order.place, kind="hide ink2"),
        t.cell(order.total, kind="r num"),
        t.cell(ago(order.placed, order.placed_exact), kind="r ink2"),
        key=order.number,
    )


def _facts() -> Markup:
    return region(
        "The company",
        pairs(
            ("VAT number", pick(_VIEW.tax_id != "", _VIEW.tax_id, "not given")),
            ("Register", pick(_VIEW.register_number != "", _VIEW.register_number, "not given")),
            ("Industry", pick(_VIEW.industry != "", _VIEW.industry, "not given")),
            ("You are", _PLACE.role_name),
        ),
        document_list(_VIEW.documents),
        el.div(button("Leave the company…", kind="quiet", small=True, opens="leave"), class_name="row after-s"),
    )


PAGE = Page("/s/[store_handle]/company", build, "Your company · Concourse", State.open)

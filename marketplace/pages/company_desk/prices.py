"""`/s/{store}/company/prices`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import empty, when_text
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.prices import CompanyPricesState

State: Any = CompanyPricesState
_PLACE: Any = State.company_place


def build() -> Markup:
    """Every article at the price of a contract that holds for the place that is bought for."""
    return when(State.list_ready, lambda: company_desk(State, "prices", _page))


def _page() -> list[Markup]:
    sub = pick(
        _PLACE.location != "",
        f"What holds for {_PLACE.location} today, by its contracts and those of your company and its groups.",
        "Nobody buys for it yet.",
    )
    return [
        page_header("Your prices", sub=sub),
        filter_bar(search_box(State.q, State.search, placeholder="Title, SKU or EAN", key=State.q)),
        when(State.rows.length() > 0, _table, _nothing),
    ]


def _table() -> Markup:
    cols = (
        t.Col("Article"),
        t.Col("Vendor", hide=True),
        t.Col("List price", right=True, hide=True),
        t.Col("Your price", right=True),
        t.Col("From more pieces on", hide=True),
        t.Col("Out of"),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Your prices", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
    )


def _row(row: Any) -> Markup:
    name = el.a(row.title, href=row.href, class_name="id", custom_attrs={"reloadDocument": True})
    return t.row(
        t.cell(el.span(name, el.span(row.sku, class_name="sub"), class_name="grow")),
        t.cell(row.vendor, kind="hide ink2"),
        t.cell(when_text(row.base, "none"), kind="r num hide ink2"),
        t.cell(
            el.b(row.price, class_name="b6 num"),
            when(row.saves != "", el.span(row.saves, " less", class_name="sub")),
            kind="r",
        ),
        t.cell(row.steps, kind="w hide ink2"),
        t.two_lines(row.source, el.span(row.kind, when(row.until != "", el.span(", until ", row.until)))),
        key=row.href,
    )


def _nothing() -> Markup:
    return when(
        State.q != "",
        lambda: empty("search", "Nothing matches", "No article of your contracts is called so."),
        lambda: empty("tags", "No contract price yet", "What the store or a vendor agrees with you stands here."),
    )


PAGE = Page("/s/[store_handle]/company/prices", build, "Your prices · Concourse", State.open)

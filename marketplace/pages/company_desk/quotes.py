"""`/s/{store}/quotes`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import buyer_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, el, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.quotes import BuyerQuotesState

State: Any = BuyerQuotesState
_PLACE: Any = State.company_place


def build() -> Markup:
    """What was asked for, the latest first."""
    return when(State.quotes_ready, lambda: buyer_desk(State, "quotes", _page))


def _page() -> list[Markup]:
    ask = button_link("Ask for prices", href=f"/s/{_PLACE.handle}/quotes/request", kind="pri", reload=True)
    sub = "One request goes to every vendor you choose; their answers stand side by side."
    return [
        page_header("Quotes", ask, sub=sub),
        tab_list(State.tabs),
        when(State.rows.length() > 0, _table, lambda: _none(ask)),
    ]


def _table() -> Markup:
    cols = (
        t.Col("Request"),
        t.Col("State"),
        t.Col("Answers", right=True, hide=True),
        t.Col("Holds until", hide=True),
        t.Col("Asked", hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Requests for quotes", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
    )


def _row(request: Any) -> Markup:
    new = when(request.unread != "", lambda: el.span(request.unread, " new", class_name="tag brand"))
    name = el.span(
        el.a(request.number, ", ", request.title, href=request.href, class_name="id"),
        el.span(request.detail, ", asked by ", request.who, class_name="sub"),
    )
    return t.row(
        el.td(el.span(name, new, class_name="row g12")),
        t.cell(status(QUOTE, request.status)),
        t.cell(el.span(request.answers, class_name="num"), kind="r hide"),
        t.cell(el.span(request.until, class_name=request.until_tone), kind="hide"),
        t.cell(ago(request.since, request.since_exact), kind="hide ink2"),
        key=request.id,
    )


def _none(ask: Markup) -> Markup:
    words = "Ask for prices from your cart, a product, a list, or with your own words."
    return empty("message-square", "No request here", words, ask)


PAGE = Page("/s/[store_handle]/quotes", build, "Quotes · Concourse", State.open)

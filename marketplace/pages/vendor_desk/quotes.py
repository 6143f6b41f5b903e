"""`/vendor/quotes`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.quotes import VendorQuotesState

State: Any = VendorQuotesState


def build() -> Markup:
    """What buyers ask for, the nearest deadline first."""
    return vendor_desk(State, "quotes", _page, ready=State.list_ready, waiting=outline())


def _page() -> Markup:
    return el.div(
        page_header("Quotes", sub="Buyers are promised an answer within two hours."),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Number, title, buyer, article", key=State.q),
            chips=State.chips,
        ),
        when(State.rows.length() > 0, _table, _nothing),
        class_name="pushmain",
    )


def _table() -> Markup:
    cols = (
        t.Col("Request"),
        t.Col("Turn"),
        t.Col("Due"),
        t.Col("State", hide=True),
        t.Col("Your answer", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Quotes", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(quote: Any) -> Markup:
    name = el.span(
        el.a(quote.number, ", ", quote.title, href=quote.href, class_name="id"),
        el.span(quote.buyer, ", ", quote.lines, class_name="sub"),
    )
    turn = el.span(
        el.span(quote.turn, class_name="b5"),
        el.span(ago(quote.waits, quote.waits_exact), class_name=f"sub {quote.waits_tone}"),
    )
    mark = when(quote.mark != "", lambda: el.span(quote.mark, class_name="sub"))
    return t.row(
        el.td(name),
        t.cell(turn),
        t.cell(el.span(quote.due, class_name=quote.due_tone, title=quote.due_exact)),
        t.cell(status(QUOTE, quote.status), mark, kind="hide"),
        t.cell(quote.total, kind="r hide"),
        key=quote.id,
    )


def _nothing() -> Markup:
    none_found = empty(
        "search",
        "Nothing matches",
        "Search for something else.",
        button_link("Show open quotes", href="/vendor/quotes"),
    )
    none_here = empty(
        "circle-check",
        "Nothing here",
        "Requests come in by themselves, and you get a letter for each.",
        button_link("Show open quotes", href="/vendor/quotes"),
    )
    return when(State.q != "", none_found, none_here)


PAGE = Page("/vendor/quotes", build, "Quotes · Concourse", State.open)

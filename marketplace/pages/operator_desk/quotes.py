"""`/admin/quotes`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty, figure, region
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.quotes import OperatorQuotesState

State: Any = OperatorQuotesState
_FIGURES: Any = State.figures


def build() -> Markup:
    """Every quote, what waits longest first, and how they go."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    return desk(
        operator_layout(State),
        "quotes",
        page_header("Quotes", sub="Buyers are promised an answer within two hours. Figures are of the last 90 days."),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Number, title, buyer, vendor", key=State.q),
            chips=State.chips,
            facets=(Facet("Store", State.stores), Facet("Vendor", State.vendors), Facet("State", State.statuses)),
        ),
        _strip(),
        when(State.rows.length() > 0, _table, _nothing),
        el.div(
            _conversion("By vendor", "Vendor", _FIGURES.vendors),
            _conversion("By category", "Category", _FIGURES.categories),
        ),
        class_name="p-list",
    )


def _strip() -> Markup:
    replies = el.span(_FIGURES.whole.answered, " of ", _FIGURES.whole.requests, " answered")
    ages = el.span(_FIGURES.today, " a day, ", _FIGURES.days, " up to three, ", _FIGURES.older, " longer")
    return el.section(
        figure(
            "Median answer",
            el.span(_FIGURES.whole.median, class_name=_FIGURES.whole.median_tone),
            "promised: within 2 hours",
        ),
        figure("Promise kept", _FIGURES.kept, replies),
        figure("Accepted", _FIGURES.whole.share, el.span(_FIGURES.whole.accepted, " of those answered")),
        figure("Waiting for vendors under 2 h", _FIGURES.fresh, ages),
        class_name="strip four",
    )


def _table() -> Markup:
    cols = (
        t.Col("Request"),
        t.Col("Vendor"),
        t.Col("Store", hide=True),
        t.Col("Turn"),
        t.Col("Due", hide=True),
        t.Col("State", hide=True),
        t.Col("Answered in", right=True, hide=True),
        t.Col("Answer", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Quotes", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
    )


def _row(quote: Any) -> Markup:
    name = el.span(
        el.a(quote.number, ", ", quote.title, href=quote.href, class_name="id"), el.span(quote.buyer, class_name="sub")
    )
    turn = el.span(
        el.span(quote.turn, class_name="b5"),
        el.span(ago(quote.age, quote.age_exact), class_name=f"sub {quote.age_tone}"),
    )
    return t.row(
        el.td(name),
        t.cell(quote.vendor),
        t.cell(el.span(store_mark(quote.mark), quote.mark.name, class_name="row"), kind="hide"),
        t.cell(turn),
        t.cell(el.span(quote.due, class_name=quote.due_tone), kind="hide"),
        t.cell(status(QUOTE, quote.status), kind="hide"),
        t.cell(quote.answered_in, kind="r hide ink2"),
        t.cell(quote.total, kind="r hide"),
        key=quote.id,
    )


def _conversion(title: str, head: str, rows: Any) -> Markup:
    cols = (
        t.Col(head),
        t.Col("Asked", right=True),
        t.Col("Answered", right=True, hide=True),
        t.Col("Accepted", right=True),
        t.Col("Of answered", right=True, hide=True),
        t.Col("Median answer", right=True, hide=True),
    )

    def row(one: Any) -> Markup:
        return t.row(
            t.cell(one.name),
            t.cell(one.requests, kind="r"),
            t.cell(one.answered, kind="r hide"),
            t.cell(one.accepted, kind="r"),
            t.cell(one.share, kind="r hide"),
            t.cell(el.span(one.median, class_name=one.median_tone), kind="r hide"),
            key=one.name,
        )

    return when(
        rows.length() > 0, lambda: region(title, t.table(cols, rows, row, label=title, kind="", keys=False), tight=True)
    )


def _nothing() -> Markup:
    return empty(
        "message-square",
        "No quote here",
        "Nothing waits in this view.",
        button_link("Show all quotes", href="/admin/quotes?view=all"),
    )


PAGE = Page("/admin/quotes", build, "Quotes · Concourse", State.open)

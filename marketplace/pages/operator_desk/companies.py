"""`/admin/companies`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty, when_text
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import COMPANY, status
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.companies import OperatorCompaniesState

State: Any = OperatorCompaniesState


def build() -> Markup:
    """Every company that this person may decide about; who waits longest first."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    sub = "Companies are answered within two days. One that is let in buys at its contract’s prices and on its terms."
    return desk(
        operator_layout(State),
        "companies",
        page_header("Companies", sub=sub),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Name, VAT number, member’s e-mail", key=State.q),
            chips=State.chips,
            facets=(Facet("Store", State.stores),),
        ),
        when(
            State.rows.length() > 0,
            lambda: when(State.place.is_operator, lambda: _table(stores=True), lambda: _table(stores=False)),
            _nothing,
        ),
        class_name="p-list",
    )


def _table(*, stores: bool) -> Markup:
    cols = (
        t.Col("Company", sort_href=State.sort_href["name"], sorted=State.sort_way["name"]),
        *((t.Col("Store", hide=True),) if stores else ()),
        t.Col("People", right=True, hide=True),
        t.Col("Bought, 12 months", right=True),
        t.Col("Answer"),
        t.Col("Status"),
        t.Col(
            "Registered",
            right=True,
            hide=True,
            sort_href=State.sort_href["registered"],
            sorted=State.sort_way["registered"],
        ),
    )
    return el.div(
        t.table(cols, State.rows, lambda row: _row(row, stores=stores), label="Companies", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(company: Any, *, stores: bool) -> Markup:
    mark = t.cell(el.span(store_mark(company.mark), company.mark.name, class_name="row"), kind="hide")
    bought = el.span(when_text(company.bought, "nothing yet"), class_name="b5")
    number = el.span(company.ordered, class_name="sub")
    return t.row(
        t.identity(company.name, company.line, href=company.href),
        *((mark,) if stores else ()),
        t.cell(company.people, kind="r hide"),
        t.cell(bought, when(company.bought != "", number), kind="r"),
        t.cell(el.span(company.due, class_name=company.due_tone)),
        t.cell(status(COMPANY, company.status)),
        t.cell(ago(company.since, company.since_exact), kind="r hide ink2"),
        key=company.id,
    )


def _nothing() -> Markup:
    waiting = "Who asks at a store’s registration page to buy as a company waits here for an answer."
    narrow = "No company is in this state, or the search finds none."
    return empty(
        "building-2",
        pick(State.is_narrowed, "No company here", "No company yet"),
        pick(State.is_narrowed, narrow, waiting),
        when(State.is_narrowed, lambda: button_link("Show all companies", href="/admin/companies")),
    )


PAGE = Page("/admin/companies", build, "Companies · Concourse", State.open)

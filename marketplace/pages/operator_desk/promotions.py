"""`/admin/promotions`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, region
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.promotion_form import promotion_form
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.promotions import OperatorPromotionsState

State: Any = OperatorPromotionsState


def build() -> Markup:
    """The promotions of a store, with the form of one beside them."""
    return when(State.promotions_ready, _page)


def _page() -> Markup:
    new = button_link("Promotion", href=State.new_href, kind="pri", icon_name="plus", key="c")
    return desk(
        operator_layout(State),
        "promotions",
        el.div(
            page_header("Promotions", new, sub="What shoppers save, how often, and who pays for it"),
            when(
                State.promotion_id != "",
                lambda: el.div(_rows(), _form(), class_name="cols wide-side promo"),
                lambda: el.div(_rows(), _hint()),
            ),
            class_name="pushmain p-money",
        ),
    )


def _rows() -> Markup:
    return el.div(_bar(), when(State.rows.length() > 0, _table, _nothing))


def _form() -> Markup:
    return el.div(promotion_form(State), class_name="side", key=State.form_round)


def _bar() -> Markup:
    store = el.span(el.em("Store"), State.book.store, class_name="chip plain")
    return when(
        State.stores.length() > 0,
        lambda: filter_bar(store, facets=(Facet("Store", State.stores),)),
        lambda: filter_bar(store),
    )


def _hint() -> Markup:
    return region(
        "How promotions work",
        el.p(
            "One with a code waits until a shopper enters it; one without applies by itself. Limits and budgets "
            "hold however many buy at once: the last use is used once.",
            class_name="ink2",
        ),
        el.p(
            "What the store bears is paid to the vendor, and stands in the ledger. Contract prices are left alone "
            "unless you say otherwise.",
            class_name="ink3",
        ),
    )


def _nothing() -> Markup:
    return empty(
        "ticket-percent",
        "No promotions yet",
        "A code or an automatic reduction, with its limits.",
        button_link("Add the first", href=State.new_href, kind="pri"),
    )


def _table() -> Markup:
    cols = (
        t.Col("Promotion"),
        t.Col("Gives"),
        t.Col("Used", right=True),
        t.Col("Given", right=True, hide=True),
        t.Col("Paid by", hide=True),
        t.Col("State"),
        t.Col("Use", quiet=True),
    )
    return t.table(cols, State.rows, _row, label="Promotions", kind="tall")


def _row(row: Any) -> Markup:
    href = f"/admin/promotions?store={State.book.store_id}&promotion={row.id}"
    switch = when(
        row.is_active,
        lambda: el.button("End", type="button", class_name="btn quiet s", on_click=State.end(row.id)),
        lambda: el.button("Restart", type="button", class_name="btn quiet s", on_click=State.restart(row.id)),
    )
    return t.row(
        t.identity(row.title, row.code, href=href),
        t.two_lines(row.gives, row.limits),
        t.cell(row.used, kind="r num"),
        t.cell(row.given, kind="r num hide"),
        t.cell(row.borne_by, kind="hide"),
        t.cell(dot(row.tone, row.state)),
        t.cell(switch, kind="r"),
        chosen=State.promotion_id == row.id,
        key=row.id,
    )


PAGE = Page("/admin/promotions", build, "Promotions · Concourse", State.open)

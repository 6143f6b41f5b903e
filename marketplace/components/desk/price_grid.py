"""The offers of a price list in their grid, and the steps of the one that is open."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, empty, region, when_text
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.form import text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.page_header import tab_list
from marketplace.components.markup import Markup, each, el, when


def price_grid(state: Any) -> Markup:
    """The grid with its search and pages; pressing a row opens its steps."""
    return region(
        "Prices",
        tab_list(state.tabs, label="Offers"),
        filter_bar(search_box(state.q, state.search, placeholder="Title, SKU or EAN", key=state.q)),
        when(state.rows.length() > 0, lambda: _table(state), _nothing),
        id="prices",
        tight=True,
    )


def _table(state: Any) -> Markup:
    cols = (
        t.Col("Offer"),
        t.Col("Vendor", hide=True),
        t.Col("Base price", right=True, hide=True),
        t.Col("In this list", right=True),
        t.Col("Against base", right=True),
        t.Col("Take out", quiet=True),
    )
    return el.div(
        t.table(cols, state.rows, lambda row: _row(state, row), label="Offers and their prices", kind="tall click"),
        t.footer(state.range_text, previous=state.previous, following=state.following, csv=state.view.csv),
    )


def _row(state: Any, row: Any) -> Markup:
    out = button(
        on_click=state.remove_price(row.offer_id), kind="quiet", small=True, icon_name="x", label="Take out of the list"
    )
    return t.row(
        t.identity(row.title, row.sku, href=row.href),
        t.cell(row.vendor, kind="hide ink2"),
        t.cell(row.base, kind="r num hide"),
        t.cell(
            el.span(when_text(row.price, "not in it"), class_name="b5 num"),
            when(row.steps != "", el.span(row.steps, class_name="sub")),
            kind="r",
        ),
        t.cell(el.span(row.against, class_name=row.tone), kind="r num"),
        t.cell(when(row.steps != "", out), kind="r"),
        chosen=state.offer.offer_id == row.offer_id,
        key=row.offer_id,
    )


def _nothing() -> Markup:
    return empty("tags", "No offer here", "Look at all offers to price the first, take a percentage, or send a file.")


def steps_form(state: Any) -> Markup:
    """The steps of the open offer: from how many pieces on, and a price or a percentage."""
    heads = ("From", "Price each", "or % off")
    return region(
        state.offer.title,
        el.form(
            el.p(state.offer.sku, class_name="ink3 xs"),
            el.table(
                el.caption("Steps of this offer", class_name="vh"),
                el.thead(el.tr(*[el.th(head, scope="col") for head in heads])),
                el.tbody(each(state.steps, lambda row: _step(state, row))),
                class_name="tbl in dense steps",
            ),
            el.p("Leave a row empty to take it away.", class_name="ink3 xs"),
            el.div(
                button("Step", icon_name="plus", small=True, on_click=state.add_step),
                el.span(class_name="grow"),
                el.a("Close", href=state.back_href, class_name="btn s", custom_attrs={"data-escape": "1"}),
                button("Set the price", kind="pri", small=True, submit=True),
                class_name="row",
            ),
            on_submit=state.save_steps,
            class_name="fields",
            key=state.offer.offer_id,
        ),
        id="steps",
    )


def _step(state: Any, row: Any) -> Markup:
    def one(name: str, value: Any, label: str, after: Any = None) -> Markup:
        control = text_input(
            f"{name}-{row.at}",
            value,
            id=f"{name}-{row.at}",
            error=row.error,
            label=label,
            kind="soft s num",
            max_length=24,
            after=after,
            input_mode="decimal",
            key=f"{name}-{row.at}-{state.list_round}",
        )
        return el.td(control, custom_attrs={"data-label": label})

    return rx.fragment(
        el.tr(
            one("start", row.start, "From"),
            one("amount", row.amount, "Price each", state.view.currency),
            one("percent", row.percent, "Percent off", "%"),
        ),
        when(
            row.error != "",
            lambda: el.tr(
                el.td(el.div(icon("circle-alert", small=True), row.error, class_name="err"), col_span=3),
                class_name="errrow",
            ),
        ),
        key=f"step-{row.at}",
    )

"""`/admin/price-preview`."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, columns, empty, region, when_text
from marketplace.components.desk.form import select_field, text_field
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.price_preview import OperatorPricePreviewState

State: Any = OperatorPricePreviewState


def build() -> Markup:
    """The store through a company's eyes."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    return desk(
        operator_layout(State),
        "price-lists",
        page_header(
            "Prices as a buyer sees them",
            button_link("Price lists", href="/admin/price-lists", kind="quiet", icon_name="tags"),
            crumbs=(Crumb("Price lists", "/admin/price-lists"), Crumb("Preview")),
            sub=el.span("For ", State.buyer, ", on ", State.asked_form["on"], "."),
        ),
        columns([_offers()], [_form(), when(State.traced != "", _trace)]),
        class_name="p-approval",
    )


def _form() -> Markup:
    values = State.asked_form
    line, choice = partial(_line, values), partial(_choice, values)
    return region(
        "Look through whose eyes",
        el.form(
            when(State.store_choices.length() > 0, lambda: choice("store", "Store", State.store_choices)),
            choice("location", "Company and location", State.locations, "A guest"),
            el.div(line("on", "On", type="date"), line("quantity", "Pieces", kind="num"), class_name="grid2"),
            choice("currency", "Currency", State.currencies),
            line("q", "Title, SKU or EAN", max_length=100),
            el.div(button("Show", kind="pri", submit=True, primary=True), class_name="row end"),
            on_submit=State.look,
            class_name="fields",
        ),
    )


def _line(values: Any, name: str, label: str, **more: Any) -> Markup:
    return text_field(name, label, values[name], {}, id=f"see-{name}", key=f"{name}-{State.form_round}", **more)


def _choice(values: Any, name: str, label: str, options: Any, first: str = "") -> Markup:
    turn = f"{name}-{State.form_round}"
    return select_field(name, label, options, values[name], {}, id=f"see-{name}", empty=first, key=turn)


def _offers() -> Markup:
    cols = (
        t.Col("Offer"),
        t.Col("Vendor", hide=True),
        t.Col("Pieces", right=True, hide=True),
        t.Col("Base price", right=True, hide=True),
        t.Col("Price", right=True),
        t.Col("Out of"),
    )
    return when(
        State.rows.length() > 0,
        lambda: el.div(
            t.table(cols, State.rows, _row, label="Offers at this buyer’s prices", kind="tall"),
            t.footer(State.range_text, previous=State.previous, following=State.following),
        ),
        empty("tags", "Nothing is sold here that fits", "Look for something else, or in another currency."),
    )


def _row(row: Any) -> Markup:
    why = el.button("Why?", type="button", class_name="link", on_click=State.show_trace(row.offer_id))
    return t.row(
        t.identity(row.title, row.sku),
        t.cell(row.vendor, kind="hide ink2"),
        t.cell(row.quantity, kind="r num hide"),
        t.cell(row.base, kind="r num hide"),
        t.cell(el.b(when_text(row.price, "none"), class_name="b6 num"), kind="r"),
        t.two_lines(row.source, el.span(row.kind, " ", why)),
        chosen=State.open_offer_id == row.offer_id,
        key=row.offer_id,
    )


def _trace() -> Markup:
    return region(el.span("Why, for ", State.traced), el.ul(each(State.trace, _considered), class_name="list hl"))


def _considered(line: Any) -> Markup:
    return el.li(
        el.div(
            el.b(line.title, class_name="b5"),
            el.div(line.kind, class_name="ink3 xs"),
            dot(pick(line.is_winner, "good full", "stop"), line.verdict),
            class_name="grow",
        ),
        el.span(when_text(line.amount, "no price"), class_name="num"),
    )


PAGE = Page("/admin/price-preview", build, "Price preview · Concourse", State.open)

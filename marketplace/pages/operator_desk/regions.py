"""`/admin/regions`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, region
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.region_form import region_forms
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.regions import OperatorRegionsState

State: Any = OperatorRegionsState


def build() -> Markup:
    """The regions of a store, with one of them open beside the list."""
    return when(State.regions_ready, _page)


def _page() -> Markup:
    new = button_link("Region", href=State.new_href, kind="pri", icon_name="plus", key="c")
    side = el.div(
        when(State.region_id != "", lambda: el.div(region_forms(State), key=State.form_round), _hint), class_name="side"
    )
    return desk(
        operator_layout(State),
        "regions",
        el.div(
            page_header("Regions and taxes", new, sub="Where the store sells, in which currency, with which tax"),
            el.div(el.div(_bar(), when(State.rows.length() > 0, _table, _nothing)), side, class_name="cols wide-side"),
            class_name="pushmain p-money",
        ),
    )


def _bar() -> Markup:
    store = el.span(el.em("Store"), State.book.store, class_name="chip plain")
    return when(
        State.stores.length() > 0,
        lambda: filter_bar(store, facets=(Facet("Store", State.stores),)),
        lambda: filter_bar(store),
    )


def _hint() -> Markup:
    return region(
        "How regions work",
        el.p(
            "A shopper’s region decides the currency, the tax and who delivers there. Prices are set per currency "
            "and never converted.",
            class_name="ink2",
        ),
        el.p(
            "A category without a rate of its own takes that of the one above it, then the region’s general rate.",
            class_name="ink3",
        ),
    )


def _nothing() -> Markup:
    return empty(
        "globe",
        "No regions yet",
        "Without one nothing can be bought here.",
        button_link("Add the first", href=State.new_href, kind="pri"),
    )


def _table() -> Markup:
    cols = (t.Col("Region"), t.Col("Prices", hide=True), t.Col("Tax"), t.Col("Delivery by default", hide=True))
    return t.table(cols, State.rows, _row, label="Regions", kind="tall")


def _row(row: Any) -> Markup:
    href = f"/admin/regions?store={State.book.store_id}&region={row.id}"
    return t.row(
        t.identity(row.name, row.countries, href=href),
        t.two_lines(row.currency, row.shown, kind="hide"),
        t.cell(row.tax),
        t.cell(row.delivery, kind="hide w"),
        chosen=State.region_id == row.id,
        key=row.id,
    )


PAGE = Page("/admin/regions", build, "Regions and taxes · Concourse", State.open)

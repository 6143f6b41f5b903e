"""`/s/{store}/company/locations`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.company_desk.locations import location_drawer
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, missing, tag
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.locations import CompanyLocationsState

State: Any = CompanyLocationsState
_PLACE: Any = State.company_place


def build() -> Markup:
    """The places of the company, with one of them open beside the list."""
    pushed = pick(State.location_id != "", "pushed", "")
    return when(State.locations_ready, lambda: company_desk(State, "locations", _page, class_name=pushed))


def _page() -> list[Markup]:
    add = button_link(
        "Add location", href=f"{_PLACE.home}/locations?location=new", kind="pri", icon_name="plus", key="c"
    )
    gone = el.aside(missing("location", "/account", "Your account"), class_name="drawer")
    return [
        el.div(
            page_header(
                "Locations",
                when(_PLACE.is_admin, add),
                sub="Where goods and bills go; prices and terms are a location’s own.",
            ),
            _table(),
            class_name="pushmain p-book p-members",
        ),
        when(State.location_id != "", lambda: when(State.missing, gone, lambda: location_drawer(State))),
    ]


def _table() -> Markup:
    cols = (t.Col("Location"), t.Col("Bills", hide=True), t.Col("Terms"), t.Col("You", quiet=True))
    return t.table(cols, State.rows, _row, label="Locations", kind="tall click")


def _row(location: Any) -> Markup:
    return t.row(
        t.identity(location.name, location.address, href=location.href),
        t.cell(location.bills, kind="hide ink2"),
        t.cell(location.terms, kind="ink2"),
        t.cell(when(location.is_current, tag("You buy for it", tone="brand"))),
        chosen=State.card.id == location.id,
        key=location.id,
    )


PAGE = Page("/s/[store_handle]/company/locations", build, "Locations · Concourse", State.open)

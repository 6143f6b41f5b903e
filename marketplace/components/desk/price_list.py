"""The page of one price list: its grid, its form beside it, and the ways to set many prices."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, note, region
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.price_file import price_file
from marketplace.components.desk.price_grid import price_grid, steps_form
from marketplace.components.desk.price_lists import list_form, list_warnings, percentage_form
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, pick, when


def price_list_page(state: Any) -> Markup:
    """A list in its editor; before it is made, its form alone."""
    return when(state.price_list_id == "new", lambda: _new(state), lambda: _stored(state))


def _new(state: Any) -> Markup:
    return el.div(
        page_header("New price list", crumbs=(Crumb("Price lists", state.PATH), Crumb(state.view.choices.store))),
        when(
            state.stores.length() > 0,
            lambda: filter_bar(
                el.span(el.em("Store"), state.view.choices.store, class_name="chip plain"),
                facets=(Facet("Store", state.stores),),
            ),
        ),
        columns([region("What it is", list_form(state))], [_how()]),
        class_name="pushmain",
    )


def _stored(state: Any) -> Markup:
    view = state.view
    side = [
        when(state.offer.offer_id != "", lambda: steps_form(state)),
        region("What it is", list_form(state)),
        percentage_form(state),
        price_file(state),
    ]
    return el.div(
        page_header(
            view.title,
            when(
                view.is_active,
                lambda: button("Archive", on_click=state.archive, kind="quiet"),
                lambda: button("Take into use", on_click=state.restore),
            ),
            button_link("Another", href=f"{state.PATH}/new", kind="quiet", icon_name="plus", key="c"),
            crumbs=(Crumb("Price lists", state.PATH), Crumb(view.by)),
            pill=dot(pick(view.is_active, "good full", "stop"), pick(view.is_active, "Active", "Archived"), pill=True),
            sub=el.span(view.valid, ", ", view.currency),
        ),
        columns([list_warnings(state), price_grid(state)], side),
        class_name="pushmain",
    )


def _how() -> Markup:
    return region(
        "Which price holds",
        el.p(
            "A list of a location comes before one of its company, that before one of a group, that before one of the "
            "store, and every list before the base price. Prices of two lists never add up.",
            class_name="ink2",
        ),
        note(
            "Of two lists for the same the higher priority holds, and of two with the same priority the lower price.",
            tone="info",
        ),
    )

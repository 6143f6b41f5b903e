"""The form of one place of a company: its name, where its goods go and where its bills."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button, note
from marketplace.components.desk.form import check, select_field, text_field
from marketplace.components.desk.overlays import drawer
from marketplace.components.markup import Markup, el, pick, when

_FORM = {"form": "location-form"}


def location_drawer(state: Any) -> Markup:
    """The open place, or an empty form for a new one."""
    is_admin = state.company_place.is_admin
    return drawer(
        pick(state.location_id == "new", "New location", state.card.name),
        el.section(
            when(
                is_admin,
                lambda: _form(state),
                lambda: note("An administrator of the company opens and changes locations."),
            )
        ),
        close_href=f"{state.company_place.home}/locations",
        actions=(when(is_admin, button("Save", kind="pri", submit=True, primary=True, extra=_FORM)),),
    )


def _form(state: Any) -> Markup:
    line = partial(_line, state)
    return el.form(
        line("place", "What you call it", hint="Such as Works Bremen."),
        el.h3("Where the goods go", class_name="sh"),
        _address(state, ""),
        el.h3("Where the bills go", class_name="sh"),
        check("elsewhere", "To another address", checked=state.bills_elsewhere, on_change=state.bill_elsewhere),
        when(state.bills_elsewhere, lambda: _address(state, "bill_")),
        on_submit=state.save,
        class_name="fields",
        id="location-form",
        key=state.form_round,
    )


def _address(state: Any, prefix: str) -> Markup:
    line = partial(_line, state)
    auto = "billing" if prefix else "shipping"
    return el.div(
        line(f"{prefix}line1", "Street and number", auto=f"{auto} address-line1"),
        line(f"{prefix}line2", "Addition", auto=f"{auto} address-line2", optional=True),
        el.div(
            line(f"{prefix}postal_code", "Postal code", auto=f"{auto} postal-code"),
            line(f"{prefix}city", "Town", auto=f"{auto} address-level2"),
            class_name="grid2",
        ),
        select_field(
            f"{prefix}country",
            "Country",
            state.card.countries,
            state.card.given[f"{prefix}country"],
            state.field_errors,
            id=f"location-{prefix}country",
            empty="Choose a country",
        ),
        class_name="fields",
    )


def _line(
    state: Any, name: str, label: str, *, auto: str | None = None, optional: bool = False, hint: str | None = None
) -> Markup:
    return text_field(
        name,
        label,
        state.card.given[name],
        state.field_errors,
        id=f"location-{name}",
        hint=hint,
        optional=optional,
        autocomplete=auto,
        max_length=120,
    )

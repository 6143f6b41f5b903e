"""The form of one address of a person's book."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button
from marketplace.components.desk.form import check, field, locked, select, select_field, text_field
from marketplace.components.desk.overlays import confirm, drawer
from marketplace.components.markup import Markup, el, pick, when

_FORM = {"form": "address-form"}


def address_drawer(state: Any) -> Markup:
    """The open address, or an empty form for a new one."""
    is_new = state.address_id == "new"
    delete = when(is_new, "", lambda: button("Delete…", kind="quiet", opens="delete-address"))
    return drawer(
        pick(is_new, "New address", state.card.title),
        el.section(_form(state, is_new)),
        confirm("delete-address", "Delete this address?", "Orders that went there keep it.", "Delete it", state.remove),
        close_href="/account/addresses",
        actions=(button("Save", kind="pri", submit=True, primary=True, extra=_FORM), delete),
    )


def _form(state: Any, is_new: Any) -> Markup:
    card = state.card
    line = partial(_line, state)
    store = lambda: field("Store", select("store", state.stores, state.store, id="address-store"), id="address-store")  # noqa: E731
    kept_in = lambda: field("Store", locked(card.store, id="address-store"), id="address-store")  # noqa: E731
    return el.form(
        when(is_new, store, kept_in),
        line("label", "What you call it", optional=True, hint="Such as Workshop or Head office."),
        el.div(
            line("first_name", "First name", auto="given-name", optional=True),
            line("last_name", "Last name", auto="family-name"),
            class_name="grid2",
        ),
        line("company", "Company", auto="organization", optional=True),
        line("line1", "Street and number", auto="address-line1"),
        line("line2", "Addition", auto="address-line2", optional=True),
        _country(state),
        el.div(
            line("postal_code", "Postal code", auto="postal-code"),
            line("city", "Town", auto="address-level2"),
            class_name="grid2",
        ),
        line("province", "State or province", auto="address-level1", optional=True),
        line("phone", "Phone", auto="tel", optional=True),
        check("default_shipping", "Deliver here by default", checked=card.is_default_shipping),
        check("default_billing", "Send bills here by default", checked=card.is_default_billing),
        on_submit=state.save,
        class_name="fields",
        id="address-form",
        key=state.address_id,
    )


def _line(
    state: Any, name: str, label: str, *, auto: str | None = None, optional: bool = False, hint: str | None = None
) -> Markup:
    return text_field(
        name,
        label,
        state.card.given[name],
        state.field_errors,
        id=f"address-{name}",
        hint=hint,
        optional=optional,
        autocomplete=auto,
        max_length=120,
        on_blur=lambda value: state.leave_field(name, value),
    )


def _country(state: Any) -> Markup:
    return select_field(
        "country",
        "Country",
        state.countries,
        state.country,
        state.field_errors,
        id="address-country",
        empty="Choose a country",
        on_change=lambda value: state.leave_field("country", value),
    )

"""The form of one cost centre: its code, its name and its budget."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.members import PERIODS
from marketplace.components.desk.controls import button, note
from marketplace.components.desk.form import check, error_of, field, select_field, text_field, text_input
from marketplace.components.desk.overlays import drawer
from marketplace.components.markup import Markup, el, pick, when

_FORM = {"form": "centre-form"}
_HINT = "Open checkouts count, refunds give back; more than this is not ordered. Empty: no budget."


def cost_centre_drawer(state: Any) -> Markup:
    """The open cost centre, or an empty form for a new one."""
    is_admin = state.company_place.is_admin
    only = note("An administrator of the company opens and changes cost centres.")
    return drawer(
        pick(state.centre_id == "new", "New cost centre", state.card.label),
        el.section(when(is_admin, lambda: _form(state), lambda: only)),
        close_href=f"{state.company_place.home}/cost-centres",
        actions=(when(is_admin, button("Save", kind="pri", submit=True, primary=True, extra=_FORM)),),
    )


def _form(state: Any) -> Markup:
    given, errors = state.card.given, state.field_errors
    active = check("active", "In use: checkouts offer it", checked=given["active"] == "yes")
    return el.form(
        text_field("code", "Code", given["code"], errors, id="centre-code", hint="Such as 4410.", max_length=40),
        text_field("name", "Name", given["name"], errors, id="centre-name", max_length=80),
        field(
            "Budget",
            text_input(
                "budget",
                given["budget"],
                id="centre-budget",
                error=error_of(errors, "budget"),
                before=state.card.currency,
                kind="num",
                input_mode="decimal",
                max_length=20,
            ),
            id="centre-budget",
            error=error_of(errors, "budget"),
            hint=_HINT,
        ),
        select_field("period", "Starts again", PERIODS, given["period"], errors, id="centre-period"),
        when(state.centre_id != "new", lambda: active),
        on_submit=state.save,
        class_name="fields",
        id="centre-form",
        key=state.form_round,
    )

"""From which amount on a store quotes, as a form."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.markup import Markup, each, el, when


def quotes_form(state: Any) -> Markup:
    """One amount for each currency that the store sells in."""
    return el.form(
        el.p(
            "Vendors are asked for prices when the articles come to this much at the prices the buyer sees. Leave it "
            "empty to quote for any amount. Requests in own words have no sum yet and may always be sent.",
            class_name="ink2",
        ),
        el.div(each(state.limits, lambda row: _line(state, row)), class_name="grid3"),
        when(state.tenant.can_edit, lambda: el.div(button("Save", submit=True), class_name="row")),
        on_submit=state.save_quotes,
        class_name="fields",
        id="quotes",
    )


def _line(state: Any, row: Any) -> Markup:
    name = "quotes-" + row.currency
    error = error_of(state.field_errors, name)
    control = text_input(
        name,
        row.quotes_from,
        id=name,
        error=error,
        after=row.currency,
        kind="num soft",
        key=state.form_round,
        input_mode="decimal",
    )
    return field("Quotes from", control, id=name, error=error)

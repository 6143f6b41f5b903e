"""The accounts that vendors are paid from, as an operator sees and sets them."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button, note, region
from marketplace.components.desk.form import error_of, field, password_again, text_input
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.account_row import account_row


def paying_accounts(state: Any) -> Markup:
    """Each account with the form that changes it; what is missing stands on top. Nothing for who may not set it."""
    return when(
        state.payers.length() > 0,
        lambda: region(
            "Paying accounts",
            when(state.payers_say != "", lambda: note(state.payers_say, tone="warn")),
            el.ul(each(state.payers, lambda row: _account(state, row)), class_name="list"),
        ),
    )


def _account(state: Any, row: Any) -> Markup:
    has_own = row.is_set & (row.store != "")
    return account_row(row.label, row, _form(state, row), when(has_own, lambda: _remove(state, row)))


def _form(state: Any, row: Any) -> Markup:
    line = partial(_line, state, row)
    return el.form(
        el.input(type="hidden", name="store", value=row.store),
        line("name", "Account holder", most=70, value=row.name),
        line("iban", "IBAN", most=42, hint="In full, also when it stays the same."),
        line("bic", "BIC of the bank", most=15, value=row.bic),
        line("street", "Street and number", most=70, value=row.street, optional=True),
        line("postal_code", "Postal code", most=16, value=row.postal_code, optional=True),
        line("town", "Town", most=35, value=row.town),
        line("country", "Country, two letters", most=2, value=row.country),
        _password(state, "save-" + row.key),
        el.div(button("Save", kind="pri", small=True, submit=True), class_name="row end"),
        on_submit=state.save_payer,
        class_name="fields",
        key=state.form_round,
    )


def _remove(state: Any, row: Any) -> Markup:
    return el.form(
        el.p("Or let the platform’s account pay this store’s vendors.", class_name="ink2"),
        el.input(type="hidden", name="store", value=row.store),
        _password(state, "remove-" + row.key),
        el.div(button("Use the platform’s", kind="quiet", small=True, submit=True), class_name="row end"),
        on_submit=state.remove_payer,
        class_name="fields",
        key=state.form_round,
    )


def _password(state: Any, id: Any) -> Markup:
    return password_again(state.field_errors, id=id)


def _line(
    state: Any,
    row: Any,
    name: str,
    label: str,
    *,
    most: int,
    value: Any = "",
    hint: str | None = None,
    optional: bool = False,
) -> Markup:
    id = name + "-" + row.key
    error = error_of(state.field_errors, name)
    control = text_input(name, value, id=id, error=error, max_length=most)
    return field(label, control, id=id, hint=hint, error=error, optional=optional)

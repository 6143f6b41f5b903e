"""The accounts that a store's buyers pay to, as its administrator sees and sets them."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button, columns, region
from marketplace.components.desk.form import error_of, field, password_again, text_input
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.account_row import account_row


def receiving_desk(state: Any) -> Markup:
    """Each currency of the store with its account and the form that changes it."""
    rows = el.ul(each(state.rows, lambda row: _account(state, row)), class_name="list")
    return columns([region("Bank transfer", rows)], [region("How it works", _meaning())])


def _account(state: Any, row: Any) -> Markup:
    return account_row(row.key, row, _form(state, row), when(row.is_set, lambda: _remove(state, row)))


def _form(state: Any, row: Any) -> Markup:
    line = partial(_line, state, row)
    return el.form(
        el.input(type="hidden", name="currency", value=row.key),
        line("name", "Account holder", most=70, value=row.name),
        line("iban", "IBAN", most=42, value=row.iban),
        line("bic", "BIC of the bank", most=15, value=row.bic),
        password_again(state.field_errors, id="save-" + row.key),
        el.div(button("Save", kind="pri", small=True, submit=True), class_name="row end"),
        on_submit=state.save,
        class_name="fields",
        key=state.form_round,
    )


def _remove(state: Any, row: Any) -> Markup:
    return el.form(
        el.p("Or offer no bank transfer in this currency. Orders that wait for one stay.", class_name="ink2"),
        el.input(type="hidden", name="currency", value=row.key),
        password_again(state.field_errors, id="remove-" + row.key),
        el.div(button("Remove the account", kind="quiet", small=True, submit=True), class_name="row end"),
        on_submit=state.remove,
        class_name="fields",
        key=state.form_round,
    )


def _line(state: Any, row: Any, name: str, label: str, *, most: int, value: Any) -> Markup:
    id = name + "-" + row.key
    error = pick(state.form_of == row.key, error_of(state.field_errors, name), "")
    control = text_input(name, value, id=id, error=error, max_length=most)
    return field(label, control, id=id, error=error)


def _meaning() -> Markup:
    return el.div(
        el.p(
            "Who pays by bank transfer is told this account, the amount and the order’s number as the reference: on "
            "the order’s page, in the letter and on the pro forma invoice, in euro also as a code for banking apps.",
            class_name="ink2",
        ),
        el.p(
            "A currency without an account offers no bank transfer. A change is shown at once, also to those who have "
            "ordered and not paid yet.",
            class_name="ink2",
        ),
        class_name="fields",
    )

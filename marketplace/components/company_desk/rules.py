"""The form of one approval rule, and what it would have stopped."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note
from marketplace.components.desk.form import check, error_of, field, select, select_field, text_field, text_input
from marketplace.components.desk.overlays import confirm, drawer, drawer_section
from marketplace.components.markup import Markup, each, el, pick, when

_FORM = {"form": "rule-form"}
_KINDS = [
    ("total", "The total of an order"),
    ("category", "Goods of a category"),
    ("vendor", "Goods of a vendor"),
    ("cost_centre", "Orders for a cost centre"),
    ("quantity", "The quantity of a line"),
    ("limit", "The buyer’s spending limit is reached"),
]
_OPERATORS = [("over", "is over"), ("from", "is or is over")]
_TRY = "Only try it: what would it have stopped of the last 90 days?"


def rule_drawer(state: Any) -> Markup:
    """The open rule, or an empty form for a new one."""
    is_admin, is_new = state.company_place.is_admin, state.rule_id == "new"
    only = note("An administrator of the company makes and changes rules.")
    return drawer(
        pick(is_new, "New rule", state.card.given["name"]),
        el.section(when(is_admin, lambda: _form(state), lambda: only)),
        when(state.tried.sentence != "", lambda: _tried(state.tried)),
        confirm(
            "remove-rule",
            "Remove this rule?",
            "It stops nothing from now on. What waits because of it goes on waiting.",
            "Remove it",
            state.remove,
        ),
        close_href=f"{state.company_place.home}/rules",
        actions=(
            when(is_admin, button("Save", kind="pri", submit=True, primary=True, extra=_FORM)),
            when(is_admin & ~is_new, button("Remove…", kind="quiet", opens="remove-rule")),
        ),
    )


def _form(state: Any) -> Markup:
    given, errors, card = state.card.given, state.field_errors, state.card
    day = "With what the same person ordered in the last 24 hours"
    total = check("counts_day", day, checked=given["counts_day"] == "yes")
    of_kind = {"id": "rule-kind", "on_change": state.choose_kind}
    return el.form(
        text_field("name", "Name", given["name"], errors, id="rule-name", hint="Such as Large orders.", max_length=80),
        select_field("kind", "What it looks at", _KINDS, state.kind, errors, **of_kind),
        when(state.kind == "category", lambda: _subject("category", "Category", card.categories, state)),
        when(state.kind == "vendor", lambda: _subject("vendor", "Vendor", card.vendors, state)),
        when(state.kind == "cost_centre", lambda: _subject("cost_centre", "Cost centre", card.cost_centres, state)),
        when(state.kind != "limit", lambda: _amount(state)),
        when(state.kind == "total", lambda: total),
        select_field(
            "location", "Where", card.locations, given["location"], errors, id="rule-location", empty="At all locations"
        ),
        _step(state, 1, "Who decides"),
        _step(state, 2, "Then"),
        _step(state, 3, "And then"),
        when(state.rule_id != "new", lambda: check("active", "The rule holds", checked=given["active"] == "yes")),
        check("try_first", _TRY),
        on_submit=state.save,
        class_name="fields",
        id="rule-form",
        key=state.form_round,
    )


def _subject(name: str, label: str, choices: Any, state: Any) -> Markup:
    error = error_of(state.field_errors, "subject")
    key = f"rule-{name}"
    chosen = select(name, choices, state.card.given[name], id=key, error=error, empty="Choose one")
    return field(label, chosen, id=key, error=error)


def _amount(state: Any) -> Markup:
    error, given = error_of(state.field_errors, "amount"), state.card.given
    return el.div(
        select_field("operator", "It", _OPERATORS, given["operator"], state.field_errors, id="rule-operator"),
        field(
            pick(state.kind == "quantity", "Pieces", "Amount, with tax"),
            text_input(
                "amount",
                given["amount"],
                id="rule-amount",
                error=error,
                before=pick(state.kind == "quantity", "", state.card.currency),
                kind="num",
                input_mode="decimal",
                max_length=20,
            ),
            id="rule-amount",
            error=error,
        ),
        class_name="grid2",
    )


def _step(state: Any, at: int, label: str) -> Markup:
    name = f"step_{at}"
    return select_field(
        name,
        label,
        state.card.approvers,
        state.card.given[name],
        state.field_errors,
        id=f"rule-step-{at}",
        empty="Nobody else" if at > 1 else "Choose who decides",
    )


def _tried(tried: Any) -> Markup:
    def row(order: Any) -> Markup:
        where = el.span(order.place, ", ", order.placed, class_name="sub")
        return el.li(
            el.span(el.b("Order ", order.number, class_name="b5"), where, class_name="grow"),
            el.b(order.total, class_name="num b6"),
        )

    return drawer_section(
        "What it would have stopped", note(tried.sentence, tone="info"), el.ul(each(tried.rows, row), class_name="list")
    )

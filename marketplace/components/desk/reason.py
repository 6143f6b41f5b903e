"""A question before something that cannot come back, to which the answer is a reason."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button
from marketplace.components.desk.form import error_of, field, text_area
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Handler, Markup, el


def reason_dialog(
    state: Any,
    id: str,
    title: Any,
    text: str,
    *content: Markup,
    action: str,
    on_submit: Handler,
    label: str = "Why?",
    keep: str = "Keep it",
    kind: str = "danger",
    optional: bool = False,
) -> Markup:
    """Open it with a button of `opens=id`. `content` stands above the reason.

    It stays open over an error. A new `form_round` draws a new, closed one: it closes when the deed is done.
    """
    name, error = f"{id}-reason", error_of(state.field_errors, "reason")
    reason = text_area("reason", id=name, error=error, max_length=500, key=state.form_round)
    box = dialog(
        id,
        title,
        el.p(text, class_name="ink2"),
        el.form(
            *content,
            field(label, reason, id=name, error=error, optional=optional),
            el.div(
                button(keep, kind="quiet", closes=True), button(action, kind=kind, submit=True), class_name="row end"
            ),
            on_submit=on_submit,
            class_name="fields",
        ),
    )
    return el.div(box, key=state.form_round)

"""The panel in which a company is decided about; on a phone its button stands at the thumb."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, keys, note
from marketplace.components.desk.form import error_of, field, text_area
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk.decision import answer_choice

_ANSWERS = (
    ("approve", "Let in", "Its people buy for it at its prices and terms"),
    ("reject", "Decline", "It reads why, and may mend and ask again"),
)


def waiting_panel(state: Any) -> Markup:
    """Let in or decline: one form, one button."""
    review, errors = state.review, state.field_errors
    approving = state.decision == "approve"
    return el.form(
        when(review.reason != "", lambda: note("Declined before: ", review.reason)),
        el.fieldset(
            el.legend("Decision", class_name="vh"),
            *[answer_choice(state, *answer) for answer in _ANSWERS],
            class_name="dec",
        ),
        field(
            "Reason",
            text_area("reason", id="reason", error=error_of(errors, "reason"), key=state.form_round, max_length=500),
            id="reason",
            error=error_of(errors, "reason"),
            end=el.span(pick(approving, "the company reads it, optional", "the company reads it"), class_name="opt"),
        ),
        el.div(
            button(
                pick(approving, f"Let {review.name} in", f"Decline {review.name}"),
                keys("Ctrl", "↵"),
                kind="pri",
                submit=True,
                primary=True,
                extra={"data-testid": "decide"},
            ),
            class_name="row decide",
        ),
        on_submit=state.decide,
        class_name="fields",
    )


def standing_panel(state: Any) -> Markup:
    """What can be done with a company that was decided about: suspend it, or let it buy again."""
    review = state.review
    return el.div(
        when(
            review.reason != "",
            lambda: note("The reason that was given: ", review.reason),
            lambda: el.p("Let in without a word.", class_name="ink3"),
        ),
        when(
            review.status == "rejected",
            lambda: el.p("Its administrators may mend what they said and ask again.", class_name="ink2"),
        ),
        when(
            review.can_suspend,
            lambda: el.div(button("Suspend…", kind="danger", small=True, opens="suspend"), class_name="row"),
        ),
        when(
            review.can_reinstate,
            lambda: el.div(
                button("Let it buy again", kind="pri", on_click=state.reinstate, primary=True), class_name="row decide"
            ),
        ),
        el.div(_suspend(state), key=state.form_round),
        class_name="fields",
    )


def _suspend(state: Any) -> Markup:
    error = error_of(state.field_errors, "reason")
    return dialog(
        "suspend",
        f"Suspend {state.review.name}?",
        el.p(
            "Its people buy nothing more for it, until it is let in again. What was ordered before is delivered.",
            class_name="ink2",
        ),
        el.form(
            field(
                "Reason",
                text_area("reason", id="suspend-reason", error=error, key=state.form_round, max_length=500),
                id="suspend-reason",
                error=error,
                hint="The company reads it.",
            ),
            el.div(
                button("Keep", kind="quiet", closes=True),
                button("Suspend", kind="danger", submit=True),
                class_name="row end",
            ),
            on_submit=state.suspend,
            class_name="fields",
        ),
    )

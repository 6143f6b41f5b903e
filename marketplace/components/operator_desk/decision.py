"""The panel in which a vendor is decided about; on a phone its button stands at the thumb."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, keys, note
from marketplace.components.desk.form import error_of, field, select, text_area, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Markup, el, pick, when

_ANSWERS = (
    ("approve", "Approve", "The shop opens, its products can go live"),
    ("return", "Ask for changes", "Goes back with your list"),
    ("reject", "Reject", "Final for this application, needs a reason"),
)
_SCHEDULES = (("daily", "Daily"), ("weekly", "Weekly"), ("monthly", "Monthly"))


def application_panel(state: Any) -> Markup:
    """Approve, ask for changes, or reject: one form, one button."""
    review, errors = state.review, state.field_errors
    approving = state.decision == "approve"
    return el.form(
        el.fieldset(
            el.legend("Decision", class_name="vh"),
            *[answer_choice(state, *answer) for answer in _ANSWERS],
            class_name="dec",
        ),
        when(approving, lambda: _terms(review, errors, state.form_round)),
        field(
            "Reason",
            text_area("reason", id="reason", error=error_of(errors, "reason"), key=state.form_round, max_length=1000),
            id="reason",
            error=error_of(errors, "reason"),
            end=el.span(pick(approving, "kept in the audit", "the vendor reads it"), class_name="opt"),
        ),
        when(
            approving,
            lambda: field(
                "To the vendor",
                text_input(
                    "message",
                    id="message",
                    placeholder=f"Welcome to {review.store_name}…",
                    kind="soft",
                    key=state.form_round,
                    max_length=1000,
                ),
                id="message",
                end=el.span("by e-mail, optional", class_name="opt"),
            ),
        ),
        when(
            approving & (review.open_labels != ""),
            lambda: note(
                "Not proven yet: ", review.open_labels, ". Approving accepts it with the reason above.", tone="warn"
            ),
        ),
        el.div(
            button(
                _words(state), keys("Ctrl", "↵"), kind="pri", submit=True, primary=True, extra={"data-testid": "decide"}
            ),
            class_name="row decide",
        ),
        on_submit=state.decide,
        class_name="fields",
    )


def standing_panel(state: Any) -> Markup:
    """What can be done with a vendor that was decided about: suspend, reopen, end for good."""
    review = state.review
    return el.div(
        when(review.status_reason != "", lambda: note("Last reason: ", review.status_reason)),
        when(review.can_suspend, lambda: _suspend(state)),
        when(
            review.can_reinstate,
            lambda: el.div(
                button("Open the shop again", kind="pri", on_click=state.reinstate, primary=True),
                class_name="row decide",
            ),
        ),
        when(
            review.can_terminate,
            lambda: el.div(button("End it for good…", kind="danger", small=True, opens="terminate"), class_name="row"),
        ),
        el.div(_terminate(state), key=state.form_round),
        class_name="fields",
    )


def _words(state: Any) -> Markup:
    name = state.review.name
    return pick(
        state.decision == "approve",
        f"Approve {name}",
        pick(state.decision == "reject", f"Reject {name}", f"Hand back to {name}"),
    )


def answer_choice(state: Any, value: str, word: str, what: str) -> Markup:
    """One of the answers that can be prepared, with what it leads to."""
    chosen = state.decision == value
    return el.label(
        el.input(
            type="radio",
            name="decision",
            value=value,
            checked=chosen,
            on_change=lambda _: state.choose(value),
            class_name="radio",
        ),
        el.span(el.b(word, class_name="b6"), el.span(what)),
        class_name=pick(chosen, "on", ""),
    )


def _terms(review: Any, errors: Any, key: Any) -> Markup:
    return el.div(
        field(
            "Commission",
            text_input(
                "commission",
                review.commission,
                id="commission",
                error=error_of(errors, "commission"),
                after="%",
                kind="soft num",
                key=key,
                input_mode="decimal",
                placeholder="by rule",
            ),
            id="commission",
            error=error_of(errors, "commission"),
        ),
        field(
            "Payout",
            select("payout_schedule", _SCHEDULES, review.payout_schedule, id="payout_schedule", kind="soft", key=key),
            id="payout_schedule",
        ),
        class_name="grid2",
    )


def _suspend(state: Any) -> Markup:
    return el.form(
        field(
            "Reason",
            text_area(
                "reason",
                id="suspend-reason",
                error=error_of(state.field_errors, "reason"),
                key=state.form_round,
                max_length=1000,
            ),
            id="suspend-reason",
            error=error_of(state.field_errors, "reason"),
            hint="The vendor reads it. Its offers leave search within seconds.",
        ),
        el.div(button(icon("ban"), "Suspend ", state.review.name, kind="danger", submit=True), class_name="row decide"),
        on_submit=state.suspend,
        class_name="fields",
    )


def _terminate(state: Any) -> Markup:
    """Nothing leads back from here, so the name has to be typed."""
    review, errors = state.review, state.field_errors
    return dialog(
        "terminate",
        f"End {review.name} for good?",
        el.p("Its shop closes, its products leave the store, and nothing leads back.", class_name="ink2"),
        el.form(
            field(
                "Reason",
                text_area("reason", id="end-reason", error=error_of(errors, "reason"), key=state.form_round),
                id="end-reason",
                error=error_of(errors, "reason"),
            ),
            field(
                "Type the name",
                text_input(
                    "typed_name",
                    id="typed-name",
                    placeholder=review.name,
                    key=state.form_round,
                    error=error_of(errors, "typed_name"),
                ),
                id="typed-name",
                error=error_of(errors, "typed_name"),
            ),
            el.div(
                button("Keep", kind="quiet", closes=True),
                button("End it", kind="danger", submit=True),
                class_name="row end",
            ),
            on_submit=state.terminate,
            class_name="fields",
        ),
    )

"""The page behind the letter to an approver: the request, and yes or no."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.sign_in import SignInForm, page
from marketplace.components.company_desk.approvals import request_sections
from marketplace.components.desk.controls import note
from marketplace.components.desk.form import error_of, field, text_area
from marketplace.components.markup import Markup, el, pick


def link_over(door: SignInForm, title: str, sentence: str, desk: str) -> Markup:
    """What a link led to, or that it decides nothing any more."""
    return page(door, title, sentence, el.p(el.a("To the approvals", class_name="link", href=desk)))


def decision(door: SignInForm, card: Any, *, action: str) -> Markup:
    """What is asked, and the two ways to answer; a mere visit decides nothing, because mail scanners visit links."""
    errors = door.errors
    problem, wrong = errors.get(""), error_of(errors, "reason")
    return page(
        door,
        f"{card.who} asks for your yes",
        card.number,
        note(problem, tone="bad") if problem else None,
        request_sections(card),
        el.form(
            el.input(type="hidden", name="token", value=door.value("token")),
            field(
                "Note, or why not",
                text_area(
                    "reason", door.value("reason"), id="reason", error=error_of(errors, "reason"), max_length=500
                ),
                id="reason",
                error=wrong,
                hint="A no needs a reason; who asked reads it.",
            ),
            el.div(
                _answer("no", "Decline", "btn big"),
                _answer("yes", pick(card.is_last_step, "Approve", "Approve and pass on"), "btn pri big"),
                class_name="row g12",
            ),
            method="post",
            action=action,
            class_name="fields after",
        ),
    )


def _answer(value: str, words: Any, look: str) -> Markup:
    return el.button(words, type="submit", name="answer", value=value, class_name=look)

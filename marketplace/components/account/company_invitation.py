"""The page behind an invitation into a company: join with an account, or with one that is made here."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.sign_in import SignInForm, page
from marketplace.components.desk.controls import note
from marketplace.components.desk.form import text_field
from marketplace.components.markup import Markup, el
from marketplace.domain.companies.members import ROLE_NAMES, CompanyRole
from marketplace.domain.identity.passwords import MIN_LENGTH


def over(door: SignInForm, sentence: str) -> Markup:
    """An invitation that opens nothing any more."""
    return page(
        door, "This invitation is over", sentence, el.p(el.a("To the stores", class_name="link", href="/stores"))
    )


def invitation(door: SignInForm, offer: Any, *, action: str, signed_in_as: str) -> Markup:
    """What is asked, and the way in; a mere visit decides nothing, because mail scanners visit every link."""
    title = f"Buy for {offer.company}?"
    lead = f"You are invited as {ROLE_NAMES[CompanyRole(offer.role)].lower()} in {offer.store}, with {offer.email}."
    if signed_in_as == offer.email:
        return page(door, title, lead, _form(door, action, _submit("Join the company")))
    if signed_in_as:
        sentence = f"You are signed in as {signed_in_as}. Sign out, and open the letter's link again."
        return page(door, title, lead, note(sentence, tone="warn"), _sign_out(door))
    if offer.has_account:
        return page(door, title, lead, _to_sign_in(door))
    return page(door, title, lead, _new_account(door, action))


def _new_account(door: SignInForm, action: str) -> Markup:
    errors = door.errors
    return _form(
        door,
        action,
        el.div(
            text_field(
                "first_name", "First name", door.value("first_name"), errors, autocomplete="given-name", required=True
            ),
            text_field("last_name", "Last name", door.value("last_name"), errors, autocomplete="family-name"),
            class_name="grid2",
        ),
        text_field(
            "password",
            "Choose a password",
            "",
            errors,
            type="password",
            autocomplete="new-password",
            required=True,
            max_length=200,
            hint=f"At least {MIN_LENGTH} characters; a sentence is easy to remember.",
        ),
        _submit("Make my account and join"),
    )


def _form(door: SignInForm, action: str, *content: Markup) -> Markup:
    problem = door.errors.get("")
    return el.form(
        note(problem, tone="bad") if problem else None,
        el.input(type="hidden", name="token", value=door.value("token")),
        *content,
        method="post",
        action=action,
        class_name="fields",
    )


def _submit(words: str) -> Markup:
    return el.button(words, class_name="btn pri big", type="submit")


def _to_sign_in(door: SignInForm) -> Markup:
    return el.p(
        el.a(
            "Sign in to join", class_name="btn pri big", href=f"/sign-in?store={door.store}&next={door.value('next')}"
        ),
        class_name="after",
    )


def _sign_out(door: SignInForm) -> Markup:
    return el.form(el.button("Sign out", class_name="btn big", type="submit"), method="post", action="/auth/sign-out")

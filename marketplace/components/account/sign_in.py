"""Sign in, sign up, forgotten and new password, proof of an address, second step.

Drawn as HTML by the server and nothing else: they work before any script has run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from marketplace.components.desk.controls import keys, note
from marketplace.components.desk.form import text_input
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Markup, el


@dataclass(frozen=True)
class SignInForm:
    """What every page before an account knows: the face it wears, what was typed before, and what is to be said.

    `errors` maps a field to its sentence; under "" it is about the whole form.
    """

    store: str = ""
    store_name: str = "Concourse"
    look: str = ""
    style: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    back_to: str = ""
    mailbox: str = ""  # where the demo keeps the letter that was just sent
    demo: Sequence[Any] = ()

    def value(self, name: str) -> str:
        return self.typed.get(name, "")


def sign_in(form: SignInForm) -> Markup:
    """E-mail, password, the ways on for those who have neither, and the demo accounts."""
    lead = f"Your account at {form.store_name}." if form.store else "Desks for vendors, operators, editors and buyers."
    drawn = _form(
        form,
        "/auth/sign-in",
        _email(form, autofocus=not form.value("email")),
        _password(
            form,
            "current-password",
            "Password",
            end=el.a("Forgotten?", class_name="link end", href=_with(form, "/forgot-password", "email")),
            autofocus=bool(form.value("email")),
        ),
        _submit("Sign in"),
    )
    others = el.p(
        "New here? ",
        el.a("Create an account", class_name="link", href=_with(form, "/sign-up", "next")),
        " or ",
        el.a("apply as a vendor", class_name="link", href=_with(form, "/vendor/apply")),
        ".",
        class_name="ink2 after",
    )
    return page(form, "Sign in", lead, drawn, others, aside=_demo(form) if form.demo else None)


def sign_up(form: SignInForm) -> Markup:
    """A shopper's account; everything else can be added to it later."""
    lead = f"To buy at {form.store_name}." if form.store else "One account for every store and desk."
    drawn = _form(
        form,
        "/auth/sign-up",
        el.div(
            _text(form, "first_name", "First name", "given-name", autofocus=True),
            _text(form, "last_name", "Last name", "family-name"),
            class_name="grid2",
        ),
        _email(form),
        el.p("We send you a letter; its link is where you choose your password.", class_name="ink3 xs"),
        _submit("Create account"),
    )
    others = el.p(
        "You have one? ",
        el.a("Sign in", class_name="link", href=_with(form, "/sign-in", "next", "email")),
        ".",
        class_name="ink2 after",
    )
    return page(form, "Create an account", lead, drawn, others)


def forgot_password(form: SignInForm) -> Markup:
    """Asks for the address; the answer is the same whoever asks."""
    lead = "Tell us your e-mail address and we send you a link to choose a new one."
    return page(
        form,
        "Forgotten your password?",
        lead,
        _form(form, "/auth/forgot-password", _email(form, autofocus=True), _submit("Send the link")),
        _back(form),
    )


def reset_password(form: SignInForm) -> Markup:
    """The new password, behind the link of the mail."""
    lead = "It ends every session of your account: sign in again afterwards, on each device."
    return page(
        form,
        "Choose a new password",
        lead,
        _form(
            form,
            "/auth/reset-password",
            el.input(type="hidden", name="token", value=form.value("token")),
            _password(form, "new-password", "New password", hint="At least 10 characters.", autofocus=True),
            _submit("Set the new password"),
        ),
        _back(form),
    )


def verify_email(form: SignInForm) -> Markup:
    """The password makes the account, or proves that it is one's own; a mere visit must not, because mail scanners
    visit every link."""
    if form.value("new"):
        title, lead, label = "Choose your password", "With it, the account is yours.", "Create my account"
        password = _password(
            form, "new-password", "Password", autofocus=True, hint="At least 10 characters. Length counts, not signs."
        )
    else:
        title, lead = "Confirm your e-mail address", "Your password proves that this address is yours."
        label, password = "Confirm my address", _password(form, "current-password", "Password", autofocus=True)
    hidden = [el.input(type="hidden", name=name, value=form.value(name)) for name in ("token", "new")]
    return page(form, title, lead, _form(form, "/verify-email", *hidden, password, _submit(label)), _back(form))


def second_factor(form: SignInForm) -> Markup:
    """The code of the app, or a recovery code."""
    code = _field(
        form,
        "code",
        "Code",
        text_input(
            "code",
            error=form.errors.get("code", ""),
            autocomplete="one-time-code",
            autofocus=True,
            max_length=20,
            kind="code-input",
            required=True,
        ),
        hint="Lost your phone? One of your recovery codes works here as well, once.",
    )
    lead = "Enter the six digits that your authenticator app shows now."
    return page(form, "Two-step sign-in", lead, _form(form, "/auth/second-factor", code, _submit("Go on")), _back(form))


def page(form: SignInForm, title: str, lead: Markup, *content: Markup, aside: Markup = None) -> Markup:
    """The look of these pages: the mark, the title, a line under it, the form; the demo accounts beside it."""
    attributes: dict[str, Any] = {}
    if form.look:
        attributes = {"data-store": form.look, "style": dict(form.style)}
    mark = el.a(
        el.span(form.store_name[:1], class_name="mkc", aria_hidden="true"),
        el.b(form.store_name, class_name="b6"),
        class_name="top2",
        href=f"/s/{form.store}" if form.store else "/stores",
    )
    foot = el.p("You will come back to ", el.b(form.back_to, class_name="b5 ink2"), class_name="ink3 xs foot")
    return el.div(
        el.a("Skip to content", class_name="skip", href="#main"),
        el.div(
            el.main(
                mark,
                el.div(
                    el.h1(title),
                    el.p(lead, class_name="ink2"),
                    note(form.notice, tone="good") if form.notice else None,
                    el.p(el.a("Open the demo’s mailbox", class_name="link", href=form.mailbox))
                    if form.mailbox
                    else None,
                    note(form.errors[""], tone="bad") if "" in form.errors else None,
                    *content,
                    class_name="box",
                ),
                foot if form.back_to else None,
                id="main",
            ),
            aside,
            class_name="si" if aside else "si alone",
            custom_attrs=attributes,
        ),
    )


def _form(form: SignInForm, action: str, *fields: Markup) -> Markup:
    hidden = [
        el.input(type="hidden", name=name, value=form.value(name)) for name in ("next", "store") if form.value(name)
    ]
    return el.form(*hidden, *fields, method="post", action=action)


def _field(form: SignInForm, name: str, label: str, control: Markup, *, hint: str = "", end: Markup = None) -> Markup:
    wrong = form.errors.get(name, "")
    below: Markup = None
    if wrong:
        below = el.span(icon("circle-alert", small=True), wrong, class_name="err", id=f"{name}-error")
    elif hint:
        below = el.span(hint, class_name="hint")
    return el.div(el.label(label, end, html_for=name), control, below, class_name="field")


def _text(form: SignInForm, name: str, label: str, autocomplete: str, *, autofocus: bool = False) -> Markup:
    control = text_input(
        name,
        form.value(name),
        error=form.errors.get(name, ""),
        autocomplete=autocomplete,
        autofocus=autofocus,
        max_length=80,
        required=name == "first_name",
    )
    return _field(form, name, label, control)


def _email(form: SignInForm, *, autofocus: bool = False) -> Markup:
    control = text_input(
        "email",
        form.value("email"),
        type="email",
        error=form.errors.get("email", ""),
        autocomplete="username",
        autofocus=autofocus,
        max_length=254,
        required=True,
    )
    return _field(form, "email", "E-mail", control)


def _password(
    form: SignInForm, autocomplete: str, label: str, *, hint: str = "", end: Markup = None, autofocus: bool = False
) -> Markup:
    eye = el.button(
        icon("eye"), class_name="eye", type="button", aria_label="Show the password", data_reveal="password"
    )
    control = text_input(
        "password",
        type="password",
        error=form.errors.get("password", ""),
        autocomplete=autocomplete,
        autofocus=autofocus,
        max_length=200,
        required=True,
        extra=eye,
    )
    return _field(form, "password", label, control, hint=hint, end=end)


def _submit(label: str) -> Markup:
    return el.button(label, keys("↵"), class_name="btn pri big", type="submit")


def _back(form: SignInForm) -> Markup:
    return el.p(
        el.a("Back to sign-in", class_name="link", href=_with(form, "/sign-in", "next", "email")),
        class_name="ink2 after",
    )


def _with(form: SignInForm, path: str, *names: str) -> str:
    query = {name: form.value(name) for name in ("store", *names) if form.value(name)}
    return f"{path}?{urlencode(query)}" if query else path


def _demo(form: SignInForm) -> Markup:
    groups: list[Markup] = []
    for group, cards in groupby(form.demo, key=lambda card: card.group):
        groups.append(el.h3(group))
        groups += [_account(form, card) for card in cards]
    return el.aside(
        el.div(
            el.span("Demo", class_name="tag warn"),
            el.h2("Look around as somebody"),
            el.p("One click signs you in.", class_name="ink2"),
            *groups,
            class_name="dm",
        ),
        aria_label="Demo accounts",
    )


def _account(form: SignInForm, card: Any) -> Markup:
    leads_to = card.leads_to or form.value("next")
    return el.form(
        el.input(type="hidden", name="email", value=card.email),
        el.input(type="hidden", name="password", value=card.password),
        el.input(type="hidden", name="next", value=leads_to) if leads_to else None,
        el.button(
            el.span(card.initials, class_name=f"av h{card.hue} b", aria_hidden="true"),
            el.span(el.b(card.name, class_name="b6"), el.span(card.line), class_name="grow"),
            el.span(card.place, class_name="ink3 xs"),
            class_name="acc",
            type="submit",
        ),
        method="post",
        action="/auth/sign-in",
    )

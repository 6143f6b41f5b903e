"""`/account`."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.layout import account_layout
from marketplace.components.desk.controls import button, button_link, columns, empty, note, pairs, region, tag
from marketplace.components.desk.form import error_of, field, locked, text_input
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, when
from marketplace.pages.registry import Page
from marketplace.state.account.profile import AccountProfileState

State: Any = AccountProfileState  # on a page its variables are names of what the browser will hold

_MINE = State.profile


def build() -> Markup:
    """Name, address, roles."""
    return when(State.profile_ready, _page)


def _page() -> Markup:
    main = [
        when(
            State.notice != "", lambda: el.section(note(State.notice, tone="good"), class_name="reg", key=State.notice)
        ),
        region("Who you are", _form()),
        region("E-mail address", _address()),
    ]
    side = [
        region("What you are where", _roles()),
        region("Account", pairs(("Opened", _MINE.since), ("Two-step sign-in", _second_factor()))),
    ]
    return desk(
        account_layout(_MINE),
        "account",
        page_header("Your account", sub=_MINE.email),
        columns(main, side, side_width=340),
    )


def _form() -> Markup:
    errors = State.field_errors
    return el.form(
        el.div(
            field(
                "First name",
                text_input(
                    "first_name",
                    _MINE.first_name,
                    error=error_of(errors, "first_name"),
                    autocomplete="given-name",
                    max_length=80,
                    key=_MINE.name,
                ),
                id="first_name",
                error=error_of(errors, "first_name"),
            ),
            field(
                "Last name",
                text_input("last_name", _MINE.last_name, autocomplete="family-name", max_length=80, key=_MINE.name),
                id="last_name",
            ),
            class_name="grid2",
        ),
        el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row"),
        on_submit=State.save,
        class_name="fields",
    )


def _address() -> Markup:
    proven = note("This address is confirmed.", tone="good")
    unproven = el.div(
        note("This address is not confirmed yet. Follow the link in the mail that we sent you.", tone="warn"),
        el.div(button("Send the link again", on_click=State.resend, icon_name="send"), class_name="row"),
        class_name="stackn",
    )
    return el.div(
        field("E-mail", locked(_MINE.email, id="email"), id="email", hint="It is your sign-in name."),
        when(_MINE.is_verified, proven, unproven),
        class_name="fields",
    )


def _roles() -> Markup:
    lines = el.ul(
        each(
            _MINE.roles,
            lambda role: el.li(
                el.span(
                    el.b(role.what, class_name="b5"),
                    el.span(role.where, class_name="ink3 xs block"),
                    class_name="grow col",
                ),
                button_link("Open", href=role.href, small=True, reload=True),
            ),
        ),
        class_name="list",
    )
    nothing = empty(
        "store",
        "A plain account",
        "It can buy in every store.",
        button_link("See the stores", href="/stores", reload=True),
    )
    return when(_MINE.roles.length() > 0, lines, nothing)


def _second_factor() -> Markup:
    return when(
        _MINE.has_second_factor,
        tag("on", tone="good"),
        el.a("off, switch it on", class_name="link", href="/account/security"),
    )


PAGE = Page("/account", build, "Your account · Concourse", State.open)

"""`/account/security`."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.layout import account_layout
from marketplace.components.desk.controls import ago, button, columns, note, region, tag
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, when
from marketplace.pages.registry import Page
from marketplace.state.account.security import AccountSecurityState

State: Any = AccountSecurityState  # on a page its variables are names of what the browser will hold

_MINE = State.profile
_ERRORS = State.field_errors


def build() -> Markup:
    """Sessions, two-step sign-in, password."""
    return when(State.security_ready, _page)


def _page() -> Markup:
    main = [
        region("Two-step sign-in", _second_factor(), note=when(_MINE.has_second_factor, tag("on", tone="good"))),
        region(
            "Where you are signed in",
            _sessions(),
            count=State.sessions.length().to_string(),
            end=when(
                State.sessions.length() > 1, lambda: button("Sign out everywhere else", small=True, opens="others")
            ),
        ),
    ]
    side = [region("Password", _password())]
    return desk(
        account_layout(_MINE),
        "security",
        page_header("Sign-in and security", sub="How you prove that it is you, and where you are signed in."),
        columns(main, side, side_width=380),
        confirm(
            "others",
            "Sign out everywhere else?",
            "Every other browser has to sign in again. This one stays.",
            "Sign the others out",
            State.end_others,
        ),
    )


def _password() -> Markup:
    return el.form(
        field(
            "Your password now",
            text_input(
                "current",
                type="password",
                error=error_of(_ERRORS, "current"),
                autocomplete="current-password",
                key=State.form_round,
                required=True,
            ),
            id="current",
            error=error_of(_ERRORS, "current"),
        ),
        field(
            "New password",
            text_input(
                "password",
                type="password",
                error=error_of(_ERRORS, "password"),
                autocomplete="new-password",
                key=State.form_round,
                required=True,
            ),
            id="password",
            error=error_of(_ERRORS, "password"),
            hint="At least 10 characters. Length counts, not signs.",
        ),
        el.div(button("Change password", submit=True), class_name="row"),
        on_submit=State.change_password,
        class_name="fields",
    )


def _second_factor() -> Markup:
    return when(
        State.codes.length() > 0,
        _codes,
        lambda: when(
            _MINE.has_second_factor, _switched_on, lambda: when(State.setup.path != "", _setup, _switched_off)
        ),
    )


def _with_password(name: str, label: str, send: Markup, on_submit: Any) -> Markup:
    return el.form(
        field(
            label,
            text_input(
                name,
                type="password",
                error=error_of(_ERRORS, name),
                autocomplete="current-password",
                key=State.form_round,
                required=True,
            ),
            id=name,
            error=error_of(_ERRORS, name),
        ),
        el.div(send, class_name="row"),
        on_submit=on_submit,
        class_name="fields narrow",
    )


def _switched_off() -> Markup:
    return el.div(
        when(
            _MINE.needs_second_factor,
            lambda: note("Operators sign in in two steps. Set it up, and your desk opens.", tone="warn"),
        ),
        el.p(
            "After your password, a code from an app on your phone. Whoever learns your password still cannot sign in.",
            class_name="ink2",
        ),
        _with_password(
            "setup_password",
            "Your password, to set it up",
            button("Set it up", kind="pri", submit=True, icon_name="smartphone"),
            State.begin_setup,
        ),
        class_name="fields",
    )


def _setup() -> Markup:
    picture = el.div(
        el.svg(
            el.path(d=State.setup.path),
            view_box=State.setup.box,
            width="150",
            height="150",
            role="img",
            aria_label="QR code for your authenticator app",
        ),
        class_name="qr",
    )
    words = el.div(
        el.p("Scan this with an authenticator app, then enter the code that it shows.", class_name="ink2"),
        el.p("No camera? Type this: ", el.span(State.setup.secret, class_name="mono"), class_name="ink2 xs"),
        el.form(
            field(
                "Code",
                text_input(
                    "code",
                    error=error_of(_ERRORS, "code"),
                    autocomplete="one-time-code",
                    input_mode="numeric",
                    max_length=8,
                    kind="num",
                    autofocus=True,
                    required=True,
                ),
                id="code",
                error=error_of(_ERRORS, "code"),
            ),
            el.div(
                button("Switch it on", kind="pri", submit=True),
                button("Cancel", kind="quiet", on_click=State.cancel_setup),
                class_name="row",
            ),
            on_submit=State.confirm_setup,
            class_name="fields",
        ),
        class_name="fields grow",
    )
    return el.div(picture, words, class_name="row top g24 wrap")


def _codes() -> Markup:
    return el.div(
        note(
            "Two-step sign-in is on. Keep these codes where your phone is not: each lets you in once. "
            "They are shown only now.",
            tone="warn",
        ),
        el.div(el.ul(each(State.codes, lambda code: el.li(code)), class_name="codes"), class_name="well"),
        el.div(
            button("Copy", icon_name="copy", extra={"data-copy": State.codes.join("\n")}),
            button("I have kept them", kind="pri", on_click=State.codes_kept),
            class_name="row",
        ),
        class_name="fields",
    )


def _switched_on() -> Markup:
    return el.div(
        when(
            _MINE.needs_second_factor,
            lambda: note("It is on. Sign out, and in again with a code: then your desk opens.", tone="warn"),
        ),
        el.p(_MINE.recovery_codes_left, " recovery codes left.", class_name="ink2"),
        _with_password(
            "off_password",
            "Your password, to switch it off",
            button("Switch off", kind="danger", submit=True),
            State.switch_off,
        ),
        class_name="fields",
    )


def _sessions() -> Markup:
    return el.ul(
        each(
            State.sessions,
            lambda row: el.li(
                icon(row.icon),
                el.span(
                    el.span(row.device, when(row.is_this, tag("this one", tone="good")), class_name="row g6 b5"),
                    el.span(row.ip, ", since ", row.started, class_name="ink3 xs"),
                    class_name="grow col",
                ),
                el.span(ago(row.seen, row.seen_exact), class_name="ink2"),
                when(
                    row.is_this,
                    el.span(class_name="gap"),
                    button("Sign out", small=True, on_click=State.end_session(row.id)),
                ),
                key=row.id,
            ),
        ),
        class_name="list",
    )


PAGE = Page("/account/security", build, "Sign-in and security · Concourse", State.open)

"""`/mailbox`: the demo's mail."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, pick, raw, when
from marketplace.pages.registry import Page
from marketplace.state.account.mailbox import MailboxState

State: Any = MailboxState  # on a page its variables are names of what the browser will hold


def build() -> Markup:
    """The list at the left, the open mail at the right; on a phone one or the other."""
    return when(State.mailbox_ready, _page)


def _page() -> Markup:
    return el.div(
        el.main(
            page_header(
                "Mailbox",
                button_link("Stores", href="/stores", reload=True),
                sub="Demo mode sends no mail. What would have been sent is here, for everybody to read.",
                crumbs=(Crumb("Concourse", "/stores"), Crumb("Demo")),
            ),
            when(State.mails.length() > 0, _both, _nothing),
            class_name="sheet alone",
            id="main",
        ),
        id="live",
    )


def _both() -> Markup:
    return el.div(
        el.nav(each(State.mails, _line), class_name="msgs", aria_label="Mails"),
        el.div(when(State.mail.id != "", _letter, _unread)),
        class_name=pick(State.mail.id != "", "split2 one", "split2"),
    )


def _line(mail: Any) -> Markup:
    inside = (
        el.span(
            el.b(mail.subject, class_name="b6 grow trunc"),
            el.span(ago(mail.when, mail.exact), class_name="ink3 xs"),
            class_name="row",
        ),
        el.span(mail.recipient, class_name="ink2 trunc block"),
        el.span(mail.start, class_name="ink3 xs trunc block"),
    )
    return when(
        mail.id == State.mail.id,
        lambda: el.a(*inside, href=mail.href, aria_current="page"),
        lambda: el.a(*inside, href=mail.href),
    )


def _letter() -> Markup:
    return el.article(
        el.a("All mails", href="/mailbox", class_name="link phone-only"),
        el.h2(State.mail.subject, class_name="mail-subject"),
        el.p("To ", el.b(State.mail.recipient, class_name="b5"), ", ", State.mail.when, class_name="ink2"),
        raw(State.mail.html),
        class_name="mail",
    )


def _unread() -> Markup:
    return empty("mail", "No mail is open", "Choose one of the list.")


def _nothing() -> Markup:
    return empty(
        "mail",
        "No mail yet",
        "Sign up, forget a password or apply as a vendor: the mail turns up here.",
        button_link("Create an account", href="/sign-up", reload=True),
    )


PAGE = Page("/mailbox", build, "Mailbox · Concourse", State.open)

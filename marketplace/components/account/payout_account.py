"""The page behind the letter about a shop's bank account: what is asked, yes and no."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.sign_in import SignInForm, page
from marketplace.components.desk.controls import note, pairs
from marketplace.components.markup import Markup, el


def payout_account(form: SignInForm, requested: Any, change: str) -> Markup:
    """The account and who asked for it; a mere visit decides nothing, because mail scanners visit every link."""
    if requested is None:
        return page(
            form, "This link is over", "It was used already, is too old, or another account was asked for.", _settings()
        )
    hidden = [
        el.input(type="hidden", name=name, value=value)
        for name, value in (("change", change), ("token", form.value("token")))
    ]
    return page(
        form,
        f"Pay {requested.vendor} to this account?",
        f"{requested.who} asked for it on {requested.requested_at}.",
        el.div(
            pairs(
                ("Holder", requested.holder),
                ("IBAN", requested.account),
                ("Store", requested.store),
                left=True,
                first=90,
            ),
            class_name="well",
        ),
        el.form(
            *hidden,
            el.button("Pay us to this account", class_name="btn pri big", type="submit", name="answer", value="yes"),
            el.button("Refuse it", class_name="btn big", type="submit", name="answer", value="no"),
            method="post",
            action="/payout-account",
            class_name="fields",
        ),
        note("You do not know of this? Refuse it and change the passwords of your shop’s accounts.", tone="warn"),
    )


def answered(form: SignInForm, *, accepted: bool) -> Markup:
    """What became of it."""
    title = "The account is confirmed" if accepted else "The account is refused"
    lead = "Payouts that are asked for from now on go there." if accepted else "Payouts go where they went before."
    return page(form, title, lead, _settings())


def _settings() -> Markup:
    return el.p(el.a("Open the settings of my shop", class_name="link", href="/vendor/settings"), class_name="after")

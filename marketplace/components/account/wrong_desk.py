"""Somebody is signed in, and this desk is not theirs: whose it is, who they are, and the two ways on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from marketplace.components.account.sign_in import SignInForm, page
from marketplace.components.markup import Markup, el


@dataclass(frozen=True)
class Seat:
    """Who came to which desk. `own_href` is where this person works, `own_name` what it is called."""

    whose: str
    name: str
    email: str
    own_name: str
    own_href: str
    wanted: str
    may_apply: bool = False


def wrong_desk(form: SignInForm, seat: Seat) -> Markup:
    """The page in place of a desk that is somebody else's."""
    who = ["You are signed in as ", el.b(seat.name, class_name="b6"), f", {seat.email}."]
    other = el.form(
        el.input(type="hidden", name="next", value=f"/sign-in?{urlencode({'next': seat.wanted})}"),
        el.button("Sign in as somebody else", class_name="btn big", type="submit"),
        method="post",
        action="/auth/sign-out",
    )
    apply = el.p(
        "You want to sell? ",
        el.a("Apply as a vendor", class_name="link", href="/vendor/apply"),
        ".",
        class_name="ink2 after",
    )
    return page(
        form,
        f"This desk is for {seat.whose}",
        who,
        el.div(el.a(f"Go to {seat.own_name}", class_name="btn pri big", href=seat.own_href), other, class_name="ways"),
        apply if seat.may_apply else None,
    )

"""Where a guest finds an order again: its number and the address that it was placed with."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el
from marketplace.components.storefront.base import link, note


def find_order_body(home: str, flash: Any, number: str, email: str) -> Markup:
    """The form; `flash` is what the last try led to, or what is wrong at which field."""
    notice = note(flash.text, tone=flash.tone) if flash.text else None
    return el.div(
        el.h1("Find an order", class_name="display"),
        el.p(
            "We send its link to the address that it was placed with. With an account, all orders are under ",
            link("Your orders", href="/account/orders", class_name="link"),
            ".",
            class_name="muted",
        ),
        notice,
        el.form(
            _field(
                flash,
                "number",
                "Order number",
                number,
                hint="It is in the confirmation, such as 1042.",
                input_mode="numeric",
                auto_complete="off",
            ),
            _field(flash, "email", "E-mail", email, kind="email", auto_complete="email"),
            el.button("Send me the link", type="submit", class_name="btn btn--primary btn--lg"),
            action=f"{home}/orders/find",
            method="post",
            no_validate=True,
            class_name="find-form",
        ),
        class_name="wait",
    )


def _field(flash: Any, name: str, label: str, value: str, *, kind: str = "text", hint: str = "", **more: Any) -> Markup:
    wrong = flash.words if flash.field == name else ""
    below = el.p(wrong or hint, class_name="err" if wrong else "hint", id=f"find-{name}-h") if wrong or hint else None
    return el.div(
        el.label(label, html_for=f"find-{name}"),
        el.input(
            class_name="input is-error" if wrong else "input",
            id=f"find-{name}",
            name=name,
            type=kind,
            default_value=value,
            aria_invalid="true" if wrong else None,
            aria_describedby=f"find-{name}-h" if below else None,
            **more,
        ),
        below,
        class_name="field",
    )

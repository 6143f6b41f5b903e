"""A pasted list: what was found as cards, what was not as a note, the list itself to be changed."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import link
from marketplace.components.storefront.card import card_grid


def pasted_body(page: Any) -> Markup:
    """The main part of the page, out of a `PastedList`."""
    head = el.div(
        el.div(
            el.h1(page.title, class_name="display"),
            el.p("One SKU per line; a quantity behind it does no harm.", class_name="muted"),
        ),
        class_name="cat-head",
    )
    form = el.form(
        el.label("Your list", html_for="skus", class_name="label"),
        el.textarea(default_value=page.text, id="skus", name="skus", rows="8", class_name="input", key=page.text),
        el.button("Find these", type="submit", class_name="btn btn--primary btn--block"),
        action=page.action,
        method="get",
        class_name="field",
    )
    result = el.div(_unknown(page), _found(page), class_name="stack")
    return [el.div(class_name="crumbs"), head, el.div(form, result, class_name="cat")]


def _found(page: Any) -> Markup:
    return when(page.cards, lambda: card_grid(page.cards, columns="3"))


def _unknown(page: Any) -> Markup:
    return when(
        page.unknown,
        lambda: el.div(
            use("warn"),
            el.div(
                el.p(el.b("Not in this store. "), "Search for something close to it:"),
                el.ul(
                    each(page.unknown, lambda item: el.li(link(item.code, href=item.href, class_name="link"))),
                    class_name="row",
                ),
            ),
            class_name="note note--warn",
            role="status",
        ),
    )

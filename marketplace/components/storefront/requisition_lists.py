"""All requisition lists and kept carts of a shopper, and the form of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.components.markup import Markup, each, el
from marketplace.components.storefront.base import badge, empty_state, link
from marketplace.components.storefront.list_forms import answer_note, name_field, problem_of, share_box


def lists_body(page: Any, flash: Any) -> Markup:
    """All lists of a shopper, with the form of a new one."""
    empty = empty_state(
        "ball-bearing",
        "No lists yet",
        "What you order again and again stands on a list: buying from it leaves it as it is.",
        link("Browse all categories", href=f"{page.store}/categories", class_name="btn btn--primary"),
    )
    return [
        answer_note(flash),
        el.div(
            el.h1("Lists", class_name="display"),
            el.p("Buying from a list leaves it as it is. Prices are those of today.", class_name="muted"),
            class_name="cart-h",
        ),
        el.div(
            el.div(
                _cards("Requisition lists", page.lists) if page.lists else None,
                _cards("Carts put aside", page.carts) if page.carts else None,
                empty if not page.lists and not page.carts else None,
            ),
            _new(page, flash) if page.may_make else None,
            class_name="two",
        ),
    ]


def _cards(title: str, cards: Sequence[Any]) -> Markup:
    def row(card: Any) -> Markup:
        whose = f"by {card.who}" if card.who else ""
        return el.div(
            el.span(
                link(el.b(card.name), href=card.href),
                el.small(", ".join(filter(None, (card.lines, whose, f"changed {card.updated}")))),
            ),
            badge("Shared", "info") if card.is_shared else None,
            class_name="prow prow--list",
        )

    return el.section(el.h2(title), el.div(each(cards, row), class_name="rows"), class_name="list-s", aria_label=title)


def _new(page: Any, flash: Any) -> Markup:
    return el.aside(
        el.h2("New list", class_name="display"),
        el.form(
            name_field("new-name", flash.typed if flash.field == "name" else "", problem_of(flash, "name")),
            share_box(page.company, checked=False),
            el.button("Make list", type="submit", class_name="btn btn--primary btn--block"),
            action=f"{page.store}/lists",
            method="post",
            class_name="list-form",
        ),
        class_name="sum card",
        aria_label="New list",
    )

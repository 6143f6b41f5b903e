"""What one has bought in a store, purchase by purchase."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el
from marketplace.components.storefront.base import badge, empty_state, link


def purchases_body(page: Any, home: str) -> Markup:
    """The list of what one has bought in a store."""
    if not page.rows:
        way = link("Browse all categories", href=f"{home}/categories", class_name="btn btn--primary")
        return empty_state("ball-bearing", "No orders yet", "What you buy in this store is followed here.", way)

    def row(one: Any) -> Markup:
        return el.div(
            el.span(
                each(one.pictures[:4], lambda src: el.img(src=src, alt="", width="44", height="44")), class_name="pics"
            ),
            el.span(
                link(el.b(f"Order {one.number}"), href=one.href), el.small(f"{one.placed}, {one.vendors}, {one.pieces}")
            ),
            badge(one.status, one.tone),
            el.b(one.total, class_name="num"),
            class_name="prow",
        )

    def turn(label: str, at: int) -> Markup:
        return link(label, href=f"{home}/orders?page={at}", class_name="btn btn--secondary")

    return [
        el.div(
            el.h1("Your orders", class_name="display"), el.p(page.range_text, class_name="muted"), class_name="cart-h"
        ),
        el.div(each(page.rows, row), class_name="rows"),
        el.div(
            turn("Newer", page.page - 1) if page.page > 1 else None,
            turn("Older", page.page + 1) if page.page < page.pages else None,
            class_name="row",
        ),
    ]

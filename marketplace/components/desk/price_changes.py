"""Prices that would change: each now and then."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick, when


def price_changes(preview: Any) -> Markup:
    """The `changes` of a preview, and how many the `rest` are."""
    return el.div(
        el.table(
            el.caption("What changes", class_name="vh"),
            el.thead(el.tr(el.th("Offer", scope="col"), el.th("Now and then", scope="col", class_name="r"))),
            el.tbody(each(preview.changes, _change)),
            class_name="tbl in dense",
        ),
        when(preview.rest != "", lambda: el.p(preview.rest, class_name="ink3 xs")),
    )


def _change(one: Any) -> Markup:
    before = pick(one.before != "", one.before, "none")
    return el.tr(
        el.td(one.title, el.span(one.sku, class_name="sub"), class_name="w"),
        el.td(el.span(before, class_name="ink3"), " → ", el.b(one.after, class_name="b5"), class_name="r num"),
        key=one.sku,
    )

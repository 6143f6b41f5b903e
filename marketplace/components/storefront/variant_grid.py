"""All variants of a product in one table: a quantity for each, one button, the total below."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el
from marketplace.components.storefront.base import link, note
from marketplace.components.storefront.card import quantity_field


def variant_grid_body(page: Any, flash: Any) -> Markup:
    """A form that asks for the total, or puts everything into the cart; it needs no script."""
    back = el.nav(
        el.ol(el.li(link(page.title, href=page.href)), el.li("All variants", aria_current="page"), class_name="crumbs"),
        aria_label="Breadcrumb",
    )
    return [
        back,
        el.div(note(flash.text, tone=flash.tone), class_name="told") if flash.text else None,
        el.div(
            el.h1(page.title, class_name="display"),
            el.p("A quantity for each variant, all of it into the cart at once.", class_name="muted"),
            class_name="cart-h",
        ),
        el.form(
            # What Enter presses: the total, never the purchase.
            el.button("Show the total", type="submit", class_name="sr", tab_index=-1),
            _table(page),
            _bar(page),
            action=page.action,
            method="get",
        ),
    ]


def _table(page: Any) -> Markup:
    heads = ("Variant", "Price each", "In stock", "Quantity", "Together")
    return el.div(
        el.table(
            el.caption(f"Variants of {page.title}", class_name="sr"),
            el.thead(el.tr(*(el.th(head, scope="col") for head in heads))),
            el.tbody(each(page.rows, _row)),
            class_name="grid-v",
        ),
        class_name="grid-w",
    )


def _row(row: Any) -> Markup:
    today = row.today
    problem = row.problem or ("Sold out." if row.typed and not today.offer_id else "")
    words = problem or (today.note if row.typed else "")
    steps = f"sold from {today.minimum}, in steps of {today.step}" if today.step > 1 or today.minimum > 1 else ""
    return el.tr(
        el.th(
            link(el.b(row.variant), href=today.href),
            el.small(", ".join(filter(None, (today.sku, steps)))),
            el.p(words, class_name="err" if problem else "hint", role="alert" if problem else None) if words else None,
            scope="row",
        ),
        el.td(today.each.removesuffix(" each"), class_name="num"),
        el.td(el.span(today.stock, class_name=f"stock stock--{today.stock_tone}" if today.stock_tone else "stock")),
        el.td(
            quantity_field(
                row.typed or "0",
                f"Quantity of {row.variant}",
                name=f"pieces.{row.offer_id}",
                minimum=0,
                step=today.step,
            )
        ),
        el.td(el.b(row.line) if row.line else "", class_name="num"),
        class_name="is-bad" if problem else None,
    )


def _bar(page: Any) -> Markup:
    total = [el.b(page.total, class_name="num"), el.span(page.total_note, class_name="hint")] if page.total else []
    return el.div(
        el.p(*total, el.span(page.summary, class_name="hint"), role="status"),
        el.button("Show total", type="submit", class_name="btn btn--secondary btn--lg"),
        el.button(
            "Add to cart",
            type="submit",
            form_action=page.action,
            form_method="post",
            class_name="btn btn--primary btn--lg",
        ),
        class_name="qo-bar",
    )

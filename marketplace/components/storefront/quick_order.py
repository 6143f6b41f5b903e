"""A pasted list: what was found as rows to be put into the cart at once, what was not as a note, the list itself."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick, use, when
from marketplace.components.storefront.base import hidden_fields, link
from marketplace.components.storefront.card import quantity_field


def quick_order_body(page: Any) -> Markup:
    """The main part of the page, out of a `QuickOrderPage`."""
    head = el.div(
        el.div(
            el.h1(page.title, class_name="display"),
            el.p("From a spreadsheet or a mail. One line each: SKU or EAN, then quantity.", class_name="muted"),
        ),
        class_name="cat-head",
    )
    form = el.form(
        el.label("Your list", html_for="skus", class_name="label"),
        el.textarea(
            default_value=page.text,
            id="skus",
            name="skus",
            rows="9",
            class_name="input num",
            key=page.text,
            spell_check=False,
        ),
        el.p("Tabs, commas, semicolons and spaces all work.", class_name="hint"),
        el.button("Find these", type="submit", class_name="btn btn--secondary btn--block"),
        action=page.action,
        method="get",
        class_name="qo-in",
    )
    result = el.div(_unknown(page), when(page.rows, lambda: _found(page)), class_name="stack")
    return [el.div(class_name="crumbs"), head, el.div(form, result, class_name="qo")]


def _found(page: Any) -> Markup:
    rows = el.ul(each(page.rows, _row), class_name="qrs")
    add = el.div(
        el.p(el.span("Freight and delivery days follow in the cart.", class_name="hint")),
        el.button(page.add_label, type="submit", class_name="btn btn--primary btn--lg"),
        class_name="qo-bar",
    )
    return when(
        page.add_action, lambda: el.form(rows, add, action=page.add_action, method="post"), lambda: el.div(rows)
    )


def _row(row: Any) -> Markup:
    pieces = el.div(
        *hidden_fields({"offer": row.offer_id, "code": row.sku}),
        quantity_field(row.quantity, f"Quantity of {row.title}", name="quantity", minimum=row.minimum, step=row.step),
    )
    return el.li(
        el.img(src=row.picture, alt="", width="64", height="64", loading="lazy"),
        el.div(
            link(el.b(row.title), href=row.href),
            el.p(row.detail, class_name="hint"),
            when(row.note, lambda: el.p(row.note, class_name="qr-m")),
            class_name="qr-t",
        ),
        el.div(
            el.p(el.span(row.stock), class_name=pick(row.stock_tone, f"stock stock--{row.stock_tone}", "stock")),
            class_name="qr-s",
        ),
        el.div(when(row.offer_id, lambda: pieces), class_name="qr-q"),
        el.div(
            when(row.price, lambda: el.b(row.price)),
            when(row.each, lambda: el.small(row.each), lambda: el.small("Sign in for prices")),
            class_name="qr-p num",
        ),
        class_name=pick(row.offer_id, pick(row.note, "qr qr-round", "qr"), "qr qr-bad"),
        key=row.key,
    )


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

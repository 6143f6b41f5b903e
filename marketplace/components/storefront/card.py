"""The product card: one markup for the grid and, under `.view-dense`, for the rows of a list."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, each, el, pick, use, when
from marketplace.components.storefront.base import hidden_fields, link


def product_card(card: Any) -> Markup:
    """A `ProductCard`: picture, vendor, name, SKU and spec, then price, stock and the way on at the foot.

    The foot is quantity and Add where that is all there is to say; else one link whose label says what waits behind it.
    """
    return el.article(
        _picture(card),
        el.div(
            el.div(
                el.p(card.vendor, class_name="pc-vendor"),
                el.h3(link(card.title, href=card.href)),
                el.p(card.spec, class_name="pc-spec"),
                class_name="pc-t",
            ),
            when(card.has_price, lambda: _price(card), lambda: _after_sign_in()),
            el.p(
                el.span(when(card.stock_strong, lambda: [el.b(card.stock_strong), " "]), card.stock_text),
                class_name=pick(card.stock_tone, f"stock stock--{card.stock_tone}", "stock"),
            ),
            el.div(_action(card), class_name="pc-add"),
            class_name="pc-body",
        ),
        class_name="pc",
        custom_attrs={"data-offer": card.offer_id, "data-of": card.id},
        key=card.id,
    )


def card_grid(cards: Any, *, columns: Any = "") -> Markup:
    """Cards in a grid; `columns` is `3` or `5` where the page wants other than four."""
    name = pick(columns, f"pgrid pgrid--{columns}", "pgrid")
    return el.div(each(cards, product_card), class_name=name)


def quantity_field(
    value: Any,
    label: Any,
    *,
    name: str | None = None,
    minimum: Any = 1,
    step: Any = 1,
    on_change: Handler = None,
    key: Any = None,
    form: str | None = None,
) -> Markup:
    """Minus, figure and plus in one control. catalogue.js moves the figure by `step`, down to `minimum`."""
    return el.div(
        el.button(use("minus", "i i-s"), type="button", aria_label="Less", custom_attrs={"data-step": "-1"}),
        el.input(
            default_value=value,
            name=name,
            input_mode="numeric",
            aria_label=label,
            auto_complete="off",
            on_change=on_change,
            key=key,
            form=form,
            custom_attrs={"data-minimum": minimum, "data-multiple": step},
        ),
        el.button(use("plus", "i i-s"), type="button", aria_label="More", custom_attrs={"data-step": "1"}),
        class_name="qty",
    )


def _picture(card: Any) -> Markup:
    inside = [
        when(card.picture, lambda: el.img(src=card.picture, alt="", loading="lazy", width="400", height="400")),
        when(card.badge, lambda: el.span(card.badge, class_name="badge badge--brand pc-flag")),
    ]
    return link(inside, href=card.href, class_name="pc-img", tab_index=-1, aria_hidden="true")


def _price(card: Any) -> Markup:
    return [
        el.div(
            el.span(card.price, class_name="price-now"),
            el.span(card.unit, class_name="price-unit"),
            when(card.was, lambda: el.s(card.was, class_name="price-was")),
            class_name="price",
        ),
        when(card.next_price, lambda: el.p(el.b(card.next_price), " ", card.next_from, class_name="pc-tier")),
        el.dl(each(card.tiers, lambda tier: el.div(el.dt(tier.label), el.dd(tier.price))), class_name="pc-tiers"),
    ]


def _after_sign_in() -> Markup:
    return el.div(el.span("Sign in to see the price", class_name="price-unit"), class_name="price")


def _action(card: Any) -> Markup:
    """Adding stays on the page (catalogue.js); before any script has run, the form leads to the cart."""
    return when(
        card.add_href,
        lambda: el.form(
            *hidden_fields({"offer": card.offer_id, "product": card.href}),
            quantity_field(
                card.min_quantity,
                f"Quantity of {card.title}",
                name="quantity",
                minimum=card.min_quantity,
                step=card.quantity_step,
            ),
            el.button(
                "Add",
                type="submit",
                class_name="btn btn--primary",
                aria_label=f"Add {card.title} to the cart",
                custom_attrs={"data-add": ""},
            ),
            action=card.add_href,
            method="post",
            class_name="pc-form",
        ),
        lambda: link(card.action, href=card.href, class_name="btn btn--secondary"),
    )

"""The panel under the search field: words, places and goods in two columns; goods show price and stock."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import link


def suggestion_panel(suggestions: Any) -> Markup:
    """A `Suggestions` value as a listbox. The reader stays in the field; storefront.js moves the mark."""
    return when(
        suggestions.is_open,
        lambda: el.div(
            el.div(
                el.div(
                    _group("sg-w", "Suggestions", suggestions.words, _word),
                    _group("sg-p", "Categories and vendors", suggestions.places, _place),
                    class_name="sugg-l",
                    role="none",
                ),
                el.div(_group("sg-g", "Products", suggestions.goods, _good), class_name="sugg-r", role="none"),
                role="listbox",
                id="sugg",
                aria_label="Suggestions",
                custom_attrs={"style": {"display": "contents"}},
            ),
            el.p(
                el.span(el.kbd("↑"), el.kbd("↓"), " move ", el.kbd("↵"), " open ", el.kbd("esc"), " close"),
                when(
                    suggestions.all_href,
                    lambda: link(suggestions.all_label, href=suggestions.all_href, class_name="link"),
                ),
                class_name="sugg-f",
            ),
            class_name="menu sugg",
        ),
    )


def _group(key: str, title: str, items: Any, draw: Any) -> Markup:
    return when(
        items,
        lambda: el.div(
            el.p(title, class_name="panel-h", id=key, role="presentation"),
            each(items, draw),
            role="group",
            aria_labelledby=key,
        ),
    )


def _option(item: Any, *content: Any) -> Markup:
    return link(*content, href=item.href, id=item.key, role="option", aria_selected="false", tab_index=-1)


def _word(item: Any) -> Markup:
    label = el.span(el.b(item.typed), item.rest)
    return _option(item, use("search", "i i-s"), label, when(item.note, lambda: el.small(item.note)))


def _place(item: Any) -> Markup:
    return _option(item, use(item.icon, "i i-s"), el.span(item.label), when(item.note, lambda: el.small(item.note)))


def _good(item: Any) -> Markup:
    return _option(
        item,
        el.img(src=item.picture, alt="", width="56", height="56"),
        el.span(el.b(item.title), el.small(item.note)),
        el.span(el.b(item.price), el.small(item.next), class_name="num"),
    )

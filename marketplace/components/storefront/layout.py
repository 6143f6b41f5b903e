"""A storefront page: skip link, header, the page itself, footer, inside the store's brand."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, el, when
from marketplace.components.storefront.base import chosen
from marketplace.components.storefront.footer import footer
from marketplace.components.storefront.header import header


def store_layout(
    layout: Any,
    visitor: Any,
    suggestions: Any,
    *body: Any,
    here: Any,
    query: Any = "",
    main_class: str = "",
    on_type: Handler = None,
) -> Markup:
    """The page of a store. `main_class` is `wrap` where the page keeps to the grid of 1360."""
    return el.div(
        el.a("Skip to content", href="#main", class_name="skip"),
        when(visitor.acting, lambda: _acting(visitor)),
        header(layout, visitor, suggestions, here=here, query=query, on_type=on_type),
        el.main(*body, id="main", tab_index=-1, class_name=main_class or None),
        footer(layout, visitor),
        class_name="store",
        custom_attrs={
            "data-store": layout.look,
            "data-own": chosen(layout.owns_colours),
            "data-remember": layout.handle,
            "style": layout.style,
        },
    )


def _acting(visitor: Any) -> Markup:
    """Who buys here in whose name, above everything, with the way out of it."""
    return el.form(
        el.div(
            el.span(el.b(visitor.acting), " Both names are kept with what you do here."),
            el.button("Stop", type="submit", class_name="btn btn--secondary btn--sm"),
            class_name="wrap",
        ),
        action=visitor.acting_stop,
        method="post",
        class_name="acting",
        role="region",
        aria_label="You act for somebody else",
    )

"""The cart in the header of a store."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import link, panel


def cart_panel(layout: Any, visitor: Any) -> Markup:
    """The cart's button with what is in it, and what opens from it."""
    return panel(
        "dd-cart",
        [use("cart"), el.span(visitor.cart_total, class_name="t"), el.span(visitor.cart_count, class_name="n")],
        when(visitor.cart_lines, lambda: _cart_lines(layout, visitor), lambda: _cart_empty(layout)),
        summary_class="cart-btn",
        label=f"Cart, {visitor.cart_count} items",
    )


def _cart_empty(layout: Any) -> Markup:
    return el.div(
        el.b("Your cart is empty"),
        el.p("What you add from any vendor of this store waits here, under one total."),
        link("Browse all categories", href=f"{layout.home}/categories", class_name="btn btn--secondary"),
        class_name="menu am am--empty",
    )


def _cart_lines(layout: Any, visitor: Any) -> Markup:
    def line(item: Any) -> Markup:
        return el.li(
            el.img(src=item.picture, alt="", width="52", height="52"),
            el.span(
                link(el.b(item.title), href=item.href),
                el.small(f"{item.quantity} from {item.vendor}"),
                when(item.wishes, lambda: el.small(item.wishes, class_name="wishes")),
            ),
            el.b(item.price, class_name="num"),
            key=item.id,
        )

    return el.div(
        el.ul(each(visitor.cart_lines, line), class_name="minis"),
        link("Open the cart", href=f"{layout.home}/cart", class_name="btn btn--primary btn--block"),
        link("Check out", href=f"{layout.home}/checkout", class_name="btn btn--secondary btn--block"),
        class_name="menu minicart",
    )

"""`/s/{store}/p/{product}`: a product with every vendor's offer."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.product import product_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.product import ProductScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(
        ProductScreen,
        lambda: product_body(ProductScreen.product, on_quantity=ProductScreen.quantity_typed),
        main_class="wrap",
    )


PAGE = Page("/s/[store_handle]/p/[product_handle]", build, "Product", ProductScreen.load)

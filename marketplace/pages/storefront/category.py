"""`/s/{store}/c/{category}`: a category, its goods and filters."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.listing import shelf_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.listing_pages import ShelfScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(ShelfScreen, lambda: shelf_body(ShelfScreen.shelf), main_class="wrap")


PAGE = Page("/s/[store_handle]/c/[category_handle]", build, "Category", ShelfScreen.load_category)

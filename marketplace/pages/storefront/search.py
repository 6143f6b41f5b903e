"""`/s/{store}/search`: results, or everything the store sells."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.listing import shelf_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.listing_pages import ShelfScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(
        ShelfScreen, lambda: shelf_body(ShelfScreen.shelf), main_class="wrap", query=ShelfScreen.shelf.listing.q
    )


PAGE = Page("/s/[store_handle]/search", build, "Search", ShelfScreen.load_search)

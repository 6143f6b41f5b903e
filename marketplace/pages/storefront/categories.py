"""`/s/{store}/categories`: all categories."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.directory import categories_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.listing_pages import CategoriesScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(CategoriesScreen, lambda: categories_body(CategoriesScreen.overview), main_class="wrap")


PAGE = Page("/s/[store_handle]/categories", build, "All categories", CategoriesScreen.load)

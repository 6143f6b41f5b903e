"""`/s/{store}/list`: a pasted list of SKUs."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.quick_order import quick_order_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.quick_order import QuickOrderScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(QuickOrderScreen, lambda: quick_order_body(QuickOrderScreen.quick_order), main_class="wrap")


PAGE = Page("/s/[store_handle]/list", build, "Your list", QuickOrderScreen.load)

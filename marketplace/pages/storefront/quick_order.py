"""`/s/{store}/list`: a pasted list of SKUs."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.quick_order import pasted_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.quick_order import PastedScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(PastedScreen, lambda: pasted_body(PastedScreen.pasted), main_class="wrap")


PAGE = Page("/s/[store_handle]/list", build, "Your list", PastedScreen.load)

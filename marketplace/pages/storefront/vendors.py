"""`/s/{store}/vendors`: who sells here."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.directory import vendors_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.vendors import VendorsScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(VendorsScreen, lambda: vendors_body(VendorsScreen.vendors), main_class="wrap")


PAGE = Page("/s/[store_handle]/vendors", build, "Vendors", VendorsScreen.load)

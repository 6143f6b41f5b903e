"""`/s/{store}/v/{vendor}`: one vendor and what they sell."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.directory import vendor_body
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.vendors import VendorScreen


def build() -> Any:
    """The page once its data is there."""
    return live_store(VendorScreen, lambda: vendor_body(VendorScreen.vendor), main_class="wrap")


PAGE = Page("/s/[store_handle]/v/[vendor_handle]", build, "Vendor", VendorScreen.load)

"""`/s/{store}`: the home of a store."""

from __future__ import annotations

from typing import Any

from marketplace.components.storefront.home import home_sections
from marketplace.pages.registry import Page
from marketplace.pages.storefront.live import live_store
from marketplace.state.storefront.home import HomePage


def build() -> Any:
    """The home once its data is there."""
    return live_store(HomePage, lambda: home_sections(HomePage.home.sections))


PAGE = Page("/s/[store_handle]", build, "Concourse", HomePage.load)

"""`/vendor/price-lists`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.price_lists import lists_page
from marketplace.components.markup import Markup
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.price_lists import VendorPriceListsState

State: Any = VendorPriceListsState
_SUB = "What you have agreed with companies of the store for your own goods."


def build() -> Markup:
    """The vendor's own price lists."""
    return vendor_desk(State, "price-lists", _page, ready=State.list_ready, waiting=outline())


def _page() -> Markup:
    return lists_page(State, sub=_SUB, with_stores=False)


PAGE = Page("/vendor/price-lists", build, "Price lists · Concourse", State.open)

"""`/vendor/price-lists/[list_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import missing
from marketplace.components.desk.price_list import price_list_page
from marketplace.components.markup import Markup, when
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.price_lists import VendorPriceListState

State: Any = VendorPriceListState


def build() -> Markup:
    """One of the vendor's lists in its editor, or the form of a new one."""
    return vendor_desk(State, "price-lists", _page, ready=State.editor_ready, waiting=outline())


def _page() -> Markup:
    known = (State.price_list_id == "new") | (State.view.id != "")
    gone = missing("price list", "/vendor/price-lists", "All price lists")
    return when(known, lambda: price_list_page(State), gone)


PAGE = Page("/vendor/price-lists/[list_id]", build, "Price list · Concourse", State.open)

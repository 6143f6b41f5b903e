"""`/admin/price-lists`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.layout import desk
from marketplace.components.desk.price_lists import lists_page
from marketplace.components.markup import Markup, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.price_lists import OperatorPriceListsState

State: Any = OperatorPriceListsState
_SUB = "What the store and its vendors have agreed, with whom, and from when to when."


def build() -> Markup:
    """Every price list of the stores that this person sees."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    return desk(
        operator_layout(State), "price-lists", lists_page(State, sub=_SUB, with_stores=True), class_name="p-list"
    )


PAGE = Page("/admin/price-lists", build, "Price lists · Concourse", State.open)

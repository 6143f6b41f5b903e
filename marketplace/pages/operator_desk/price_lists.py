"""`/admin/price-lists`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button_link
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
    groups = button_link("Groups", href="/admin/company-groups", kind="quiet", icon_name="users")
    preview = button_link("Preview", href="/admin/price-preview", kind="quiet", icon_name="eye")
    lists = lists_page(State, groups, preview, sub=_SUB, with_stores=True)
    return desk(operator_layout(State), "price-lists", lists, class_name="p-list")


PAGE = Page("/admin/price-lists", build, "Price lists · Concourse", State.open)

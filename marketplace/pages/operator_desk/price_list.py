"""`/admin/price-lists/[list_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import missing
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.price_list import price_list_page
from marketplace.components.markup import Markup, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.price_lists import OperatorPriceListState

State: Any = OperatorPriceListState


def build() -> Markup:
    """One list in its editor, or the form of a new one."""
    return when(State.editor_ready, _page)


def _page() -> Markup:
    known = (State.price_list_id == "new") | (State.view.id != "")
    return desk(
        operator_layout(State),
        "price-lists",
        when(known, lambda: price_list_page(State), _missing),
        class_name="p-approval",
    )


def _missing() -> Markup:
    return [page_header("Price lists"), missing("price list", "/admin/price-lists", "All price lists")]


PAGE = Page("/admin/price-lists/[list_id]", build, "Price list · Concourse", State.open)

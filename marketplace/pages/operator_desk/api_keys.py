"""`/admin/keys`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk.keys import key_desk
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.api_keys import OperatorKeysState

State: Any = OperatorKeysState


def build() -> Markup:
    """The keys of the platform, or for a store's admin those of the store."""
    return when(State.keys_ready, _page)


def _page() -> Markup:
    of_store = State.tenant_id != ""
    says = pick(of_store, "Programs that work for this store", "Programs that work on the whole platform")
    return desk(
        operator_layout(State),
        "keys",
        page_header("API keys", sub=el.span(State.owner, " · ", says)),
        *key_desk(State, of_store=of_store),
        class_name="p-keys",
    )


PAGE = Page("/admin/keys", build, "API keys · Concourse", State.open)

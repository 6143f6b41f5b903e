"""The live tree of a storefront page: it appears in the frame in which the snapshot goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from marketplace.components.app_shell import guarded
from marketplace.components.markup import Markup
from marketplace.components.storefront.layout import store_layout
from marketplace.state.storefront.layout import StoreScreen
from marketplace.state.storefront.search_box import SearchBox

# A tab keeps its state from page to page, so at first it holds the page before: it may show itself only when this
# page has been read (`is_hydrated`), but must not blink when a choice inside a page that was taken over reads again.
_TAKEN_OVER: rx.Var[bool] = rx.Var(
    "(typeof document === 'undefined' || !document.getElementById('snapshot'))", _var_type=bool
)


def live_store(state: type[StoreScreen], body: Callable[[], Markup], *, main_class: str = "", query: Any = "") -> Any:
    """A page of a store inside its frame, once `state.ready`; until then, and for a missing page, nothing.

    `id="live"` hides the snapshot (storefront.css) and lets storefront.js carry over what the reader did.
    """
    frame = store_layout(
        state.layout,
        state.visitor,
        SearchBox.suggestions,
        guarded(body()),
        here=state.here,
        query=query,
        main_class=main_class,
        on_type=SearchBox.typed,
    )
    again = rx.el.button(  # pressed by catalogue.js
        type="button", hidden=True, on_click=StoreScreen.cart_changed, custom_attrs={"data-cart-changed": ""}
    )
    shown = rx.el.div(frame, again, id="live")
    return rx.cond(state.ready & (rx.State.is_hydrated | _TAKEN_OVER), shown, rx.fragment())

"""`/stores`: all open stores."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.storefront.platform import directory_body, platform_layout
from marketplace.pages.registry import Page
from marketplace.state.storefront.stores import StoresPage


def build() -> Any:
    """The stores, with the one visited last marked."""
    body = directory_body(StoresPage.directory, StoresPage.last, StoresPage.last_seen)
    frame = platform_layout(
        StoresPage.directory, StoresPage.visitor, *body, here=StoresPage.here, main_class="wrap stp"
    )
    return rx.cond(StoresPage.ready, rx.el.div(frame, id="live"), rx.fragment())


PAGE = Page("/stores", build, "Choose a store · Concourse", StoresPage.load)

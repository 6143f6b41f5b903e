"""`/vendor/settings`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import columns
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, when
from marketplace.components.vendor_desk import shop_settings as parts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.settings import VendorSettingsState

State: Any = VendorSettingsState


def build() -> Markup:
    """Where the shop is paid, where it is, how it sends and what that costs."""
    return vendor_desk(State, "settings", _page, ready=State.settings_ready, waiting=outline())


def _page() -> Markup:
    main = [
        when(State.shop.edits_account, lambda: parts.bank_account(State)),
        parts.address(State),
        parts.freight(State),
    ]
    return el.div(
        page_header("Settings", sub="What your shop says about itself, and where it is paid."),
        columns(main, [parts.dispatch(State), parts.quotes(State)], side_width=380),
        class_name="pushmain p-settings",
    )


PAGE = Page("/vendor/settings", build, "Settings · Concourse", State.open)

"""Any address below `/vendor` that is no page: the desk, and the way on."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.not_found import no_such_page
from marketplace.components.markup import Markup, el
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.not_found import VendorNotFoundState

State: Any = VendorNotFoundState


def build() -> Markup:
    """The desk around a sentence."""
    return vendor_desk(
        State, "", lambda: el.div(*no_such_page("/vendor", "Today")), ready=State.not_found_ready, waiting=outline()
    )


PAGE = Page("/vendor/[[...splat]]", build, "Page not found · Concourse", State.open)

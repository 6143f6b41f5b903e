"""Below `/vendor`, where no page is."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.state.vendor_desk.layout import VendorScreen


class VendorNotFoundState(VendorScreen):
    """Only the desk around the page is read."""

    not_found_ready: bool = False

    @rx.event
    async def open(self) -> Any:
        """Show whose desk it is."""
        answer = await self._read_place()
        self.not_found_ready = answer is None
        return answer

"""A pasted list, taken over."""

from __future__ import annotations

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.quick_order import QuickOrderPage, get_quick_order
from marketplace.state.storefront.layout import StoreScreen, View


class QuickOrderScreen(StoreScreen):
    quick_order: QuickOrderPage = QuickOrderPage()

    @rx.event
    async def load(self) -> None:
        """Read the list out of the address, and what the store has of it."""
        text = self.router.url.query_parameters.get("skus", "")
        self.quick_order = await self.enter(lambda view: _read(view, text)) or QuickOrderPage()


def _read(v: View, text: str) -> QuickOrderPage:
    return get_quick_order(v.db, v.tenant, v.market, text, now(), buyer=v.buyer, show_prices=v.show_prices)

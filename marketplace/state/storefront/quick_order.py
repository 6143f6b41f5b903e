"""A pasted list, taken over."""

from __future__ import annotations

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.quick_order import PastedList, get_pasted
from marketplace.state.storefront.layout import StoreScreen, View


class PastedScreen(StoreScreen):
    pasted: PastedList = PastedList()

    @rx.event
    async def load(self) -> None:
        """Read the list out of the address, and what the store has of it."""
        text = self.router.url.query_parameters.get("skus", "")
        self.pasted = await self.enter(lambda view: _read(view, text)) or PastedList()


def _read(v: View, text: str) -> PastedList:
    return get_pasted(v.db, v.tenant, v.market, text, now(), buyer=v.buyer, show_prices=v.show_prices)

"""A pasted list, taken over."""

from __future__ import annotations

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.pasted import PastedList, get_pasted
from marketplace.state.storefront.frame import StoreScreen


class PastedScreen(StoreScreen):
    pasted: PastedList = PastedList()

    @rx.event
    async def load(self) -> None:
        """Read the list out of the address, and what the store has of it."""
        text = self.router.url.query_parameters.get("skus", "")
        found = await self.enter(lambda v: get_pasted(v.db, v.tenant, v.market, text, now(), show_prices=v.show_prices))
        self.pasted = found or PastedList()

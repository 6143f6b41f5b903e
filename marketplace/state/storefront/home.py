"""The home of a store, taken over."""

from __future__ import annotations

import reflex as rx

from marketplace.queries.storefront.home import Home
from marketplace.queries.storefront.home_sections import get_home
from marketplace.state.storefront.frame import StoreScreen


class HomePage(StoreScreen):
    home: Home = Home()

    @rx.event
    async def load(self) -> None:
        """Read the home for this person's market."""
        found = await self.enter(lambda v: get_home(v.db, v.tenant, v.market, show_prices=v.show_prices))
        self.home = found or Home()

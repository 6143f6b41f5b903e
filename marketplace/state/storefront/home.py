"""The home of a store, taken over."""

from __future__ import annotations

from dataclasses import replace

import reflex as rx

from marketplace.queries.storefront.home import Home
from marketplace.queries.storefront.home_sections import get_home
from marketplace.state.storefront.layout import StoreScreen, View


class HomePage(StoreScreen):
    home: Home = Home()

    @rx.event
    async def load(self) -> None:
        """Read the home for this person's market."""
        self.home = await self.enter(_read) or Home()


def _read(v: View) -> Home:
    home = get_home(v.db, v.tenant, v.market, show_prices=v.show_prices)
    return replace(home, sections=[replace(one, cards=v.priced(one.cards)) for one in home.sections])

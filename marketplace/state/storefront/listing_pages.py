"""Category and search, taken over: the same lists, with this person's market and rights."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.listing_pages import (
    CategoryOverview,
    Shelf,
    get_categories,
    get_category,
    get_search,
)
from marketplace.state.storefront.layout import StoreScreen, View, path_part


class ShelfScreen(StoreScreen):
    shelf: Shelf = Shelf()

    @rx.event
    async def load_category(self) -> None:
        """Read the category of this address."""
        handle, params = path_part(self, 3), parse_qsl(self.router.url.query)
        shelf = await self.enter(
            lambda v: _own(
                v,
                get_category(
                    v.db, v.tenant, v.market, handle=handle, params=params, moment=now(), show_prices=v.show_prices
                ),
            )
        )
        self.shelf = shelf or Shelf()

    @rx.event
    async def load_search(self) -> None:
        """Read the results for this address."""
        params = parse_qsl(self.router.url.query)
        shelf = await self.enter(
            lambda v: _own(v, get_search(v.db, v.tenant, v.market, params, now(), show_prices=v.show_prices))
        )
        self.shelf = shelf or Shelf()


def _own(view: View, shelf: Shelf) -> Shelf:
    return replace(shelf, listing=view.listed(shelf.listing))


class CategoriesScreen(StoreScreen):
    overview: CategoryOverview = CategoryOverview()

    @rx.event
    async def load(self) -> None:
        """Read all categories."""
        self.overview = await self.enter(lambda v: get_categories(v.db, v.tenant)) or CategoryOverview()

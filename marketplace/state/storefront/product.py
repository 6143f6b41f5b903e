"""A product, taken over: choices come from the address, the quantity from the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.product import get_product_page
from marketplace.queries.storefront.product_page import ProductPage
from marketplace.queries.storefront.product_view import ProductChoice
from marketplace.settings import settings
from marketplace.state.storefront.layout import StoreScreen, View, path_part


class ProductScreen(StoreScreen):
    product: ProductPage = ProductPage()

    @rx.event
    async def load(self) -> None:
        """Read the product as its address chooses it."""
        choice = ProductChoice.from_params(self.router.url.query_parameters)
        self.product = await self.enter(_reader(path_part(self, 3), choice)) or ProductPage()

    @rx.event(supersedes=True, debounce=120)
    async def quantity_typed(self, text: str) -> None:
        """Show the prices of the quantity that stands in the field, or what is wrong with it."""
        choice = ProductChoice.from_params({**self.router.url.query_parameters, "quantity": text})
        if not choice.quantity and not choice.wrong:
            return  # emptied, to type another one
        page = await self.enter(_reader(path_part(self, 3), choice))
        if page is not None:
            self.product = replace(page, address=self.product.address)


def _reader(handle: str, choice: ProductChoice) -> Callable[[View], ProductPage]:
    def read(v: View) -> ProductPage:
        page = get_product_page(
            v.db,
            v.tenant,
            v.market,
            handle=handle,
            choice=choice,
            moment=now(),
            base_url=settings().base_url,
            buyer=v.buyer,
            show_prices=v.show_prices,
        )
        return replace(page, related=v.priced(page.related))

    return read

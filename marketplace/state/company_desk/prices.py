"""`/s/{store}/company/prices`: the contract prices that hold for the place that is bought for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.company_desk.prices import OwnPriceRow, list_own_prices
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, SearchedList


class CompanyPricesState(CompanyScreen, SearchedList):
    """One page of articles, searched by their titles and SKUs."""

    prices_ready: bool = False
    rows: list[OwnPriceRow] = []

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/prices", dict(self.router.url.query_parameters))

    @rx.event
    async def open(self) -> Any:
        """Show the prices of the place that is bought for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at = self._address()
        try:
            page = await self._at_company(
                lambda db, actor: list_own_prices(db, actor, here(db), q=at.value("q"), page=at.page())
            )
            self.rows = list(page.rows)
            self._turn_to(at, page)
        except MarketplaceError as error:
            self.rows = []
            return self._refused(error)
        finally:
            self.q, self.csv = at.value("q"), replace(at, path=f"{at.path}.csv").to()
            self.prices_ready = True
        return None

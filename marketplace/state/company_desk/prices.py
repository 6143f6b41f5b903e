"""`/s/{store}/company/prices`: the contract prices that hold for the place that is bought for."""

from __future__ import annotations

from marketplace.queries.company_desk.prices import OwnPriceRow, list_own_prices
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, DeskList


class CompanyPricesState(CompanyScreen, DeskList):
    """One page of articles, searched by their titles and SKUs."""

    rows: list[OwnPriceRow] = []

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/prices", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        page = await self._at_company(
            lambda db, actor: list_own_prices(db, actor, here(db), q=at.value("q"), page=at.page())
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)

"""`/s/{store}/company/orders`: what the company's people ordered."""

from __future__ import annotations

from marketplace.queries.company_desk.orders import CompanyOrderRow, list_company_orders
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, DeskList


class CompanyOrdersState(CompanyScreen, DeskList):
    """One page of purchases."""

    rows: list[CompanyOrderRow] = []

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/orders", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        page = await self._at_company(
            lambda db, actor: list_company_orders(db, actor, here(db), q=at.value("q"), page=at.page())
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)

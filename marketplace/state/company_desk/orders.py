"""`/s/{store}/company/orders`: what the company's people ordered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.company_desk.orders import CompanyOrderRow, list_company_orders
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, SearchedList


class CompanyOrdersState(CompanyScreen, SearchedList):
    """One page of purchases."""

    orders_ready: bool = False
    rows: list[CompanyOrderRow] = []

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/orders", dict(self.router.url.query_parameters))

    @rx.event
    async def open(self) -> Any:
        """Show the purchases for the places of whoever looks."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at = self._address()
        try:
            page = await self._at_company(
                lambda db, actor: list_company_orders(db, actor, here(db), q=at.value("q"), page=at.page())
            )
            self.rows = list(page.rows)
            self._turn_to(at, page)
        except MarketplaceError as error:
            self.rows = []
            return self._refused(error)
        finally:
            self.q, self.csv = at.value("q"), replace(at, path=f"{at.path}.csv").to()
            self.orders_ready = True
        return None

"""`/s/{store}/quotes`: what was asked, who answered, what is left to decide."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.storefront.quote_list import VIEWS, RequestRow, list_buyer_requests
from marketplace.state.company_desk.layout import here
from marketplace.state.company_desk.quote_desk import QuoteDeskScreen
from marketplace.state.listing import Address, PagedList, TabLink

_LABELS = {"open": "Open", "mine": "Asked by me", "decided": "Decided", "all": "All"}


class BuyerQuotesState(QuoteDeskScreen, PagedList):
    quotes_ready: bool = False
    rows: list[RequestRow] = []
    tabs: list[TabLink] = []

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/quotes", dict(self.router.url.query_parameters))

    @rx.event
    async def open(self) -> Any:
        """Show the requests that the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at, handle = self._address(), self._store()
        view = at.value("view") if at.value("view") in VIEWS else "open"
        try:
            page = await self._at_company(
                lambda db, actor: list_buyer_requests(db, actor, here(db), handle, view=view, page=at.page())
            )
        except MarketplaceError as error:
            return self._refused(error)
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self.tabs = [TabLink(_LABELS[one], f"{at.path}?view={one}", "", one == view) for one in VIEWS]
        self.quotes_ready = True
        return None

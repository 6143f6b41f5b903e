"""`/account/orders`: what one has bought, in every store."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.storefront.orders import list_purchases
from marketplace.queries.storefront.purchase_rows import PurchaseCard
from marketplace.services.identity.access import Desk
from marketplace.state.account.layout import AccountScreen
from marketplace.state.listing import PagedList


class AccountOrdersState(AccountScreen, PagedList):
    """One page of purchases; each leads to its page in the store."""

    PATH: ClassVar[str] = "/account/orders"
    orders_ready: bool = False
    rows: list[PurchaseCard] = []

    @rx.event
    async def open(self) -> Any:
        """Show the page that the address names."""
        answer = await self._read_profile()
        if answer is not None:
            return answer
        at = self._address()
        try:
            page = await self.at_desk(Desk.ACCOUNT, lambda db, actor: list_purchases(db, actor, page=at.page()))
        except MarketplaceError as error:
            return self.handle_error(error)
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self.orders_ready = True
        return None

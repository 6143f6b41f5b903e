"""`/vendor/quotes`: what has to be answered first."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.vendor_desk.quotes import VendorQuoteRow, list_vendor_quotes
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, DeskList
from marketplace.state.vendor_desk.layout import VendorScreen

_TABS = (
    ("", "Open", "open"),
    ("mine", "To answer", "mine"),
    ("waiting", "Waiting for the buyer", "waiting"),
    ("decided", "Decided", "decided"),
)


class VendorQuotesState(VendorScreen, DeskList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/vendor/quotes"
    rows: list[VendorQuoteRow] = []

    async def _read(self, at: Address) -> None:
        page = await self.at_desk(
            Desk.VENDOR,
            lambda db, actor: list_vendor_quotes(db, actor, view=at.value("view"), q=at.value("q"), page=at.page()),
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)
        self.tabs = at.tabs("view", _TABS, page.counts)
        self.chips = at.chips({"q": ("Search", {})})

"""`/vendor/commissions`: what was kept of each order, by which rule and why."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.vendor_desk.commissions import CommissionRow, list_commissions
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, Choice, DeskList
from marketplace.state.vendor_desk.layout import VendorScreen

_SPANS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"))


class VendorCommissionsState(VendorScreen, DeskList):
    """A page of orders; the span and the order's number are in the address."""

    PATH: ClassVar[str] = "/vendor/commissions"
    LONGEST_SEARCH: ClassVar[int] = 20
    rows: list[CommissionRow] = []
    spans: list[Choice] = []
    amount: str = ""
    fee_tax: str = ""
    given_back: str = ""
    share: str = ""
    currency: str = ""

    async def _read(self, at: Address) -> None:
        days = int(at.value("days")) if at.value("days") in dict(_SPANS) else 90
        page = await self.at_desk(
            Desk.VENDOR, lambda db, actor: list_commissions(db, actor, q=at.value("q"), days=days, page=at.page())
        )
        self.rows = list(page.rows)
        self.amount, self.fee_tax, self.given_back = page.amount, page.fee_tax, page.given_back
        self.share, self.currency = page.share, page.currency
        self._turn_to(at, page)
        self._offer(at)
        self.chips = at.chips({"q": ("Order", {}), "days": ("Last", dict(_SPANS))})
        self.spans = at.choices("days", _SPANS)

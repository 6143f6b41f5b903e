"""`/vendor/commissions`: what was kept of each order, by which rule and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.vendor_desk.commissions import CommissionRow, list_commissions
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, Chip, Choice
from marketplace.state.vendor_desk.layout import VendorScreen

_SPANS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"))


class VendorCommissionsState(VendorScreen):
    """A page of orders; the span and the order's number are in the address."""

    commissions_ready: bool = False
    rows: list[CommissionRow] = []
    chips: list[Chip] = []
    spans: list[Choice] = []
    q: str = ""
    amount: str = ""
    fee_tax: str = ""
    given_back: str = ""
    share: str = ""
    currency: str = ""
    range_text: str = ""
    previous: str = ""
    following: str = ""
    csv: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at = Address("/vendor/commissions", dict(self.router.url.query_parameters))
        days = int(at.value("days")) if at.value("days") in dict(_SPANS) else 90
        try:
            found = await self.at_desk(
                Desk.VENDOR, lambda db, actor: list_commissions(db, actor, q=at.value("q"), days=days, page=at.page())
            )
        except MarketplaceError as error:
            return self._refused(error)
        self.rows, self.range_text, self.q = list(found.rows), found.range_text, at.value("q")
        self.amount, self.fee_tax, self.given_back = found.amount, found.fee_tax, found.given_back
        self.share, self.currency = found.share, found.currency
        self.previous, self.following = at.pager(found.page, found.pages)
        self.chips = at.chips({"q": ("Order", {}), "days": ("Last", dict(_SPANS))})
        self.spans = at.choices("days", _SPANS)
        self.csv, self.commissions_ready = replace(at, path="/vendor/commissions.csv").to(), True
        return None

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put the order's number into the address."""
        at = Address("/vendor/commissions", dict(self.router.url.query_parameters))
        return rx.redirect(at.to(q=FormReader(form).text("q", 20)))

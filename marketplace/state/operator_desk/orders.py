"""`/admin/orders`: every purchase, as the address says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.orders import GroupRow, list_groups
from marketplace.state.listing import Address, Chip, Choice, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("awaiting", "Transfers to confirm", "awaiting"),
    ("open", "To fulfil", "open"),
    ("late", "Late", "late"),
    ("unanswered", "Not answered", "unanswered"),
    ("returns", "Returns", "returns"),
    ("refunds", "Refunds open", "refunds"),
)


class OperatorOrdersState(OperatorScreen):
    """One page of rows, and the addresses of everything that can be pressed."""

    orders_ready: bool = False
    rows: list[GroupRow] = []
    tabs: list[TabLink] = []
    chips: list[Chip] = []
    stores: list[Choice] = []
    q: str = ""
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
        try:
            await self._read(self._address())
        except MarketplaceError as error:
            return self._refused(error)
        self.orders_ready = True
        return None

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._address().to(q=FormReader(form).text("q", 100)))

    def _address(self) -> Address:
        return Address("/admin/orders", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        found = await self._at_admin(
            lambda db, actor: list_groups(
                db, actor, view=at.value("view"), store=at.value("store"), q=at.value("q"), page=at.page()
            )
        )
        self.rows, self.range_text, self.q = list(found.rows), found.range_text, at.value("q")
        self.tabs = [
            TabLink(label, at.to(view=value), f"{found.counts[count]:,}", at.value("view") == value)
            for value, label, count in _TABS
            if found.counts[count] or count in ("all", "awaiting", "open") or at.value("view") == value
        ]
        stores = [(store.value, store.label) for store in found.stores]
        self.chips = at.chips({"q": ("Search", {}), "store": ("Store", dict(stores))})
        self.stores = at.choices("store", stores)
        self.previous, self.following = at.pager(found.page, found.pages)
        self.csv = replace(at, path="/admin/orders.csv").to()

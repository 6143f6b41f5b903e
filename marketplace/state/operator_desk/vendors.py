"""`/admin/vendors`: the list, as its address says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.vendors import VendorRow, list_vendors
from marketplace.state.listing import Address, Chip, Choice, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("pending", "To approve", "pending"),
    ("approved", "Approved", "approved"),
    ("suspended", "Suspended", "suspended"),
    ("rejected", "Rejected", "rejected"),
    ("draft", "Not sent yet", "draft"),
)


class OperatorVendorsState(OperatorScreen):
    """One page of rows, and the addresses of everything that can be pressed."""

    vendors_ready: bool = False
    rows: list[VendorRow] = []
    tabs: list[TabLink] = []
    chips: list[Chip] = []
    stores: list[Choice] = []
    q: str = ""
    range_text: str = ""
    previous: str = ""
    following: str = ""
    csv: str = ""
    sort_href: dict[str, str] = {}
    sort_way: dict[str, str] = {}

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
        self.vendors_ready = True
        return None

    def _address(self) -> Address:
        return Address("/admin/vendors", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        found = await self._at_admin(
            lambda db, actor: list_vendors(
                db,
                actor,
                status=at.value("status"),
                store=at.value("store"),
                q=at.value("q"),
                sort=at.value("sort"),
                page=at.page(),
            )
        )
        self.rows, self.range_text, self.q = list(found.rows), found.range_text, at.value("q")
        self.tabs = [
            TabLink(label, at.to(status=value), f"{found.counts[count]:,}", at.value("status") == value)
            for value, label, count in _TABS
            if found.counts[count] or count in ("all", "pending")
        ]
        stores = [(store.value, store.label) for store in found.stores]
        self.chips = at.chips({"q": ("Search", {}), "store": ("Store", dict(stores))})
        self.stores = at.choices("store", stores)
        self.previous, self.following = at.pager(found.page, found.pages)
        self.csv = replace(at, path="/admin/vendors.csv").to()
        ways = {name: at.sort(name) for name in ("name", "products")}
        self.sort_href = {name: href for name, (href, _) in ways.items()}
        self.sort_way = {name: way for name, (_, way) in ways.items()}

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._address().to(q=FormReader(form).text("q", 100)))

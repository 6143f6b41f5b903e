"""`/admin/products`: goods of every store, as the address asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.products import AdminProductRow, list_all_products
from marketplace.queries.operator_desk.vendor_names import vendor_name
from marketplace.state.listing import Address, Chip, Choice, TabLink
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("published", "Live", "published"),
    ("no_stock", "No stock", "no_stock"),
    ("draft", "Drafts", "draft"),
    ("proposed", "Proposed", "proposed"),
    ("archived", "Archived", "archived"),
)


class OperatorProductsState(OperatorScreen):
    """One page of rows, and the addresses of everything that can be pressed."""

    products_ready: bool = False
    rows: list[AdminProductRow] = []
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
        self.products_ready = True
        return None

    def _address(self) -> Address:
        return Address("/admin/products", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        vendor_id = at.value("vendor")
        found, vendor = await self._at_admin(
            lambda db, actor: (
                list_all_products(
                    db,
                    actor,
                    status=at.value("status"),
                    store=at.value("store"),
                    vendor=vendor_id,
                    q=at.value("q"),
                    sort=at.value("sort") or "newest",
                    page=at.page(),
                ),
                vendor_name(db, vendor_id),
            )
        )
        stores = [(store.value, store.label) for store in found.stores]
        self.rows, self.range_text, self.q = list(found.rows), found.range_text, at.value("q")
        self.tabs = [
            TabLink(label, at.to(status=value), f"{found.counts[count]:,}", at.value("status") == value)
            for value, label, count in _TABS
            if found.counts[count] or count == "all"
        ]
        words: dict[str, Any] = {
            "q": ("Search", {}),
            "store": ("Store", dict(stores)),
            "vendor": ("Vendor", {vendor_id: vendor}),
        }
        self.chips, self.stores = at.chips(words), at.choices("store", stores)
        self.previous, self.following = at.pager(found.page, found.pages)
        self.csv = replace(at, path="/admin/products.csv").to()
        ways = {name: at.sort(name) for name in ("title", "stock")}
        self.sort_href = {name: href for name, (href, _) in ways.items()}
        self.sort_way = {name: way for name, (_, way) in ways.items()}

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._address().to(q=FormReader(form).text("q", 100)))

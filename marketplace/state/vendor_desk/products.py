"""`/vendor/products`: the list, as its address says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import vendor_grant
from marketplace.queries.vendor_desk.editing import list_category_choices
from marketplace.queries.vendor_desk.products import ProductRow, list_products
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, Chip, Choice, TabLink
from marketplace.state.vendor_desk.layout import VendorScreen

_TABS = (
    ("", "All", "all"),
    ("published", "Live", "published"),
    ("draft", "Drafts", "draft"),
    ("no_stock", "No stock", "no_stock"),
    ("archived", "Archived", "archived"),
)
_SORTABLE = ("title", "price", "stock")


class VendorProductsState(VendorScreen):
    """One page of rows, and the addresses of everything that can be pressed."""

    products_ready: bool = False
    rows: list[ProductRow] = []
    tabs: list[TabLink] = []
    chips: list[Chip] = []
    categories: list[Choice] = []
    q: str = ""
    range_text: str = ""
    previous: str = ""
    following: str = ""
    csv: str = ""
    sort_href: dict[str, str] = {}
    sort_way: dict[str, str] = {}
    is_filtered: bool = False

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        address = self._address()
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            await self._read(address)
        except MarketplaceError as error:
            return self._refused(error)
        self.products_ready = True
        return None

    def _address(self) -> Address:
        return Address("/vendor/products", dict(self.router.url.query_parameters))

    async def _read(self, at: Address) -> None:
        found, categories = await self.at_desk(
            Desk.VENDOR,
            lambda db, actor: (
                list_products(
                    db,
                    actor,
                    status=at.value("status"),
                    category_id=at.value("category"),
                    q=at.value("q"),
                    sort=at.value("sort") or "newest",
                    page=at.page(),
                ),
                list_category_choices(db, str(vendor_grant(actor).tenant_id)),
            ),
        )
        words = {choice.value: choice.label for choice in categories}
        self.rows, self.range_text, self.q = list(found.rows), found.range_text, at.value("q")
        self.tabs = [
            TabLink(label, at.to(status=value), f"{found.counts[count]:,}", at.value("status") == value)
            for value, label, count in _TABS
        ]
        self.chips = at.chips({"q": ("Search", {}), "category": ("Category", words)})
        self.categories = at.choices("category", words.items())
        self.previous, self.following = at.pager(found.page, found.pages)
        self.csv = replace(at, path="/vendor/products.csv").to()
        ways = {name: at.sort(name) for name in _SORTABLE}
        self.sort_href = {name: href for name, (href, _) in ways.items()}
        self.sort_way = {name: way for name, (_, way) in ways.items()}
        self.is_filtered = bool(self.chips) or bool(at.value("status"))

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._address().to(q=FormReader(form).text("q", 100)))

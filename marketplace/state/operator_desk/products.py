"""`/admin/products`: goods of every store, as the address asks."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.products import AdminProductRow, list_all_products
from marketplace.queries.operator_desk.vendor_names import vendor_name
from marketplace.state.listing import Address, StoreList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("published", "Live", "published"),
    ("no_stock", "No stock", "no_stock"),
    ("draft", "Drafts", "draft"),
    ("proposed", "Proposed", "proposed"),
    ("archived", "Archived", "archived"),
)


class OperatorProductsState(OperatorScreen, StoreList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/products"
    rows: list[AdminProductRow] = []

    async def _read(self, at: Address) -> None:
        vendor_id = at.value("vendor")
        page, vendor = await self._at_admin(
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
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at, sortable=("title", "stock"))
        self.tabs = at.tabs("status", _TABS, page.counts, always=("all",))
        self._offer_stores(at, page.stores, vendor=("Vendor", {vendor_id: vendor}))

"""`/admin/vendors`: the list, as its address says."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.vendors import VendorRow, list_vendors
from marketplace.state.listing import Address, StoreList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("pending", "To approve", "pending"),
    ("approved", "Approved", "approved"),
    ("suspended", "Suspended", "suspended"),
    ("rejected", "Rejected", "rejected"),
    ("draft", "Not sent yet", "draft"),
)


class OperatorVendorsState(OperatorScreen, StoreList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/vendors"
    rows: list[VendorRow] = []

    async def _read(self, at: Address) -> None:
        page = await self._at_admin(
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
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at, sortable=("name", "products"))
        self.tabs = at.tabs("status", _TABS, page.counts, always=("all", "pending"))
        self._offer_stores(at, page.stores)

"""`/admin/companies`: the list, as its address says."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.companies import CompanyRow, list_companies
from marketplace.state.listing import Address, StoreList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("pending", "Waiting", "pending"),
    ("approved", "Approved", "approved"),
    ("rejected", "Declined", "rejected"),
    ("suspended", "Suspended", "suspended"),
)


class OperatorCompaniesState(OperatorScreen, StoreList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/companies"
    rows: list[CompanyRow] = []
    is_narrowed: bool = False  # to a state, a store or a search

    async def _read(self, at: Address) -> None:
        page = await self._at_admin(
            lambda db, actor: list_companies(
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
        self.is_narrowed = any(at.value(name) for name in ("status", "store", "q"))
        self._turn_to(at, page)
        self._offer(at, sortable=("name", "registered"))
        self.tabs = at.tabs("status", _TABS, page.counts)
        self._offer_stores(at, page.stores)

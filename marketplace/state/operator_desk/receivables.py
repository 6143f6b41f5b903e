"""`/admin/receivables`: what places owe, as the address says."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.receivables import ReceivableRow, list_receivables
from marketplace.state.listing import Address, StoreList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "All", "all"),
    ("open", "Open", "open"),
    ("overdue", "Overdue", "overdue"),
    ("credit", "Credit", "credit"),
)


class OperatorReceivablesState(OperatorScreen, StoreList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/receivables"
    rows: list[ReceivableRow] = []

    async def _read(self, at: Address) -> None:
        page = await self._at_admin(
            lambda db, actor: list_receivables(
                db,
                actor,
                view=at.value("view"),
                store=at.value("store"),
                q=at.value("q"),
                sort=at.value("sort"),
                page=at.page(),
            )
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at, sortable=("name", "open"))
        self.tabs = at.tabs("view", _TABS, page.counts)
        self._offer_stores(at, page.stores)

"""`/admin/orders`: every purchase, as the address says."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.orders import GroupRow, list_groups
from marketplace.state.listing import Address, StoreList
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


class OperatorOrdersState(OperatorScreen, StoreList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/orders"
    rows: list[GroupRow] = []

    async def _read(self, at: Address) -> None:
        page = await self._at_admin(
            lambda db, actor: list_groups(
                db,
                actor,
                view=at.value("view"),
                store=at.value("store"),
                company=at.value("company"),
                q=at.value("q"),
                page=at.page(),
            )
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)
        self.tabs = at.tabs("view", _TABS, page.counts, always=("all", "awaiting", "open", at.value("view")))
        self._offer_stores(at, page.stores, company=("Company", {at.value("company"): page.company}))

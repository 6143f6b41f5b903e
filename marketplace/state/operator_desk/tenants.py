"""`/admin/tenants`: the stores as a tree or a list."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.tenants import TenantRow, list_tenants
from marketplace.services.stores import tenants
from marketplace.state.listing import Address, Choice, SearchedList
from marketplace.state.operator_desk.layout import OperatorScreen

_STATES = (("active", "open"), ("closed", "closed"))


class OperatorTenantsState(OperatorScreen, SearchedList):
    """The list, and the two switches of each row."""

    PATH: ClassVar[str] = "/admin/tenants"
    tenants_ready: bool = False
    rows: list[TenantRow] = []
    states: list[Choice] = []
    says: str = ""
    tree_href: str = ""
    list_href: str = ""
    is_tree: bool = True

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.undo_text = ""
        return await self._show()

    async def _show(self) -> Any:
        try:
            await self._read(self._address())
        except MarketplaceError as error:
            return self._refused(error)
        self.tenants_ready = True
        return None

    async def _read(self, at: Address) -> None:
        shape = "list" if at.value("shape") == "list" else "tree"
        page = await self._at_admin(
            lambda db, actor: list_tenants(db, actor, state=at.value("state"), q=at.value("q"), shape=shape)
        )
        self.rows, self.is_tree = list(page.rows), shape == "tree"
        self._offer(at)
        self.says = count(page.total, "tenant")
        self.chips = at.chips({"q": ("Search", {}), "state": ("State", dict(_STATES))})
        self.states = at.choices("state", _STATES)
        self.tree_href, self.list_href = at.to(shape=None), at.to(shape="list")

    @rx.event
    async def switch(self, tenant_id: str, is_active: bool) -> Any:
        """Open or close a store; the way back is offered."""
        use = tenants.activate_tenant if is_active else tenants.deactivate_tenant
        try:
            await self._at_admin(lambda db, actor: use(db, actor, tenant_id))
        except MarketplaceError as error:
            return self._refused(error)
        name = next((row.name for row in self.rows if row.id == tenant_id), "The store")
        notice = self._did(
            f"{name} is {'open' if is_active else 'closed'}.", "close" if is_active else "open", tenant_id
        )
        return await self._show() or notice

    @rx.event
    async def undo(self) -> Any:
        """Switch it back."""
        action, tenant_id = self._undo
        self.undo_text = ""
        return OperatorTenantsState.switch(tenant_id, action == "open")  # type: ignore[operator]

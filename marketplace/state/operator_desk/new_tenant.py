"""`/admin/tenants/new`."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import Forbidden, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.handles import make_handle
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.tenants import TenantView, parent_choices
from marketplace.services.stores import tenants
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.operator_desk.tenant import facts_of


class OperatorNewTenantState(OperatorScreen):
    """An empty form; the handle follows the name until somebody writes one."""

    new_tenant_ready: bool = False
    blank: TenantView = TenantView(currencies=("EUR",))
    parents: list[Option] = []
    handle: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the form; only operators make stores."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        if not self.place.is_operator:
            return self._refused(Forbidden()) or rx.redirect("/admin/tenants")
        self.parents = list(await self._at_admin(lambda db, actor: parent_choices(db)))
        self.handle, self.new_tenant_ready = "", True
        return None

    @rx.event
    async def name_typed(self, name: str) -> None:
        """Propose a handle for the name, once."""
        self.handle = self.handle or make_handle(name, fallback="")

    @rx.event
    async def create(self, form: dict[str, Any]) -> Any:
        """Make the store and go on to its brand."""
        facts, handle = facts_of(form), FormReader(form).text("handle")
        try:
            made = await self._at_admin(lambda db, actor: tenants.create_tenant(db, actor, facts, handle=handle))
        except MarketplaceError as error:
            self.handle = handle
            return self._refused(error)
        return rx.redirect(f"/admin/tenants/{made.id}?tab=brand")

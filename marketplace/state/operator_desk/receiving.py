"""The tab “Payments” of a store's page: the accounts that its buyers pay to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.slow import PASSWORDS
from marketplace.queries.operator_desk.receiving import ReceivingRow, list_receiving
from marketplace.services.finance.receiving_accounts import remove_receiving_account, set_receiving_account
from marketplace.services.identity.confirmation import confirm_password
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorReceivingState(OperatorScreen):
    """`rows` are the currencies of the store whose page this is; `form_of` is the one whose form was sent last."""

    tenant_id: str = ""
    rows: list[ReceivingRow] = []
    form_of: str = ""

    @rx.event
    async def open_store(self) -> None:
        """Show the accounts of the store whose page this is. When there is none, the page itself says so."""
        self.form_of, self.field_errors = "", {}
        self.tenant_id = str(self.router.url.path).rstrip("/").rpartition("/")[2]
        try:
            await self._show()
        except MarketplaceError:
            self.tenant_id, self.rows = "", []

    async def _show(self) -> None:
        tenant_id = self.tenant_id
        self.rows = list(await self._at_admin(lambda db, actor: list_receiving(db, actor, tenant_id)))

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Say where buyers pay in one currency."""
        typed = FormReader(form)
        tenant_id, currency, password = self._asked_for(form)
        account = {name: typed.raw(name, 120) for name in ("name", "iban", "bic")}
        return await self._act(
            lambda db, actor: set_receiving_account(
                db, confirm_password(db, actor, password), tenant_id, currency, account
            ),
            f"Buyers pay what they owe in {currency} to this account.",
        )

    @rx.event
    async def remove(self, form: dict[str, Any]) -> Any:
        """Offer no bank transfer in one currency any more."""
        tenant_id, currency, password = self._asked_for(form)
        return await self._act(
            lambda db, actor: remove_receiving_account(db, confirm_password(db, actor, password), tenant_id, currency),
            f"Bank transfer is not offered in {currency} any more.",
        )

    def _asked_for(self, form: dict[str, Any]) -> tuple[str, str, str]:
        typed = FormReader(form)
        self.form_of = typed.raw("currency", 3)
        return self.tenant_id, self.form_of, typed.raw("password")

    async def _act(self, use: Callable[[Session, Actor], None], done: str) -> Any:
        try:
            await self._at_admin(use, PASSWORDS)
            await self._show()
        except MarketplaceError as error:
            return self._refused(error)
        return self._did(done)

"""`/admin/ledger`: the books, read only, and the last check of their invariants."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.queries.operator_desk.ledger import (
    KINDS,
    BalanceRow,
    EntryRow,
    LastCheck,
    RuleLine,
    Transaction,
    TxRow,
    get_transaction,
    list_ledger,
)
from marketplace.services.finance.ledger_checking import ask_for_check
from marketplace.state.listing import Address, Choice, SearchedList
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorLedgerState(OperatorScreen, SearchedList):
    """Filters and the open transaction are in the address."""

    PATH: ClassVar[str] = "/admin/ledger"
    ledger_ready: bool = False
    rows: list[TxRow] = []
    kinds: list[Choice] = []
    stores: list[Choice] = []
    balances: list[BalanceRow] = []
    check: LastCheck = LastCheck()
    rules: list[RuleLine] = []
    tx: Transaction = Transaction()
    entries: list[EntryRow] = []
    close_href: str = "/admin/ledger"

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        answer = await self._show()
        self.ledger_ready = True
        return answer

    async def _show(self) -> Any:
        at = self._address()
        tx_id = at.value("tx")

        def read(db: Session, actor: Actor) -> tuple[Any, Transaction]:
            page = list_ledger(
                db,
                actor,
                kind=at.value("kind"),
                store=at.value("store"),
                account=at.value("account"),
                q=at.value("q"),
                page=at.page(),
            )
            return page, get_transaction(db, actor, tx_id) if tx_id else Transaction()

        try:
            page, self.tx = await self._at_admin(read)
        except MarketplaceError as error:
            return self._refused(error)
        stores = {choice.value: choice.label for choice in page.stores}
        names = {"q": ("Search", {}), "kind": ("Kind", KINDS), "account": ("Account", {}), "store": ("Store", stores)}
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)
        self.entries, self.balances = list(self.tx.entries), list(page.balances)
        self.check, self.rules = page.check, list(page.check.rules)
        self.chips = at.chips(names)
        self.kinds, self.stores = at.choices("kind", KINDS.items()), at.choices("store", stores.items())
        self.close_href = at.to(tx=None)
        return None

    def _searched_from(self) -> Address:
        return Address(self.PATH, {})

    @rx.event
    async def check_now(self) -> Any:
        """Ask for a recomputation of every invariant."""
        try:
            await self._at_admin(ask_for_check)
        except MarketplaceError as error:
            return self._refused(error)
        return self._did("The books are being checked. Reload in a moment to see the result.")

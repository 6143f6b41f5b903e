"""`/account/cards`: the cards that a person keeps, in every store."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError, NotFound
from marketplace.queries.account.saved_cards import CardRow, list_cards
from marketplace.services.finance.saved_cards import remove_card
from marketplace.services.identity.access import Desk
from marketplace.state import toast
from marketplace.state.account.layout import AccountScreen


class AccountCardsState(AccountScreen):
    """Only what a card is called; what pays with it never comes here."""

    cards_ready: bool = False
    rows: list[CardRow] = []

    @rx.event
    async def open(self) -> Any:
        """Show the cards."""
        answer = await self._read_profile() or await self._show()
        self.cards_ready = answer is None
        return answer

    async def _show(self) -> Any:
        try:
            self.rows = await self.at_desk(Desk.ACCOUNT, list_cards)
        except MarketplaceError as error:
            return self.handle_error(error)
        return None

    @rx.event
    async def remove(self, saved_card_id: str) -> Any:
        """Take a card away, here and at its provider."""
        try:
            await self.at_desk(Desk.ACCOUNT, lambda db, actor: remove_card(db, actor, saved_card_id))
        except NotFound:  # in another tab, a moment ago
            return await self._show() or toast.error("This card is not among yours any more.")
        except MarketplaceError as error:
            return self.handle_error(error)
        return await self._show() or toast.success("The card is removed. Orders that were paid with it stay paid.")

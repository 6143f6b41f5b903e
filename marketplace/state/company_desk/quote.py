"""`/s/{store}/quotes/{request}`: answers side by side, and the award."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.quotes.requester import Requester
from marketplace.queries.storefront.quote_comparison import Comparison, get_comparison
from marketplace.services.quotes.accepting import AwardForm, award_request, keep_choice
from marketplace.services.quotes.negotiating import mark_seen, withdraw_request
from marketplace.state import toast
from marketplace.state.company_desk.quote_desk import QuoteDeskScreen


class BuyerQuoteState(QuoteDeskScreen):
    quote_ready: bool = False
    grid: Comparison = Comparison()
    form_round: int = 0

    @rx.event
    async def open(self) -> Any:
        """Show the comparison; what is answered counts as seen."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        request_id = self._in_path(4)
        try:
            await self._as_buyer(lambda db, who, store: mark_seen(db, who, store, request_id))
        except Forbidden:
            pass  # who only looks on has not seen it for those who decide
        except MarketplaceError as error:
            self.quote_ready = True
            return self._refused(error)
        answer = await self._show()
        self.quote_ready = True
        return answer

    @rx.event
    async def choose_way(self, way: str) -> Any:
        """Let lines be chosen: the lowest price, the fastest, the fewest parcels, one vendor, or all of one quote."""
        request_id = self._in_path(4)

        def keep(db: Session, who: Requester, store: str) -> None:
            choice = get_comparison(db, who, store, request_id, way=way).choice
            keep_choice(db, who, store, request_id, choice)

        return await self._change(keep)

    @rx.event
    async def choose(self, line_id: str, quote_id: str) -> Any:
        """Choose who delivers one line; once more, nobody."""
        request_id = self._in_path(4)
        choice = dict(self.grid.choice)
        if choice.get(line_id) == quote_id:
            choice.pop(line_id)
        else:
            choice[line_id] = quote_id
        return await self._change(lambda db, who, store: keep_choice(db, who, store, request_id, choice))

    @rx.event
    async def award(self) -> Any:
        """Accept what is chosen, as it is shown, and go on to the checkout."""
        request_id, form = self._in_path(4), AwardForm(dict(self.grid.choice), dict(self.grid.seen))

        def accept(db: Session, who: Requester, store: str) -> str:
            return award_request(db, who, store, request_id, form).id

        try:
            cart_id = await self._as_buyer(accept)
        except MarketplaceError as error:
            await self._show()
            return self._refused(error)
        return rx.redirect(f"/s/{self._store()}/checkout?cart={cart_id}")

    @rx.event
    async def withdraw(self, form: dict[str, Any]) -> Any:
        """Take the request back."""
        request_id, reason = self._in_path(4), FormReader(form).text("reason", 500)
        answer = await self._change(lambda db, who, store: withdraw_request(db, who, store, request_id, reason))
        if answer is None:
            self.form_round += 1
        return answer or toast.success("The request is taken back. Its vendors are told.")

    async def _change(self, use: Any) -> Any:
        try:
            await self._as_buyer(use)
        except MarketplaceError as error:
            return self._refused(error)
        return await self._show()

    async def _show(self) -> Any:
        request_id = self._in_path(4)
        try:
            self.grid = await self._as_buyer(lambda db, who, store: get_comparison(db, who, store, request_id))
        except MarketplaceError as error:
            return self._refused(error)
        return None

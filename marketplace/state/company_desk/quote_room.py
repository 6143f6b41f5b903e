"""`/s/{store}/quotes/{request}/{quote}`: the buyer's chair in the room of one quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.quotes.answer_form import CounterForm, CounterLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import Side
from marketplace.queries.shared.quote_history import HistoryView
from marketplace.queries.shared.quote_room import Room
from marketplace.queries.storefront.quote_room import get_buyer_room
from marketplace.services.quotes.accepting import accept_quote
from marketplace.services.quotes.commenting import Remark, comment_as_buyer
from marketplace.services.quotes.negotiating import counter_quote, decline_quote, mark_seen
from marketplace.state.company_desk.quote_desk import QuoteDeskScreen
from marketplace.state.quote_live import LiveRoom


class BuyerRoomState(QuoteDeskScreen, LiveRoom):
    """What is typed stays in the page until it is sent; what the room shows is read anew at every nudge."""

    @rx.event
    async def open(self) -> Any:
        """Show the room, and keep looking; what was answered counts as seen."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        request_id, self.view = self._in_path(4), HistoryView()
        try:
            await self._as_buyer(lambda db, who, store: mark_seen(db, who, store, request_id))
        except Forbidden:
            pass
        except MarketplaceError as error:
            self.room_ready = True
            return self._refused(error)
        answer = await self._look()
        self.room_ready = True
        return answer or BuyerRoomState.follow

    @rx.event
    async def counter(self, form: dict[str, Any]) -> Any:
        """Send other prices or quantities."""
        typed, quote_id = FormReader(form), self._in_path(5)
        offered = [one for one in self.room.lines if one.is_offered]
        prices = [typed.amount(f"price-{one.id}", self.room.currency, is_required=True) for one in offered]
        pieces = [typed.count(f"quantity-{one.id}", least=1, is_required=True) for one in offered]
        lines = tuple(
            CounterLine(line.id, price or 0, count or 0)
            for line, price, count in zip(offered, prices, pieces, strict=True)
        )
        wish = CounterForm(self.room.revision, lines, typed.text("note", 2_000))

        def send(db: Session, who: Requester, store: str) -> None:
            typed.check()
            counter_quote(db, who, store, quote_id, wish)

        return await self._act(send, "Your counter is sent. It is the vendor’s turn.")

    @rx.event
    async def accept(self) -> Any:
        """Take everything as it was offered, and go on to the checkout."""
        quote_id, seen = self._in_path(5), self.room.revision

        def take(db: Session, who: Requester, store: str) -> str:
            return accept_quote(db, who, store, quote_id, revision=seen).id

        try:
            cart_id = await self._as_buyer(take)
        except MarketplaceError as error:
            await self._look()
            return self._refused(error)
        return rx.redirect(f"/s/{self._store()}/checkout?cart={cart_id}")

    @rx.event
    async def decline(self, form: dict[str, Any]) -> Any:
        """End this vendor's quote."""
        quote_id, reason = self._in_path(5), FormReader(form).text("reason", 500)
        return await self._act(
            lambda db, who, store: decline_quote(db, who, store, quote_id, reason), "Declined. The vendor is told."
        )

    @rx.event
    async def say(self, form: dict[str, Any]) -> Any:
        """Write to the vendor, or to one's own colleagues."""
        typed, quote_id = FormReader(form), self._in_path(5)
        remark = Remark(typed.text("comment"), typed.text("line", 60), is_internal=typed.is_ticked("internal"))

        def write(db: Session, who: Requester, store: str) -> None:
            comment_as_buyer(db, who, store, quote_id, remark)

        return await self._say(write)

    async def _from_seat(self, use: Callable[[Session, Requester, str], Any]) -> Any:
        return await self._as_buyer(use)

    async def _read_room(self) -> Room:
        request_id, quote_id, view = self._in_path(4), self._in_path(5), self.view
        return await self._as_buyer(
            lambda db, who, store: get_buyer_room(db, who, store, request_id, quote_id, view=view)
        )

    async def _who(self) -> tuple[str, Side]:
        actor = await self.current_actor()
        return actor.name if actor.user_id else self.room.buyer, Side.BUYER

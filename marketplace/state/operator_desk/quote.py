"""`/admin/quotes/{quote}`: the store looks on, says something, extends or ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Invalid
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.standing import Side
from marketplace.queries.operator_desk.quote_room import StoreSeat, get_store_room
from marketplace.queries.shared.quote_room import Room
from marketplace.services.quotes.commenting import Remark, comment_as_seller
from marketplace.services.quotes.ending import end_quote, extend_quote
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.quote_live import LiveRoom


class OperatorQuoteState(OperatorScreen, LiveRoom):
    """`seat` is what the room is to the store beside `room`."""

    seat: StoreSeat = StoreSeat()

    @rx.event
    async def open(self) -> Any:
        """Show the room, and keep looking."""
        return await self._enter()

    @rx.event
    async def say(self, form: dict[str, Any]) -> Any:
        """Write to both sides, or to the vendor’s people alone."""
        typed, quote_id = FormReader(form), self._quote_id()
        remark = Remark(typed.text("comment"), typed.text("line", 60), is_internal=typed.is_ticked("internal"))
        return await self._say(lambda db, actor: comment_as_seller(db, actor, quote_id, remark))

    @rx.event
    async def extend(self, form: dict[str, Any]) -> Any:
        """Let the answer hold until the end of another day."""
        typed, quote_id = FormReader(form), self._quote_id()
        day, reason = typed.day("until"), typed.text("reason", 500)

        def hold(db: Session, actor: Actor) -> None:
            typed.check()
            if day is None:
                raise Invalid({"until": "Choose a day."})
            extend_quote(db, actor, quote_id, datetime.combine(day, time(23, 59, 59), UTC), reason)

        return await self._act(hold, "Extended. Both sides are told.")

    @rx.event
    async def end(self, form: dict[str, Any]) -> Any:
        """End the quote for both sides."""
        quote_id, reason = self._quote_id(), FormReader(form).text("reason", 500)
        return await self._act(lambda db, actor: end_quote(db, actor, quote_id, reason), "Ended. Both sides are told.")

    async def _from_seat(self, use: Callable[[Session, Actor], Any]) -> Any:
        return await self._at_admin(use)

    def _quote_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    async def _read_room(self) -> Room:
        quote_id, view = self._quote_id(), self.view
        room, self.seat = await self._at_admin(lambda db, actor: get_store_room(db, actor, quote_id, view=view))
        return room

    async def _who(self) -> tuple[str, Side]:
        return self.place.person or "The store", Side.STORE

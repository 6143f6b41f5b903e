"""A quote's room that shows what the other side does while it does it, over however many web processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.quotes.presence import Presence, SignOfLife, read_sign
from marketplace.domain.quotes.standing import Side
from marketplace.kit.db import arun
from marketplace.kit.notices import Subscription, notices, tell
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.quote_history import HistoryView
from marketplace.queries.shared.quote_room import Room
from marketplace.services.quotes.quote_changes import ROOMS
from marketplace.state import toast

_BEAT_SECONDS = 10.0  # how often a room says that somebody sits in it, and looks whether anybody does
_AT_MOST = 2_160  # beats: six hours; a page that is loaded again begins anew


# The rooms that each tab of this process sits in, by its token.
_OF_TABS: dict[str, set[Subscription]] = {}


@dataclass(frozen=True)
class Seat:
    """Which tab sits where."""

    quote_id: str
    tab: str
    path: str


class LiveRoom(rx.State, mixin=True):
    """`here` are the others in the room, `typing` who of them writes, `view` which revisions are compared.

    What raises `NotImplementedError` the desk's own state fills in: it reads the page's frame (`_read_place`) and the
    room (`_read_room`), runs use cases (`_from_seat`), says who sits there (`_who`) and what an error leads to.
    """

    field_errors: dict[str, str]

    room: Room = Room()
    view: HistoryView = HistoryView()
    room_ready: bool = False
    here: list[str] = []
    typing: str = ""
    form_round: int = 0
    talk_round: int = 0  # of what is written beside it: what was not sent yet stays when a turn is

    @rx.event(background=True)
    async def follow(self) -> None:
        """See every change within a moment of its commit; ends when the page is left or its tab closed."""
        async with self:
            seat = Seat(self.room.quote_id, self.router.session.client_token, self.router.url.path)
            sign = await self._sign(seat)
        if not seat.quote_id:
            return
        try:
            with notices(ROOMS).subscribed(seat.quote_id) as subscription, _seated(seat.tab, subscription):
                await _tell(seat.quote_id, sign)
                await self._keep_looking(seat, sign, subscription)
        finally:  # also where Reflex ends the task with its tab
            await _tell(seat.quote_id, replace(sign, has_left=True))

    async def _keep_looking(self, seat: Seat, sign: SignOfLife, subscription: Subscription) -> None:
        presence = Presence({})
        for _ in range(_AT_MOST):
            bodies = await subscription.wait(_BEAT_SECONDS)
            async with self:
                if subscription.is_closed or self.router.url.path != seat.path:
                    return
                is_news = await self._take(presence, bodies, sign)
            if bodies is None or is_news:
                await _tell(seat.quote_id, sign)

    @rx.event
    async def writes(self) -> None:
        """Let the others see that somebody types."""
        if quote_id := self.room.quote_id:
            seat = Seat(quote_id, self.router.session.client_token, "")
            await _tell(quote_id, replace(await self._sign(seat), is_typing=True))

    @rx.event
    async def look_at(self, what: str, which: str) -> Any:
        """Compare other revisions (`old`, `new`), or follow the price of another line (`line_id`)."""
        which = str(which or "")  # whoever calls may send anything
        if what == "line_id":
            self.view = replace(self.view, line_id=which[:60])
        number = int(which) if which.isascii() and which.isdigit() and len(which) < 7 else 0
        if what == "old":
            self.view = replace(self.view, old=number)
        if what == "new":
            self.view = replace(self.view, new=number)
        return await self._look()

    async def _take(self, presence: Presence, bodies: list[str] | None, mine: SignOfLife) -> bool:
        """Show who is here, and the room anew where something in it changed; a quiet while counts as a change: clocks
        run down. Whether somebody has come in."""
        signs = [sign for one in bodies or () if (sign := read_sign(one))]
        is_news = presence.take(signs, mine.tab, time.monotonic())
        self.here, self.typing = presence.names(), presence.typing(time.monotonic())
        if bodies is None or not all(bodies):
            await self._look()
        return is_news

    async def _sign(self, seat: Seat) -> SignOfLife:
        name, side = await self._who()
        return SignOfLife(seat.tab[-12:], name, side)

    async def _look(self) -> Any:
        """Read the room again; what a failure leads to, or None."""
        try:
            self.room = await self._read_room()
        except MarketplaceError as error:
            return self._refused(error)
        return None

    async def _enter(self) -> Any:
        """Show the room, and keep looking; what a failure leads to."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.view = HistoryView()
        answer = await self._look()
        self.room_ready = True
        return answer or type(self).follow

    async def _act(self, use: Callable[..., Any], done: str) -> Any:
        """Run a use case from one's seat; say `done`, or what was wrong."""
        try:
            await self._from_seat(use)
        except MarketplaceError as error:
            return await self._after(error)
        return await self._done(done)

    async def _say(self, use: Callable[..., Any]) -> Any:
        """As `_act`, for a remark: the field for the next one is empty then, and nothing else."""
        try:
            await self._from_seat(use)
        except MarketplaceError as error:
            return await self._after(error)
        self.field_errors = {}
        self.talk_round += 1
        return await self._look()

    async def _after(self, error: MarketplaceError) -> Any:
        """Say what was wrong beside the room as it is now."""
        answer = self._refused(error)
        await self._look()
        return answer

    async def _done(self, words: str) -> Any:
        """Show what came of it, with forms and dialogs drawn anew."""
        self.field_errors = {}
        self.form_round += 1
        return await self._look() or (toast.success(words) if words else None)

    async def _from_seat(self, use: Callable[..., Any]) -> Any:
        raise NotImplementedError

    async def _read_place(self) -> Any:
        raise NotImplementedError

    async def _read_room(self) -> Room:
        raise NotImplementedError

    async def _who(self) -> tuple[str, Side]:
        raise NotImplementedError

    def _refused(self, error: MarketplaceError) -> Any:
        raise NotImplementedError


async def _tell(quote_id: str, sign: SignOfLife) -> None:
    await arun(Scope.public(), lambda db: tell(db, ROOMS, quote_id, sign.written()))


@contextmanager
def _seated(tab: str, subscription: Subscription) -> Iterator[None]:
    _OF_TABS.setdefault(tab, set()).add(subscription)
    try:
        yield
    finally:
        _OF_TABS[tab].discard(subscription)
        if not _OF_TABS[tab]:
            del _OF_TABS[tab]


def leave_rooms(tab: str) -> None:
    """The socket of this tab has closed: it sits in no room any more. One that comes back loads its page again."""
    for subscription in _OF_TABS.get(tab, ()):
        subscription.close()

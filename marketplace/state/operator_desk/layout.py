"""What every page of the operator's desk shares: how far the person sees, the rail's counts, the palette."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.slow import Place
from marketplace.queries.operator_desk.desk import OperatorPlace, get_place
from marketplace.queries.operator_desk.palette import Hit, find
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.state import toast
from marketplace.state.base import Screen

T = TypeVar("T")
UNDO_SECONDS = 10


class OperatorScreen(Screen):
    """An operator works on the whole platform, a store's admin at the same desk on one store."""

    place: OperatorPlace = OperatorPlace()
    query: str = ""
    hits: list[Hit] = []
    undo_text: str = ""
    form_round: int = 0  # a new number empties the forms
    _undo: tuple[str, str] = ("", "")  # which action, on what

    async def _at_admin(self, use: Callable[[Session, Actor], T], slow: Place | None = None) -> T:
        """Run `use(db, actor)` as one transaction, as far as this actor sees; slow work in its place."""
        actor = await self.current_actor()
        scope = desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)
        return await arun(scope, lambda db: use(db, actor), slow)

    async def _read_place(self) -> Any:
        """Fill the rail; what a failure leads to, or None."""
        self.field_errors, self.problem, self.missing = {}, "", False
        try:
            self.place = await self._at_admin(get_place)
        except MarketplaceError as error:
            return self._refused(error)
        return None

    def _refused(self, error: MarketplaceError) -> Any:
        """As everywhere; but who is signed in and may not do this one thing is told so, not asked to sign in."""
        if isinstance(error, Forbidden) and self.place.person:
            return toast.error(error.sentence)
        return self.handle_error(error)

    def _did(self, text: str, action: str = "", subject: str = "") -> Any:
        """Say what was done. With an action the way back is offered for a while; without one it is a mere note."""
        self.undo_text, self._undo = (text, (action, subject)) if action else ("", ("", ""))
        self.form_round += 1
        self.field_errors, self.problem = {}, ""
        return OperatorScreen.fade if action else toast.success(text)

    @rx.event(background=True)
    async def fade(self) -> None:
        """The way back closes after a while, unless something newer has taken its place."""
        async with self:
            shown = (self.undo_text, self.form_round)
        await asyncio.sleep(UNDO_SECONDS)
        async with self:
            if (self.undo_text, self.form_round) == shown:
                self.undo_text, self._undo = "", ("", "")

    @rx.event
    async def ask(self, text: str) -> Any:
        """Look for what is typed into the palette."""
        self.query = text.strip()[:100]
        try:
            self.hits = await self._at_admin(lambda db, actor: find(db, actor, self.query)) if self.query else []
        except MarketplaceError as error:
            return self._refused(error)
        return None

"""What every screen's state does alike: know who asks, run one service in the right scope, tell what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
import structlog
from reflex.event import EventSpec
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.ids import new_id
from marketplace.kit.slow import Place
from marketplace.kit.telemetry import report
from marketplace.services.identity.access import Desk, desk_scope, store_scope
from marketplace.state import toast
from marketplace.state.belonging import find_asking

log = structlog.get_logger("ui")
T = TypeVar("T")


class SessionMixin:
    """What handlers use and browsers must not call.

    Reflex makes every public method of a state class an event that any client may send; methods of a plain
    base class are not registered.
    """

    router: Any
    problem: str
    field_errors: dict[str, str]
    missing: bool

    async def current_actor(self) -> Actor:
        """The actor of this event, from the HttpOnly cookie of the socket's handshake."""
        return await find_asking(self)

    async def at_desk(self, desk: Desk, use: Callable[[Session, Actor], T], slow: Place | None = None) -> T:
        """Run `use(db, actor)` as one transaction in the scope this actor has at this desk; slow work in its place."""
        actor = await self.current_actor()
        scope = desk_scope(actor, desk)
        return await arun(scope, lambda db: use(db, actor), slow)

    async def in_store(self, handle: str, use: Callable[[Session, Actor], T], slow: Place | None = None) -> T:
        """Run `use(db, actor)` as one transaction in the scope of an active store; slow work in its place."""
        actor = await self.current_actor()
        scope = await asyncio.to_thread(store_scope, handle)
        return await arun(scope, lambda db: use(db, actor), slow)

    def handle_error(self, error: MarketplaceError) -> Any:
        """Turn a business failure into what the person sees: field messages, a toast, a 404, or the page that says
        whose desk this is."""
        self.field_errors = error.fields if isinstance(error, Invalid) else {}
        self.problem = error.sentence
        if isinstance(error, Unauthenticated | Forbidden):
            target = "/sign-in" if isinstance(error, Unauthenticated) else "/wrong-desk"
            return rx.redirect(f"{target}?next={self.router.url.path}")
        if isinstance(error, NotFound):
            self.missing = True
            return None
        return None if self.field_errors else toast.error(error.sentence)


class Screen(SessionMixin, rx.State):
    """The root of all states. Holds nothing secret: public variables travel to the browser."""

    problem: str = ""
    field_errors: dict[str, str] = {}
    ready: bool = False
    missing: bool = False
    _belongs_to: str = ""  # whose this tab's state is (state/belonging.py)


def on_unexpected(exception: Exception) -> EventSpec:
    """The last resort of every event: logged with a reference that the person is shown."""
    reference = new_id("err")[-8:]
    log.error("event.crashed", reference=reference, exc_info=exception)
    report(exception)
    shown: EventSpec = toast.error(f"That did not work, and nothing was changed. Reference {reference}.")
    return shown

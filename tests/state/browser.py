"""A tab, as far as a handler can tell: a session cookie, an address, and what the person does."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any, TypeVar

import reflex as rx
from reflex.istate.data import RouterData
from sqlmodel import select

from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import User
from marketplace.services.identity.sessions import open_session

S = TypeVar("S")


def sign_in(actor: Actor) -> str:
    """A session of this person; returns what its cookie holds."""
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.id == actor.user_id)).one()
        return open_session(db, user, actor=GUEST)


def tab(state: type[S], path: str, *, token: str = "", **route: str) -> S:
    """The state of a page in a fresh tab at this address."""
    root = rx.State(_reflex_internal_init=True)
    root.router = RouterData.from_router_data(
        {
            "pathname": path,
            "asPath": path,
            "query": route,
            "headers": {"cookie": f"session={token}", "origin": "http://localhost", "user-agent": "Firefox/140 Linux"},
            "ip": "127.0.0.1",
            "token": "tab",
            "sid": "tab",
        }
    )
    return asyncio.run(root.get_state(state))  # type: ignore[type-var, return-value]


def do(state: Any, event: str, *arguments: Any) -> str:
    """Send an event; returns everything it answered with, as text."""
    result = type(state).event_handlers[event].fn(state, *arguments) if event in type(state).event_handlers else None
    if result is None:
        owner = next(c for c in type(state).__mro__ if event in getattr(c, "event_handlers", {}))
        result = owner.event_handlers[event].fn(state, *arguments)
    return asyncio.run(_drained(result))


async def _drained(result: Any) -> str:
    if inspect.isasyncgen(result):
        return " ".join([str(answer) async for answer in result])
    return str(await result)

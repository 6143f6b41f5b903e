"""A tab's state on the server belongs to one session, and ends with it, whichever way that ends."""

from __future__ import annotations

import asyncio
import hashlib
from contextvars import ContextVar
from typing import Any

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from marketplace.domain.permissions import Actor
from marketplace.kit.cookies import cookie_value
from marketplace.kit.log import begin_request
from marketplace.kit.session_cookie import session_cookie
from marketplace.services.identity.access import actor_of

# Who asks is read for every event, once: what is found before it serves the event's own first question.
_JUST_FOUND: ContextVar[tuple[str, Actor] | None] = ContextVar("just_found", default=None)


_LOADS = (".hydrate_and_load", ".on_load_internal", ".hydrate")


async def find_asking(state: Any) -> Actor:
    """The actor behind the cookie of the socket's handshake, as the session row says now; a guest without one.

    The row is read again for every event: the socket's headers are as old as the socket.
    """
    headers = state.router.headers
    token = cookie_value(headers.cookie, session_cookie())
    known = _JUST_FOUND.get()
    _JUST_FOUND.set(None)
    if known is not None and known[0] == token:
        return known[1]
    return await asyncio.to_thread(
        actor_of, token, ip=state.router.session.client_ip, agent=headers.user_agent, request_id=begin_request()
    )


class BelongsToSession(Middleware):
    """Empties what a tab showed of somebody as soon as anybody else asks with its token: a guest after a sign-out, a
    session that was ended elsewhere, another person, the same one with other roles.
    """

    async def preprocess(self, app: Any, state: BaseState, event: Any) -> StateUpdate | None:
        """Compare who asks with whose the state is, before the event is looked at.

        Who is somebody, but not as before, gets the page anew: the event was about what they saw until now.
        """
        from marketplace.state.base import Screen

        screen = await state.get_state(Screen)
        actor = await find_asking(state)
        _JUST_FOUND.set((cookie_value(state.router.headers.cookie, session_cookie()), actor))
        before, owner = screen._belongs_to, owner_of(actor)
        if before == owner:
            return None
        may_stay = still_owns(before, owner)
        if not may_stay:
            await _empty(state)
        screen._belongs_to = owner
        if may_stay or not owner or event.name.endswith(_LOADS):
            return None
        anew = rx.redirect(state.router.url)
        return StateUpdate(events=Event.from_event_type(anew))


def owner_of(actor: Actor) -> str:
    """Whose a state is: one session with its roles; empty for guests, whose states hold nothing of anybody."""
    if not actor.session_id:
        return ""
    return " ".join([actor.session_id, *sorted(_digest(repr(grant)) for grant in actor.grants)])


def still_owns(before: str, owner: str) -> bool:
    """Whether what was shown may stay: it was nobody's, or the same session has every role that it had."""
    return not before or (before.split()[0] == owner.partition(" ")[0] and set(before.split()) <= set(owner.split()))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


async def _empty(state: BaseState) -> None:
    """Reset every part of the tree, loaded or not: with Redis an event loads only the parts that it needs."""
    await _load(state, type(state))
    state.reset()  # type: ignore[no-untyped-call]


async def _load(state: BaseState, parent: type[BaseState]) -> None:
    for part in parent.get_substates():
        await state.get_state(part)
        await _load(state, part)

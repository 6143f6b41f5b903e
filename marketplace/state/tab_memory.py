"""Guests' tabs that were closed are forgotten after minutes instead of an hour: each costs some 100 KB."""

from __future__ import annotations

import asyncio
from typing import Any

from reflex.istate.manager.memory import StateManagerMemory

KEEP_SECONDS = 300.0  # a connection that breaks comes back within this
_waiting: set[asyncio.Task[None]] = set()


def forget_soon(app: Any, token: str, *, keep_seconds: float = KEEP_SECONDS) -> None:
    """The socket of this tab has closed: forget its state in a while, unless it is open again or somebody's."""
    if token:
        task = asyncio.get_running_loop().create_task(_forget(app, token, keep_seconds))
        _waiting.add(task)
        task.add_done_callback(_waiting.discard)


async def _forget(app: Any, token: str, keep_seconds: float) -> None:
    await asyncio.sleep(keep_seconds)
    manager = app.state_manager
    if not isinstance(manager, StateManagerMemory) or token in app.event_namespace.token_to_sid:
        return
    held = manager._token_expires_at.get(token)
    lock = manager._states_locks.get(token)
    if held is not None and not (lock and lock.locked()) and _is_guests(manager.states.get(token)):
        manager._purge_token(held[1])


def _is_guests(state: Any) -> bool:
    from marketplace.state.base import Screen

    screen = state.substates.get(Screen.get_name()) if state is not None else None
    return screen is None or not screen._belongs_to

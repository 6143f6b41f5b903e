"""Tabs of guests that were closed are forgotten soon, and nobody else's."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken

from marketplace.state import tab_memory
from marketplace.state.base import Screen


def after_closing(*, owner: str = "", open_again: bool = False, at_work: bool = False) -> bool:
    """Whether a tab's state is still there after its socket has closed."""

    async def close() -> bool:
        manager = StateManagerMemory()
        token = BaseStateToken(ident="tab", cls=rx.State)
        async with manager.modify_state(token) as root:
            (await root.get_state(Screen))._belongs_to = owner
        app: Any = SimpleNamespace(
            state_manager=manager, event_namespace=SimpleNamespace(token_to_sid={"tab": "sid"} if open_again else {})
        )
        lock = await manager._get_state_lock(token)
        if at_work:
            await lock.acquire()
        tab_memory.forget_soon(app, "tab", keep_seconds=0)
        await asyncio.gather(*tab_memory._waiting)
        held = "tab" in manager.states
        if at_work:
            lock.release()
        await manager.close()
        return held

    return asyncio.run(close())


def test_a_guests_tab_that_was_closed_is_forgotten() -> None:
    assert not after_closing()


def test_a_tab_that_is_open_again_stays() -> None:
    assert after_closing(open_again=True)


def test_a_tab_of_somebody_signed_in_stays() -> None:
    assert after_closing(owner="somebody")


def test_a_tab_with_an_event_in_hand_stays() -> None:
    assert after_closing(at_work=True)

"""Slow work has a few threads and a short queue of its own; what comes on top is refused, and room comes back."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from marketplace.domain.errors import Busy, Conflict
from marketplace.kit.slow import OneEach, Place, Turnstile

seen: ContextVar[str] = ContextVar("seen", default="")


def test_a_place_works_on_so_many_at_once_lets_so_many_wait_and_refuses_the_rest() -> None:
    async def try_it() -> None:
        place, go, inside, most = Place("t", 2, waiting=1), threading.Event(), [], []

        def work() -> int:
            inside.append(1)
            most.append(len(inside))
            go.wait(30)
            inside.pop()
            return 7

        doing = [asyncio.create_task(place.do(work)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await place.do(work)
        go.set()
        assert await asyncio.gather(*doing) == [7, 7, 7]
        assert max(most) <= 2
        assert await place.do(lambda: 8) == 8

    asyncio.run(try_it())


def test_errors_context_and_people_who_leave() -> None:
    async def try_it() -> None:
        place, go = Place("t", 1, waiting=1), threading.Event()
        seen.set("request 1")
        assert await place.do(seen.get) == "request 1"
        with pytest.raises(ZeroDivisionError):
            await place.do(lambda: 1 // 0)
        first = asyncio.create_task(place.do(lambda: go.wait(30)))
        second = asyncio.create_task(place.do(lambda: "never"))
        await asyncio.sleep(0.05)
        second.cancel()  # who waited and left makes room at once, who is being served does not
        await asyncio.sleep(0)
        third = asyncio.create_task(place.do(lambda: "in time"))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await place.do(lambda: "too many")
        go.set()
        assert (await first, await third) == (True, "in time")

    asyncio.run(try_it())


def test_a_turnstile_counts_who_is_in_and_who_waits() -> None:
    gate, go, came = Turnstile(1, waiting=1), threading.Event(), threading.Barrier(2)

    def stay() -> None:
        with gate:
            came.wait(30)
            go.wait(30)

    def follow() -> None:
        with gate:
            pass

    first, second = threading.Thread(target=stay), threading.Thread(target=follow)
    first.start()
    came.wait(30)
    second.start()
    while gate._room._value:
        pass
    with pytest.raises(Busy), gate:
        pass
    go.set()
    first.join()
    second.join()
    with gate:
        pass


def test_one_of_each_takes_its_turn_and_too_many_are_told_so() -> None:
    async def try_it() -> None:
        each, go, done = OneEach("wait", waiting=1, patience=30), asyncio.Event(), list[str]()

        async def one(name: str) -> None:
            async with each.hold("k"):
                done.append(name)
                await go.wait()

        both = [asyncio.create_task(one(name)) for name in ("first", "second")]
        await asyncio.sleep(0.01)
        assert done == ["first"]
        with pytest.raises(Conflict, match="wait"):
            await one("third")
        async with each.hold("another key"):
            assert done == ["first"]
        go.set()
        await asyncio.gather(*both)
        assert done == ["first", "second"]
        each.patience = 0.01
        async with each.hold("k"):
            with pytest.raises(Conflict, match="wait"):
                await one("impatient")
        async with each.hold("k"):  # who gave up left nothing locked
            assert done == ["first", "second"]

    asyncio.run(try_it())

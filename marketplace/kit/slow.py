"""Places of their own for slow work, each a few threads and a queue that has an end.

Threads of asyncio's own pool serve pages; work that takes long must not hold all of them, and what waits for it holds
memory. Whoever finds the queue full is told so at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from typing import TypeVar

from marketplace.domain.errors import Busy, Conflict

T = TypeVar("T")


class Turnstile:
    """A context that so many threads may be in at once, while some more wait; the next one is refused (`Busy`)."""

    def __init__(self, at_once: int, *, waiting: int) -> None:
        self._open = threading.Semaphore(at_once)
        self._room = threading.Semaphore(at_once + waiting)

    def __enter__(self) -> None:
        if not self._room.acquire(blocking=False):
            raise Busy
        self._open.acquire()

    def __exit__(self, *_: object) -> None:
        self._open.release()
        self._room.release()


class Place:
    """Threads for one kind of slow work."""

    def __init__(self, name: str, threads: int, *, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._room = threading.Semaphore(threads + waiting)

    async def do(self, work: Callable[[], T]) -> T:
        """Do it in this place's threads. Raises `Busy` when too much waits already."""
        if not self._room.acquire(blocking=False):
            raise Busy
        doing: Future[T] = self._threads.submit(copy_context().run, work)
        doing.add_done_callback(lambda _: self._room.release())  # also when whoever asked has gone meanwhile
        return await asyncio.wrap_future(doing)


class OneEach:
    """Work of which each key has one in hand at a time, so that nobody fills a queue alone; a few more wait a while."""

    def __init__(self, sentence: str, *, waiting: int = 8, patience: float = 20.0) -> None:
        self._sentence, self._room, self.patience = sentence, 1 + waiting, patience
        self._turns: dict[str, asyncio.Lock] = {}
        self._here: Counter[str] = Counter()

    @asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
        """Take one's turn. Raises `Conflict` with the sentence when too many wait, or after `patience` seconds."""
        if self._here[key] >= self._room:
            raise Conflict(self._sentence)
        self._here[key] += 1
        turn = self._turns.setdefault(key, asyncio.Lock())
        try:
            await self._wait(turn)
            try:
                yield
            finally:
                turn.release()
        finally:
            self._here[key] -= 1
            if not self._here[key]:
                del self._here[key], self._turns[key]

    async def _wait(self, turn: asyncio.Lock) -> None:
        try:
            await asyncio.wait_for(turn.acquire(), self.patience)
        except TimeoutError:
            raise Conflict(self._sentence) from None


PICTURES = Place("pictures", 1, waiting=12)  # each draws in a process of its own, one after the other
DOCUMENTS = Place("documents", 2, waiting=20)  # PDF and CSV
PASSWORDS = Place("passwords", 3, waiting=12)  # argon2: 64 MB and a processor each

"""What happens elsewhere, told at once: PostgreSQL's notifications, handed to whoever waits for their subject here.

A notice is a nudge and never the news: it leaves with the commit of a change, in whatever process that was, and who
gets it reads the database. After a lost connection everybody is nudged, so that nothing told meanwhile is missed.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from marketplace.kit.db import database_url
from marketplace.settings import settings

log = structlog.get_logger("notices")
_TELL = text("select pg_notify(:channel, :notice)")
_AGAIN_SECONDS = 1.0


def tell(db: Session, channel: str, subject: str, body: str = "") -> None:
    """Nudge everybody who waits for the subject, once this transaction is committed. A `body` of 4,000 characters at
    most is all that they are told; nothing of it is secret: it stays within the copy's own processes."""
    db.connection().execute(_TELL, {"channel": channel, "notice": json.dumps([subject, body])})


class Subscription:
    """What was told of one subject since it was last asked."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._told, self._bodies = loop, asyncio.Event(), list[str]()
        self.is_closed = False

    async def wait(self, seconds: float) -> list[str] | None:
        """The bodies told since the last call, waiting for the first one so long; None where nothing was told."""
        try:
            await asyncio.wait_for(self._told.wait(), seconds)
        except TimeoutError:
            return None
        self._told.clear()
        bodies, self._bodies = self._bodies, []
        return bodies

    def hand(self, body: str) -> None:
        """Tell it something, from the thread that listens."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, body)

    def close(self) -> None:
        """Nobody waits for it any more: `wait` answers at once. From the loop that waits."""
        self.is_closed = True
        self._told.set()

    def _take(self, body: str) -> None:
        self._bodies.append(body)
        self._told.set()


class Notices(threading.Thread):
    """One connection that listens for all subscriptions of this process to one channel."""

    def __init__(self, channel: str) -> None:
        super().__init__(name=f"notices:{channel}", daemon=True)
        self.channel = channel
        self._subscriptions: dict[str, set[Subscription]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def subscribed(self, subject: str) -> Iterator[Subscription]:
        """A subscription as long as the block runs."""
        mine = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._subscriptions.setdefault(subject, set()).add(mine)
        try:
            yield mine
        finally:
            with self._lock:
                others = self._subscriptions[subject]
                others.discard(mine)
                if not others:
                    del self._subscriptions[subject]

    def run(self) -> None:
        while True:
            try:
                self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("notices.lost_database", channel=self.channel, error=str(error).splitlines()[0])
                threading.Event().wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        dsn = make_url(database_url()).set(drivername="postgresql").render_as_string(hide_password=False)
        options = f"-c role={settings().database_role}"
        with psycopg.connect(dsn, autocommit=True, options=options, application_name="notices") as connection:
            connection.execute(f'listen "{self.channel}"')
            self._hand_all()
            for notice in connection.notifies():
                subject, body = json.loads(notice.payload)
                self._hand(subject, body)

    def _hand(self, subject: str, body: str) -> None:
        with self._lock:
            waiting = list(self._subscriptions.get(subject, ()))
        for one in waiting:
            one.hand(body)

    def _hand_all(self) -> None:
        with self._lock:
            subjects = list(self._subscriptions)
        for subject in subjects:
            self._hand(subject, "")


@cache
def notices(channel: str) -> Notices:
    """The listener of this process to a channel, started at the first question."""
    listener = Notices(channel)
    listener.start()
    return listener

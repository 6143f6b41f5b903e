"""Events per second through Reflex with many open tabs, and what the tabs cost in memory.

    .venv/bin/python -m scripts.bench.sockets [--tabs 300] [--seconds 10] [--url http://localhost:3000]

Each tab is a socket as the browser opens it: its first packet asks for the page's state. Then `--talking` of them
send what a typed search sends, each as soon as its last answer has come.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Event, Ping, Request, TextMessage

from scripts.bench.rest import memory

ROOT = "reflex___state____state"
SEARCH = f"{ROOT}.marketplace___state___base____screen.marketplace___state___storefront___search_box____search_box"
WORDS = ("dri", "bea", "glo", "saf", "whe", "scr", "oil", "cab", "bru", "mea")


class Tab:
    """One open tab: its socket, and the answer it waits for. Speaks Socket.IO over a WebSocket, as the page does."""

    def __init__(self, url: str, path: str, words: Any, *, cookie: str = "") -> None:
        self.url, self.token, self.words, self.cookie = url, str(uuid4()), words, cookie
        self.place = {"pathname": path, "asPath": path, "query": {"store_handle": path.split("/")[2]}}
        self.frames = WSConnection(ConnectionType.CLIENT)
        self.ready, self.answered = asyncio.Event(), asyncio.Event()

    async def open(self) -> float:
        """Connect and wait until the page has its state; milliseconds."""
        started = time.perf_counter()
        at = urlsplit(self.url)
        self.reader, self.writer = await asyncio.open_connection(at.hostname, at.port)
        target = f"/_event/?EIO=4&transport=websocket&token={self.token}"
        headers = [(b"origin", self.url.encode()), (b"cookie", self.cookie.encode())]
        self._write(Request(host=at.netloc, target=target, extra_headers=headers))
        self.listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self.ready.wait(), 60)
        return (time.perf_counter() - started) * 1000

    async def search(self) -> float:
        """Type something into the search field; milliseconds until the suggestions are there."""
        self.answered.clear()
        started = time.perf_counter()
        event = {"name": f"{SEARCH}.typed", "payload": {"text": next(self.words)}, "router_data": self.place}
        self._say("42/_event," + json.dumps(["event", event]))
        await asyncio.wait_for(self.answered.wait(), 60)
        return (time.perf_counter() - started) * 1000

    async def close(self) -> None:
        """Leave as a closed tab does."""
        self._write(CloseConnection(code=1000))
        self.listening.cancel()
        self.writer.close()

    async def _listen(self) -> None:
        message = ""
        while data := await self.reader.read(65536):
            self.frames.receive_data(data)
            for event in self.frames.events():
                if isinstance(event, TextMessage):
                    message += event.data
                    if event.message_finished:
                        self._hear(message)
                        message = ""
                elif isinstance(event, Ping):
                    self._write(event.response())
                elif not isinstance(event, AcceptConnection):
                    raise ConnectionError(repr(event))

    def _hear(self, text: str) -> None:
        if text.startswith("0"):
            hydrate = {"name": f"{ROOT}.hydrate_and_load", "payload": {}, "router_data": self.place}
            self._say("40/_event," + json.dumps({"event": hydrate}))
        elif text == "2":
            self._say("3")
        elif text.startswith("42/_event,"):
            delta = json.loads(text.removeprefix("42/_event,"))[1].get("delta") or {}
            if delta.get(ROOT, {}).get("is_hydrated_rx_state_"):
                self.ready.set()
            if SEARCH in delta:
                self.answered.set()

    def _say(self, text: str) -> None:
        self._write(TextMessage(data=text))

    def _write(self, event: Event) -> None:
        self.writer.write(self.frames.send(event))


async def measure(url: str, path: str, tabs: int, talking: int, seconds: float) -> dict[str, Any]:
    """Open the tabs, let some of them talk, and count."""
    before, words = memory(url), cycle(WORDS)
    opened = [Tab(url, path, words) for _ in range(tabs)]
    opening: list[float] = []
    for start in range(0, tabs, 20):
        opening += await asyncio.gather(*(tab.open() for tab in opened[start : start + 20]))
    with_tabs = memory(url)
    times: list[float] = []
    end = time.monotonic() + seconds

    async def chatter(tab: Tab) -> None:
        while time.monotonic() < end:
            times.append(await tab.search())

    await asyncio.gather(*(chatter(tab) for tab in opened[:talking]))
    result = {
        "tabs": tabs,
        "talking": talking,
        "opening_p50_ms": round(statistics.median(opening), 1),
        "events_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 1),
        "kb_a_tab": round((with_tabs["web"] - before["web"]) * 1000 / tabs),
        "memory_mb": {"before": before, "with_tabs": with_tabs, "after": memory(url)},
    }
    await asyncio.gather(*(tab.close() for tab in opened))
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:3000")
    parser.add_argument("--path", default="/s/northforge")
    parser.add_argument("--tabs", type=int, default=300)
    parser.add_argument("--talking", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    o = parser.parse_args()
    print(json.dumps(asyncio.run(measure(o.url, o.path, o.tabs, o.talking, o.seconds))))


if __name__ == "__main__":
    main()

"""Events per second through Reflex with many open tabs, and the memory of the processes.

    .venv/bin/python -m scripts.bench.sockets [--tabs 300] [--seconds 10] [--url http://localhost:3000]

Each tab is a socket as the browser opens it; fifty of them send the event that a typed search sends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from typing import Any
from uuid import uuid4

import psutil
import socketio


class Tab:
    """One open tab: its socket, and how long its events took."""

    def __init__(self, url: str, path: str) -> None:
        self.url, self.path, self.token = url, path, str(uuid4())
        self.client = socketio.AsyncClient(reconnection=False)
        self.answered = asyncio.Event()
        self.client.on("event", self._on_event, namespace="/_event")

    async def _on_event(self, *_: Any) -> None:
        self.answered.set()

    async def open(self) -> None:
        await self.client.connect(
            f"{self.url}/_event?token={self.token}", namespaces=["/_event"], transports=["websocket"],
            socketio_path="/_event", headers={"Origin": self.url},
        )  # fmt: skip

    async def send(self, name: str, payload: dict[str, Any]) -> float:
        """Send one event and wait for its answer; returns milliseconds."""
        self.answered.clear()
        started = time.perf_counter()
        event = {
            "name": name,
            "payload": payload,
            "token": self.token,
            "router_data": {"pathname": self.path, "query": {}},
        }
        await self.client.emit("event", event, namespace="/_event")
        await asyncio.wait_for(self.answered.wait(), 30)
        return (time.perf_counter() - started) * 1000


async def measure(url: str, path: str, name: str, payload: dict[str, Any], tabs: int, seconds: float) -> dict[str, Any]:
    """Open the tabs, let fifty of them send as fast as they are answered, and count."""
    opened = [Tab(url, path) for _ in range(tabs)]
    for start in range(0, tabs, 20):
        await asyncio.gather(*(tab.open() for tab in opened[start : start + 20]))
    times: list[float] = []
    end = time.monotonic() + seconds

    async def chatter(tab: Tab) -> None:
        while time.monotonic() < end:
            times.append(await tab.send(name, payload))

    await asyncio.gather(*(chatter(tab) for tab in opened[:50]))
    result = {
        "tabs": tabs,
        "events_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 1),
        "memory_mb": memory(),
    }
    await asyncio.gather(*(tab.client.disconnect() for tab in opened))
    return result


def memory() -> dict[str, float]:
    """Unshared memory of web and worker in MB."""
    found: dict[str, float] = {}
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        for name, part in (("web", "marketplace.cli web"), ("worker", "tasks.worker")):
            if part in line:
                size = process.memory_full_info().uss + sum(c.memory_full_info().uss for c in process.children(True))
                found[name] = round(size / 1e6, 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:3000")
    parser.add_argument("--path", default="/s/northforge")
    parser.add_argument("--event", required=True, help="full name of the event, as the browser sends it")
    parser.add_argument("--payload", default="{}")
    parser.add_argument("--tabs", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10)
    o = parser.parse_args()
    print(json.dumps({"at_rest_mb": memory()}))
    print(json.dumps(asyncio.run(measure(o.url, o.path, o.event, json.loads(o.payload), o.tabs, o.seconds))))


if __name__ == "__main__":
    main()

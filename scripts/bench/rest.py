"""What a copy costs while nobody uses it: memory and processor time of each of its processes.

    .venv/bin/python -m scripts.bench.rest [--seconds 20] [--url http://localhost:3000]

`alone` is memory that would be free without the process, `share` counts what it shares with others in parts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import psutil

_PARTS = (("web", "marketplace.cli web"), ("worker", "tasks.worker"), ("supervisor", " up"))


def copy_at(url: str) -> dict[str, list[psutil.Process]]:
    """The processes of the copy that listens at this address, by part; the database only where it is its own."""
    port = urlsplit(url).port
    listening = {
        c.pid for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.laddr.port == port
    }
    listener = psutil.Process(min(pid for pid in listening if pid))
    top = next((p for p in listener.parents() if " ".join(p.cmdline()).endswith(" up")), listener)
    parts: dict[str, list[psutil.Process]] = {}
    for process in (top, *top.children(recursive=True)):
        line = " ".join(process.cmdline())
        parts.setdefault(next((name for name, sign in _PARTS if sign in line), "other"), []).append(process)
    parts["database"] = [p for postmaster in _embedded(top) for p in (postmaster, *postmaster.children())]
    return {name: running for name, running in parts.items() if running}


def _embedded(top: psutil.Process) -> Iterator[psutil.Process]:
    """The server that this copy started: it keeps its data below the copy's folder."""
    folder = top.environ().get("MARKETPLACE_DATA_DIR") or f"{top.cwd()}/var"
    with suppress(OSError, psutil.Error), open(f"{folder}/postgres/postmaster.pid") as file:
        yield psutil.Process(int(file.readline()))


def memory(url: str) -> dict[str, float]:
    """MB that each part has for itself."""
    return {name: _mb(sum(p.memory_full_info().uss for p in running)) for name, running in copy_at(url).items()}


def measure(url: str, seconds: float) -> dict[str, dict[str, float]]:
    """Per part: processes, MB alone and in shares, and percent of one processor over the time."""
    parts = copy_at(url)
    before = {process: _spent(process) for running in parts.values() for process in running}
    time.sleep(seconds)
    return {
        name: {
            "processes": len(running),
            "alone_mb": _mb(sum(p.memory_full_info().uss for p in running)),
            "share_mb": _mb(sum(p.memory_full_info().pss for p in running)),
            "cpu_percent": round(100 * sum(_spent(p) - before[p] for p in running) / seconds, 2),
        }
        for name, running in parts.items()
    }


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _mb(size: float) -> float:
    return round(size / 1e6, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:3000")
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    for name, figures in measure(options.url, options.seconds).items():
        print(json.dumps({"part": name, **figures}))


if __name__ == "__main__":
    main()

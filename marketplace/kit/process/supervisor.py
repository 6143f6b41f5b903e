"""Runs the parts of the product as processes: starts them, starts them again, and stops every one of them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue

_PR_SET_PDEATHSIG = 1
_SETTLED = 3  # seconds after which the start of a part needs the processors no longer


@dataclass
class Part:
    """One process: its command, and how often it was started again lately.

    One that `stands_by` begins with a line on its standard input; its successor is made ready while it runs.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stands_by: bool = False
    process: subprocess.Popen[bytes] | None = None
    successor: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)


class Supervisor:
    """Keeps its parts alive until told to stop. Each part is a process group of its own, so it is stopped whole.

    A part that dies is started again, waiting longer each time it dies within a minute. If this process is
    killed, the kernel sends its children SIGTERM (Linux), so that none is orphaned.
    """

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self.parts = list(parts)
        self.say = say
        self.stopping = False
        self._to_renew: SimpleQueue[str] = SimpleQueue()
        self._wake = threading.Event()

    def watch_signals(self) -> None:
        """From now on Ctrl-C and SIGTERM mean: stop everything, in order, and end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def start(self) -> None:
        """Start every part."""
        for part in self.parts:
            self._start(part)

    def run(self, each_second: Callable[[], None] = lambda: None) -> None:
        """Watch the parts until asked to stop."""
        while not self.stopping:
            for part in self.parts:
                if part.process is not None and part.process.poll() is not None:
                    self._restart(part, part.process.returncode)
            self._make_successors()
            each_second()
            self._wake.wait(1)
            self._renew()

    def ask_to_renew(self, *names: str) -> None:
        """Kill these parts and start them as their program is now. From any thread; done as soon as `run` sees it."""
        for name in names:
            self._to_renew.put(name)
        self._wake.set()

    def stop(self, patience: float = 15) -> None:
        """SIGTERM to every part, the last started first; SIGKILL to what is left after `patience` seconds."""
        for part in reversed(self.parts):
            _signal(part.process, signal.SIGTERM)
            _signal(part.successor, signal.SIGKILL)
        deadline = time.monotonic() + patience
        for part in reversed(self.parts):
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{part.name} did not stop in time and was killed")
            _signal(part.process, signal.SIGKILL)  # what the part itself left behind
            part.process.wait()
            if part.successor is not None:
                part.successor.communicate()

    def _start(self, part: Part) -> None:
        part.starts = [at for at in part.starts if time.monotonic() - at < 60] + [time.monotonic()]
        ready, part.successor = part.successor, None
        part.process = ready if ready is not None and ready.poll() is None else _spawn(part)
        if part.process.stdin is not None:
            with suppress(BrokenPipeError):  # dead since: it is started again like any other
                part.process.stdin.write(b"\n")
                part.process.stdin.close()

    def _make_successors(self) -> None:
        for part in self.parts:
            if part.stands_by and part.successor is None and time.monotonic() - part.starts[-1] > _SETTLED:
                part.successor = _spawn(part)

    def _renew(self) -> None:
        self._wake.clear()
        while not self._to_renew.empty():
            name = self._to_renew.get()
            for part in self.parts:
                if part.name == name and part.process is not None:
                    _signal(part.process, signal.SIGKILL)
                    part.process.wait()
                    part.starts.clear()
                    self._start(part)

    def _restart(self, part: Part, code: int) -> None:
        wait = min(30, 2 ** (len(part.starts) - 1))
        self.say(f"{part.name} ended unexpectedly (exit code {code}); starting it again in {wait} s")
        _signal(part.process, signal.SIGKILL)
        for _ in range(wait * 10):
            if self.stopping:
                return
            if not self._to_renew.empty():
                break
            time.sleep(0.1)
        self._start(part)

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True


def _spawn(part: Part) -> subprocess.Popen[bytes]:
    # A group of its own, which a Ctrl-C at the terminal does not reach, but the same session: the kernel shares the
    # processor between sessions first, and a worker that is nice within its own yields to nobody.
    return subprocess.Popen(
        part.command,
        env={**os.environ, **part.environment},
        process_group=0,
        stdin=subprocess.PIPE if part.stands_by else subprocess.DEVNULL,
        preexec_fn=_die_with_parent,
    )


def _signal(process: subprocess.Popen[bytes] | None, number: int) -> None:
    if process is None:
        return
    try:
        os.killpg(process.pid, number)  # a part leads its group, so its pid names it
    except ProcessLookupError:
        return


def _die_with_parent() -> None:
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # a group in the background may write to a terminal that minds
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

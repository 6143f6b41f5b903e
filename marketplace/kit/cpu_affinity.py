"""Which processor runs what.

Python uses one processor at a time, whatever the machine has, and threads that are spread over two hand their lock
across at every question to the database. So where one command starts everything (`launch`), the web process keeps to
one processor, and the worker and the embedded database leave that one to it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from marketplace.settings import settings


def choose_processor() -> int | None:
    """The processor that shall be the web's, by its port: two copies on one machine are seldom on the same.

    None where it would not help or cannot be known to: on a single processor, outside Linux, with `OWN_PROCESSOR=off`,
    with several web processes (Redis), and with a database of one's own, when other machines' parts may be here too.
    """
    here = settings()
    if sys.platform != "linux" or not here.own_processor or here.redis_url or here.database_url:
        return None
    there = sorted(os.sched_getaffinity(0))
    return there[here.port % len(there)] if len(there) > 1 else None


def keep_to(processor: int | None) -> None:
    """From now on this thread, and every one that it starts, runs on this processor."""
    if processor is not None:
        _place(0, {processor})


def leave(processor: int | None, pid: int = 0) -> None:
    """From now on this process (0: the calling one) and what it starts keeps off this processor."""
    if processor is not None:
        _place(pid, os.sched_getaffinity(0) - {processor})


def _place(pid: int, processors: set[int]) -> None:
    with suppress(OSError):  # not ours to say here: everything runs where the kernel puts it
        os.sched_setaffinity(pid, processors)

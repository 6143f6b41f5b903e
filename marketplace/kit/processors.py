"""Which processor runs what.

Python uses one processor at a time, whatever the machine has, and threads that are spread over two hand their lock
across at every question to the database. So the web process keeps to one, and the worker and an embedded database
leave that one to it. Only Linux can be told; elsewhere, on a single processor, beside Redis (where there are
several web processes) or with `OWN_PROCESSOR=off` nothing is pinned.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from marketplace.settings import settings


def keep_to_the_webs() -> None:
    """From now on this thread, and every one that it starts, runs on the web's processor."""
    own = _webs()
    if own is not None:
        os.sched_setaffinity(0, {own})


def leave_the_webs(pid: int = 0) -> None:
    """From now on this process (0: the calling one) and what it starts keeps off the web's processor."""
    own = _webs()
    if own is not None:
        with suppress(PermissionError, ProcessLookupError):  # another user's database stays where it is
            os.sched_setaffinity(pid, os.sched_getaffinity(0) - {own})


def _webs() -> int | None:
    """The web's processor: by its port, so that two copies on one machine are not on the same."""
    here = settings()
    if sys.platform != "linux" or not here.own_processor or here.redis_url:
        return None
    there = sorted(os.sched_getaffinity(0))
    return there[here.port % len(there)] if len(there) > 1 else None

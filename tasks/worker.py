"""The worker process: Huey's consumer with our dispatcher beside it."""

from __future__ import annotations

import os
import sys
from typing import Any

from huey.consumer import Consumer

import tasks.handlers  # noqa: F401  registers every kind of job
from marketplace.kit.cpu_affinity import leave
from marketplace.kit.log import configure_logging
from marketplace.kit.telemetry import start_telemetry
from marketplace.services.operations.production_checks import find_obstacles
from marketplace.settings import settings
from tasks.app import HEART, STOPPING, Dispatcher, declare_schedules, huey, plain_dsn
from tasks.heart import Rhythm
from tasks.sandbox import SandboxWebhooks


class Worker(Consumer):  # type: ignore[misc]
    """On SIGTERM the jobs in hand are finished, and no new one is taken."""

    def _handle_signal(self, signum: int, frame: Any) -> None:
        STOPPING.set()
        super()._handle_signal(signum, frame)


def main() -> None:
    """Run until SIGTERM. A job whose worker is killed outright is given back by its lease."""
    os.nice(5)  # people wait for the web server, nobody for the worker
    leave(settings().web_processor)
    configure_logging()
    start_telemetry("worker")
    if obstacles := find_obstacles():
        sys.exit("error: " + "; ".join(one.says for one in obstacles))
    declare_schedules()
    here = settings()
    HEART.start(
        Rhythm(
            plain_dsn(),
            f"-c role={here.database_role} -c app.platform=on -c statement_timeout=5s",
            here.job_lease_seconds,
            here.job_longest_seconds,
        )
    )
    Dispatcher(here.workers).start()
    SandboxWebhooks().start()
    Worker(huey, workers=here.workers, periodic=False, worker_type="thread", graceful_signal="TERM").run()


if __name__ == "__main__":
    main()

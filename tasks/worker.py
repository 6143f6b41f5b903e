"""The worker process: Huey's consumer with our pump beside it."""

from __future__ import annotations

import signal
import threading

from huey.consumer import Consumer

import tasks.handlers  # noqa: F401  registers every kind of job
from marketplace.kit.log import configure_logging
from marketplace.settings import settings
from tasks.app import Pump, declare_schedules, huey


def main() -> None:
    """Run until SIGTERM or SIGINT; a job in hand is finished first, or given back by its lease."""
    configure_logging()
    declare_schedules()
    workers = settings().workers
    pump = Pump(workers)
    pump.start()
    consumer = Consumer(huey, workers=workers, periodic=False, worker_type="thread", check_worker_health=True)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: _stop(consumer, pump))
    consumer.run()


def _stop(consumer: Consumer, pump: Pump) -> None:
    pump.stopping.set()
    consumer.stop(graceful=True)


if __name__ == "__main__":
    main()

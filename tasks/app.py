"""Huey, the engine: it carries one constant message, "there is work", and our job table says which."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from huey import PostgresHuey, RedisHuey
from huey.api import Huey
from sqlmodel import Session

from marketplace.kit import jobs
from marketplace.kit.db import Lease, at_once, database_url, unit_of_work
from marketplace.kit.jobs import ClaimedJob
from marketplace.kit.telemetry import report, span
from marketplace.kit.tenancy import Scope
from marketplace.settings import settings
from tasks.heart import Heart

log = structlog.get_logger("worker")
Handler = Callable[[Session, ClaimedJob], None]
HANDLERS: dict[str, Handler] = {}
SCHEDULES: dict[str, tuple[str, int]] = {}
TICK_SECONDS = 1.0  # without notifications, work starts within this
GATHER_SECONDS = 0.05  # notifications seldom come alone: what comes meanwhile is one look at the table
STOPPING = threading.Event()  # this process takes no new job
HEART = Heart()


def job(kind: str, *, every_seconds: int | None = None) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job; `every_seconds` also puts it on the schedule.

    The handler gets a session in the scope of the job's tenant (the platform's where it has none). What it
    writes and the acknowledgement are one transaction. It raises `PermanentJobError` when trying again
    cannot help, `RetryLater` when the other side asked to wait.
    """

    def register(handler: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = handler
        if every_seconds:
            SCHEDULES[kind] = (kind, every_seconds)
        return handler

    return register


def plain_dsn() -> str:
    """The database's address as libpq reads it."""
    return database_url().replace("postgresql+psycopg://", "postgresql://", 1)


def make_huey() -> Huey:
    """Redis when it is set, else the same database. Results are off: the job table keeps them."""
    if settings().redis_url:
        return RedisHuey(settings().redis_namespace(), url=settings().redis_url, results=False, blocking=True)
    return PostgresHuey("marketplace", connection=_queue_connection, results=False, create_tables=False)


def _queue_connection() -> psycopg.Connection[Any]:
    return psycopg.connect(plain_dsn(), options=f"-c role={settings().database_role}")


huey = make_huey()


class _Busy:
    """How many threads of this process are at work: a notification wakes nobody while all are."""

    def __init__(self) -> None:
        self.number, self._lock = 0, threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.number += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.number -= 1


BUSY = _Busy()


@huey.task()  # type: ignore[untyped-decorator]
def work() -> None:
    """Run due jobs until none is left, or this process is told to stop.

    The last look is made when the dispatcher counts this thread as idle again: a job that came in between is not left
    lying.
    """
    while True:
        with BUSY:
            while not STOPPING.is_set() and run_next():
                pass
        if STOPPING.is_set() or not run_next():
            return


def run_next() -> bool:
    """Claim and run one job; False when none was due."""
    with at_once() as db:
        claimed = jobs.claim(db, lease_seconds=settings().job_lease_seconds)
    if claimed is None:
        return False
    run(claimed)
    return True


def run(claimed: ClaimedJob) -> None:
    """Run a claimed job: effects and acknowledgement in one transaction, a failure in another."""
    scope = Scope.tenant(claimed.tenant_id) if claimed.tenant_id else Scope.system()
    logger = log.bind(
        job=claimed.id,
        kind=claimed.kind,
        tenant=claimed.tenant_id,
        attempt=claimed.attempts,
        correlation=claimed.correlation_id or claimed.id,
    )
    started = time.monotonic()
    try:
        handler = HANDLERS.get(claimed.kind)
        if handler is None:
            raise jobs.PermanentJobError(f"no handler for {claimed.kind}")
        lease = Lease(claimed.lease_token, settings().job_longest_seconds)
        with (
            span("job", kind=claimed.kind, job=claimed.id),
            HEART.beating_for(claimed.lease_token),
            unit_of_work(scope, job=lease) as db,
        ):
            db.info["correlation_id"] = claimed.correlation_id or claimed.id
            handler(db, claimed)
            jobs.finish(db, claimed)
    except Exception as error:
        _give_back(claimed, error, logger)
    else:
        logger.info("job.done", seconds=round(time.monotonic() - started, 3))


def _give_back(claimed: ClaimedJob, error: Exception, logger: structlog.stdlib.BoundLogger) -> None:
    """Whatever went wrong, a lease that is lost by now says that the job is somebody else's, and its fate too."""
    try:
        with unit_of_work(Scope.system()) as db:
            jobs.fail(db, claimed, error)
    except jobs.LeaseLost:
        logger.warning("job.lease_lost")
        return
    logger.warning("job.failed", error=str(error), error_class=type(error).__name__)
    if not isinstance(error, jobs.RetryLater):
        report(error)


class Dispatcher(threading.Thread):
    """Turns the database's notifications into Huey messages; polls each second in case one is lost.

    It also gives back the jobs of dead workers and fires schedules. Every worker process has one, and the
    statements behind it let only one of them win.
    """

    def __init__(self, workers: int) -> None:
        super().__init__(name="dispatcher", daemon=True)
        self.workers = workers

    def run(self) -> None:
        while not STOPPING.is_set():
            try:
                self._listen()
            except Exception as error:  # the database went away: wait and connect again
                log.warning("dispatcher.lost_database", error=str(error))
                STOPPING.wait(TICK_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(plain_dsn(), autocommit=True) as connection:
            connection.execute("listen job")
            maintained_at = float("-inf")
            while not STOPPING.is_set():
                self.wake()
                if time.monotonic() - maintained_at >= TICK_SECONDS:
                    self.run_maintenance()
                    maintained_at = time.monotonic()
                if any(connection.notifies(timeout=TICK_SECONDS, stop_after=1)):
                    STOPPING.wait(GATHER_SECONDS)
                    list(connection.notifies(timeout=0))

    def run_maintenance(self) -> None:
        """Give back the jobs of dead workers, and fire schedules."""
        with unit_of_work(Scope.system()) as db:
            jobs.recover_expired(db)
            jobs.fire_schedules(db)
        HEART.check()

    def wake(self) -> None:
        """Wake as many idle threads as there is work for; those at work look for more by themselves."""
        idle = self.workers - BUSY.number
        if idle <= 0:
            return
        with at_once() as db:
            due = jobs.count_due(db, idle)
        for _ in range(due - int(huey.pending_count()) if due else 0):
            work()


def declare_schedules(extra: dict[str, Any] | None = None) -> None:
    """Write the schedules of the code into the table."""
    with unit_of_work(Scope.system()) as db:
        for name, (kind, seconds) in {**SCHEDULES, **(extra or {})}.items():
            jobs.ensure_schedule(db, name, kind, seconds)

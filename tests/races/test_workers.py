"""Real worker processes, really killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import psutil
import pytest
from sqlalchemy import text

from marketplace.kit import jobs
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tenancy import Scope
from tests.conftest import REDIS

SYSTEM = Scope.system()
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(database: str) -> Iterator[Start]:
    """Starts workers on this test's database; ends them all."""
    with owner_engine().begin() as owner:
        owner.execute(text("create table effect (id serial, job_id text)"))
        owner.execute(text("grant all on effect, effect_id_seq to marketplace_app"))
    running: list[subprocess.Popen[bytes]] = []
    # A queue of its own in Redis, as every copy has by its key; without Redis the queue is in the database.
    queue = {"REDIS_URL": REDIS, "SECRET_KEY": uuid4().hex} if REDIS else {}

    def run(threads: int = 2) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.worker_for_kills"],
            env={
                **os.environ,
                "DATABASE_URL": database,
                "WORKER_THREADS": str(threads),
                "JOB_LEASE_SECONDS": "2",
                **queue,
            },
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()


def count(statement: str) -> int:
    with unit_of_work(SYSTEM) as db:
        return int(db.connection().execute(text(statement)).scalar_one())


def listening() -> int:
    """How many workers are up."""
    sessions = "select count(*) from pg_stat_activity where datname = current_database() and query = 'listen job'"
    with owner_engine().connect() as owner:
        return int(owner.execute(text(sessions)).scalar_one())


def wait_for(condition: Callable[[], bool], seconds: float) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "waited too long"
        time.sleep(0.02)
    return time.monotonic() - started


def test_400_jobs_and_14_kills_make_400_effects(start: Start) -> None:
    with unit_of_work(SYSTEM) as db:
        for _ in range(400):
            jobs.enqueue(db, "t.effect", max_attempts=50)
    workers = [start() for _ in range(4)]
    wait_for(lambda: count("select count(*) from effect where job_id <> 'tick'") >= 10, 60)
    rng = random.Random(14)
    for _ in range(14):
        time.sleep(0.15)
        victim = rng.randrange(4)
        workers[victim].send_signal(signal.SIGKILL)
        workers[victim].wait()
        workers[victim] = start()
    wait_for(lambda: count("select count(*) from job where status <> 'done'") == 0, 120)
    assert count("select count(*) from effect where job_id <> 'tick'") == 400
    assert count("select count(distinct job_id) from effect where job_id <> 'tick'") == 400
    assert count("select max(attempts) from job where kind = 't.effect'") > 1, "no kill hit a running job"


def test_three_workers_fire_a_schedule_once(start: Start) -> None:
    for _ in range(3):
        start()
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") >= 1, 60)
    time.sleep(3)
    assert count("select count(*) from effect where job_id = 'tick'") == 1


def test_work_starts_within_two_seconds_with_the_bell_unplugged(start: Start) -> None:
    start()
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") == 1, 60)
    with owner_engine().begin() as owner:
        owner.execute(text("drop trigger job_bell on job"))
    with unit_of_work(SYSTEM) as db:
        job_id = jobs.enqueue(db, "t.effect")
    waited = wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status <> 'pending'") == 1, 10)
    assert waited < 2


def test_sigterm_finishes_the_job_in_hand(start: Start) -> None:
    worker = start()
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") == 1, 60)
    with unit_of_work(SYSTEM) as db:
        for _ in range(30):
            jobs.enqueue(db, "t.effect")
    wait_for(lambda: count("select count(*) from job where status = 'running'") > 0, 10)
    worker.terminate()
    assert worker.wait(20) == 0
    assert count("select count(*) from job where status = 'running'") == 0


@pytest.mark.parametrize("way", ["waits_in_python", "waits_in_the_database", "is_busy_in_c"])
def test_a_job_of_three_leases_runs_once(start: Start, way: str) -> None:
    """Another worker stands by and would take it the moment its lease ran out."""
    start(), start()
    wait_for(lambda: listening() == 2, 60)
    with unit_of_work(SYSTEM) as db:
        job_id = jobs.enqueue(db, "t.long", payload={"way": way})
    wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status = 'done'") == 1, 60)
    assert count(f"select attempts from job where id = '{job_id}'") == 1
    assert count(f"select count(*) from effect where job_id = '{job_id}'") == 1


def test_a_job_whose_worker_stood_still_past_its_lease_has_one_effect(start: Start) -> None:
    still = start(threads=1)
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") == 1, 60)  # no schedule is locked by it
    with unit_of_work(SYSTEM) as db:
        job_id = jobs.enqueue(db, "t.long", payload={"way": "waits_in_python"})
    wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status = 'running'") == 1, 60)
    still.send_signal(signal.SIGSTOP)
    other = start()
    wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status = 'done'") == 1, 60)
    assert count(f"select attempts from job where id = '{job_id}'") == 2
    other.terminate()
    assert other.wait(20) == 0
    still.send_signal(signal.SIGCONT)
    with unit_of_work(SYSTEM) as db:
        later = jobs.enqueue(db, "t.effect")
    # Its one thread comes to this job only when it is through with the one that it lost.
    wait_for(lambda: count(f"select count(*) from job where id = '{later}' and status = 'done'") == 1, 60)
    assert count(f"select count(*) from effect where job_id = '{job_id}'") == 1
    assert count(f"select attempts from job where id = '{job_id}'") == 2


def test_a_heart_that_died_beats_again(start: Start) -> None:
    worker = start()
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") == 1, 60)
    with unit_of_work(SYSTEM) as db:
        job_id = jobs.enqueue(db, "t.long", payload={"way": "waits_in_python"})
    wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status = 'running'") == 1, 60)
    (heart,) = psutil.Process(worker.pid).children()
    heart.kill()
    wait_for(lambda: count(f"select count(*) from job where id = '{job_id}' and status = 'done'") == 1, 60)
    assert count(f"select attempts from job where id = '{job_id}'") == 1


def test_no_heart_outlives_its_worker(start: Start) -> None:
    worker = start()
    wait_for(lambda: count("select count(*) from effect where job_id = 'tick'") == 1, 60)
    (heart,) = psutil.Process(worker.pid).children()
    worker.kill()
    worker.wait()
    heart.wait(20)

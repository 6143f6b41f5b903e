"""A real worker whose kinds of jobs write one line per effect: run by test_workers as a process."""

import ctypes
import sys
import time

from sqlalchemy import text

from marketplace.settings import settings
from tasks.app import SCHEDULES, job
from tasks.worker import main


@job("t.effect")
def effect(db, claimed):
    time.sleep(0.02)  # long enough to be killed inside
    db.connection().execute(text("insert into effect (job_id) values (:id)"), {"id": claimed.id})
    time.sleep(0.02)


def waits_in_python(db, seconds):
    time.sleep(seconds)


def waits_in_the_database(db, seconds):
    db.connection().execute(text("select pg_sleep(:seconds)"), {"seconds": seconds})


def is_busy_in_c(db, seconds):
    ctypes.PyDLL(None).sleep(int(seconds))  # a PyDLL keeps the interpreter's lock: nothing else of the process moves


WAYS = {way.__name__: way for way in (waits_in_python, waits_in_the_database, is_busy_in_c)}


@job("t.long")
def long(db, claimed):
    """Lasts three leases, with a lock that a second run needs too."""
    db.connection().execute(text("insert into effect (job_id) values (:id)"), {"id": claimed.id})
    db.connection().execute(text("select pg_advisory_xact_lock(hashtext(:id))"), {"id": claimed.id})
    WAYS[claimed.payload["way"]](db, 3 * settings().job_lease_seconds)


@job("t.tick", every_seconds=3600)
def tick(db, claimed):
    db.connection().execute(text("insert into effect (job_id) values ('tick')"))


if __name__ == "__main__":
    assert "t.tick" in SCHEDULES
    sys.exit(main())

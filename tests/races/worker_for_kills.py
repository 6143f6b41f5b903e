"""A real worker whose one kind of job writes one line per effect: run by test_workers as a process."""

import sys
import time

from sqlalchemy import text

from tasks.app import SCHEDULES, job
from tasks.worker import main


@job("t.effect")
def effect(db, claimed):
    time.sleep(0.02)  # long enough to be killed inside
    db.connection().execute(text("insert into effect (job_id) values (:id)"), {"id": claimed.id})
    time.sleep(0.02)


@job("t.tick", every_seconds=3600)
def tick(db, claimed):
    db.connection().execute(text("insert into effect (job_id) values ('tick')"))


if __name__ == "__main__":
    assert "t.tick" in SCHEDULES
    sys.exit(main())

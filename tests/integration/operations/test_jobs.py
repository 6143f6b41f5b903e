"""The job table: leases, fences, retries, order and schedules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from marketplace.kit import jobs
from marketplace.kit.db import Lease, unit_of_work
from marketplace.kit.tables import Job
from marketplace.kit.tenancy import Scope
from tasks import app as engine

SYSTEM = Scope.system()


@pytest.fixture(autouse=True)
def handlers(database: str) -> Iterator[dict[str, engine.Handler]]:
    """Handlers of this test only."""
    before = dict(engine.HANDLERS)
    yield engine.HANDLERS
    engine.HANDLERS.clear()
    engine.HANDLERS.update(before)


def ask(kind: str = "t.work", **keywords: object) -> str:
    with unit_of_work(SYSTEM) as db:
        return jobs.enqueue(db, kind, **keywords)


def row(job_id: str) -> Job:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(Job).where(Job.id == job_id)).one()


def sql(statement: str, **values: object) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text(statement), values)


def test_a_job_exists_only_if_its_transaction_commits() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(SYSTEM) as db:
        jobs.enqueue(db, "t.work")
        raise ZeroDivisionError
    assert not engine.run_next()


def test_effects_and_acknowledgement_are_one_transaction(handlers: dict[str, engine.Handler]) -> None:
    def half(db, job):
        jobs.enqueue(db, "t.effect")
        raise ValueError("after the effect")

    handlers["t.work"] = half
    job_id = ask()
    assert engine.run_next()
    failed = row(job_id)
    assert (failed.status, failed.attempts, failed.error_class, failed.last_error) == (
        "pending",
        1,
        "ValueError",
        "after the effect",
    )
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Job).where(Job.kind == "t.effect")).all() == []


def test_a_worker_that_lost_its_lease_changes_nothing() -> None:
    job_id = ask()
    with unit_of_work(SYSTEM) as db:
        slow = jobs.claim(db)
    sql("update job set lease_until = now() - interval '1 second' where id = :id", id=job_id)
    with unit_of_work(SYSTEM) as db:
        assert jobs.recover_expired(db) == 1
    sql("update job set run_at = now() where id = :id", id=job_id)
    with unit_of_work(SYSTEM) as db:
        fast = jobs.claim(db)
    with pytest.raises(jobs.LeaseLost), unit_of_work(SYSTEM) as db:
        jobs.enqueue(db, "t.effect")
        jobs.finish(db, slow)
    with unit_of_work(SYSTEM) as db:
        jobs.finish(db, fast)
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Job.kind, Job.status, Job.attempts)).all() == [("t.work", "done", 2)]


def test_a_failure_after_the_lease_was_lost_is_not_the_jobs_failure(handlers: dict[str, engine.Handler]) -> None:
    """The other worker's run decides: the late one neither spends its attempts nor gives it back a second time."""

    def overtaken(db, job):
        with unit_of_work(SYSTEM) as other:
            other.connection().execute(text("update job set lease_token = 'somebody else'"))
        raise jobs.PermanentJobError("too late")

    handlers["t.work"] = overtaken
    job_id = ask()
    assert engine.run_next()
    assert (row(job_id).status, row(job_id).last_error) == ("running", None)


def test_a_lost_lease_ends_the_session_that_still_holds_its_locks() -> None:
    ask()
    with unit_of_work(SYSTEM) as db:
        slow = jobs.claim(db)
    with (
        pytest.raises(OperationalError, match="terminating connection"),
        unit_of_work(SYSTEM, job=Lease(slow.lease_token, 60)) as stuck,
    ):
        stuck.connection().execute(text("select pg_advisory_xact_lock(77)"))
        sql("update job set lease_until = now() - interval '1 second'")
        with unit_of_work(SYSTEM) as db:
            assert jobs.recover_expired(db) == 1
        with unit_of_work(SYSTEM) as db:
            db.connection().execute(text("select pg_advisory_xact_lock(77)"))
        jobs.finish(stuck, slow)


def test_a_jobs_session_may_idle_as_long_as_a_job_may_last(handlers: dict[str, engine.Handler]) -> None:
    seen: list[str] = []
    handlers["t.work"] = lambda db, job: seen.append(
        db.connection().execute(text("show idle_in_transaction_session_timeout")).scalar_one()
    )
    ask()
    assert engine.run_next()
    assert seen == ["1h"]


def test_the_attempt_is_counted_at_claim_so_a_killer_job_dies() -> None:
    job_id = ask(max_attempts=3)
    for _ in range(3):
        sql("update job set run_at = now() where id = :id", id=job_id)
        with unit_of_work(SYSTEM) as db:
            assert jobs.claim(db) is not None
        sql("update job set lease_until = now() - interval '1 second'")
        with unit_of_work(SYSTEM) as db:
            jobs.recover_expired(db)
    dead = row(job_id)
    assert (dead.status, dead.attempts, dead.error_class) == ("dead", 3, "LeaseExpired")


def test_permanent_errors_are_dead_at_once_and_unknown_kinds_too(handlers: dict[str, engine.Handler]) -> None:
    def hopeless(db, job):
        raise jobs.PermanentJobError("cus_01ARZ3NDEKTSV4RRFFQ69G5FAV has no 42")

    handlers["t.work"] = hopeless
    first, second, unknown = ask(), ask(), ask("t.nobody")
    while engine.run_next():
        pass
    assert [row(j).status for j in (first, second, unknown)] == ["dead", "dead", "dead"]
    assert row(first).fingerprint == row(second).fingerprint != row(unknown).fingerprint
    assert row(unknown).last_error == "no handler for t.nobody"


def test_asked_to_wait_spends_no_attempt(handlers: dict[str, engine.Handler]) -> None:
    def busy(db, job):
        raise jobs.RetryLater(3600)

    handlers["t.work"] = busy
    job_id = ask()
    assert engine.run_next()
    assert not engine.run_next()
    waiting = row(job_id)
    assert (waiting.status, waiting.attempts) == ("pending", 0)
    assert 3590 < (waiting.run_at - waiting.created_at).total_seconds() < 3610


def taken(db: Session, dedupe_key: str | None) -> str:
    """A job that is asked for and in somebody's hands at once."""
    made = jobs.enqueue(db, "t.work", dedupe_key=dedupe_key)
    assert jobs.claim(db).id == made
    return made


def test_of_twins_that_were_lost_together_one_comes_back() -> None:
    """Two that ran at once and lost their worker together: both waiting again would break the rule of one."""
    with unit_of_work(SYSTEM) as db:
        first, second, other = taken(db, "prod_1"), taken(db, "prod_1"), taken(db, None)
    sql("update job set lease_until = now() - interval '1 second'")
    with unit_of_work(SYSTEM) as db:
        assert jobs.recover_expired(db) == 3
    assert [row(one).status for one in (first, second, other)] == ["cancelled", "pending", "pending"]


def test_of_lost_twins_the_one_with_tries_left_comes_back() -> None:
    with unit_of_work(SYSTEM) as db:
        fresh, worn = taken(db, "prod_1"), taken(db, "prod_1")
    sql("update job set attempts = 7 where id = :id", id=worn)
    sql("update job set lease_until = now() - interval '1 second'")
    with unit_of_work(SYSTEM) as db:
        assert jobs.recover_expired(db) == 2
    assert [row(one).status for one in (fresh, worn)] == ["pending", "cancelled"]


def test_a_waiting_twin_is_enough() -> None:
    first = ask(dedupe_key="product 42")
    ask(dedupe_key="product 42")
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Job.id)).all() == [first]
        running = jobs.claim(db)
    second = ask(dedupe_key="product 42")  # the first may have read the old state: a new one is needed
    assert second != first
    with unit_of_work(SYSTEM) as db:
        jobs.fail(db, running, ValueError("x"))
    assert (row(first).status, row(second).status) == ("cancelled", "pending")


def test_one_ordering_key_runs_oldest_first_and_alone() -> None:
    first, second, other = ask(ordering_key="a"), ask(ordering_key="a", priority=1), ask(ordering_key="b")
    with unit_of_work(SYSTEM) as db:
        claimed = [jobs.claim(db), jobs.claim(db), jobs.claim(db)]
    assert [job and job.id for job in claimed] == [first, other, None]
    with unit_of_work(SYSTEM) as db:
        jobs.finish(db, claimed[0])
    with unit_of_work(SYSTEM) as db:
        assert jobs.claim(db).id == second


def test_a_schedule_fires_once_and_catches_up_once() -> None:
    with unit_of_work(SYSTEM) as db:
        jobs.ensure_schedule(db, "hourly", "t.hourly", 3600)
        assert jobs.fire_schedules(db) == ["hourly"]
        assert jobs.fire_schedules(db) == []
    sql("update schedule set next_run_at = now() - interval '7 hours'")
    sql("update job set status = 'done'")
    with unit_of_work(SYSTEM) as db:
        assert jobs.fire_schedules(db) == ["hourly"]
        assert jobs.fire_schedules(db) == []
        assert len(db.exec(select(Job).where(Job.kind == "t.hourly")).all()) == 2


def test_a_job_of_a_store_runs_in_its_scope(handlers: dict[str, engine.Handler]) -> None:
    from tests.factories.people import make_tenant, make_vendor

    with unit_of_work(SYSTEM) as db:
        north, south = make_tenant(db, "north"), make_tenant(db, "south")
        make_vendor(db, north, "n")
        make_vendor(db, south, "s")
        jobs.enqueue(db, "t.work", tenant_id=south.id)
    seen: list[str] = []
    handlers["t.work"] = lambda db, job: seen.extend(
        r[0] for r in db.connection().execute(text("select handle from vendor"))
    )
    assert engine.run_next()
    assert seen == ["s"]

"""Dead jobs in the hands of an operator."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from marketplace.domain.errors import ActionNotPossible, Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tables import AuditEvent, Job
from marketplace.services.operations import job_desk
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user


@pytest.fixture
def operator(db: Session) -> Actor:
    return make_operator(db)


def make_job(
    db: Session, status: str = "dead", *, cause: str = "boom", key: str | None = None, attempts: int = 8
) -> Job:
    job = Job(
        id=new_id("job"),
        kind="search.index",
        status=status,
        fingerprint=cause,
        last_error="boom",
        dedupe_key=key,
        attempts=attempts,
        finished_at=now() if status == "dead" else None,
    )
    db.add(job)
    db.flush()
    return job


def state(job: Job) -> tuple[str, int]:
    return job.status, job.attempts


def test_a_dead_job_gets_its_attempts_back(db: Session, operator: Actor) -> None:
    job = make_job(db)
    job_desk.retry_job(db, operator, job.id)
    assert state(job) == ("pending", 0)
    assert job.finished_at is None
    line = db.exec(select(AuditEvent)).one()
    assert (line.action, line.object_id, line.object_name) == ("job:job:retried", job.id, "search.index")
    with pytest.raises(ActionNotPossible):
        job_desk.retry_job(db, operator, job.id)


def test_a_waiting_twin_is_enough(db: Session, operator: Actor) -> None:
    job = make_job(db, key="p1")
    make_job(db, "pending", key="p1", attempts=0)
    with pytest.raises(Conflict, match="A newer job waits to do the same"):
        job_desk.retry_job(db, operator, job.id)
    assert state(job) == ("dead", 8)


def test_all_alike_are_tried_again_and_superseded_ones_given_up(db: Session, operator: Actor) -> None:
    first, second, twin, other = (
        make_job(db),
        make_job(db, key="p1"),
        make_job(db, key="p1"),
        make_job(db, cause="another"),
    )
    assert job_desk.retry_alike(db, operator, "boom") == 2
    assert [state(job) for job in (first, second, twin, other)] == [
        ("pending", 0),
        ("pending", 0),
        ("cancelled", 8),
        ("dead", 8),
    ]
    assert twin.note == "superseded by a newer job"
    line = db.exec(select(AuditEvent)).one()
    assert (line.action, line.after) == ("job:job:retried_alike", {"count": 2, "error": "boom"})
    with pytest.raises(NotFound):
        job_desk.retry_alike(db, operator, "boom")


def test_discarding_needs_a_reason(db: Session, operator: Actor) -> None:
    job, alike = make_job(db), make_job(db)
    with pytest.raises(Invalid) as caught:
        job_desk.discard_job(db, operator, job.id, reason=" ")
    assert caught.value.fields == {"reason": "Say why, in a sentence: it stays in the audit trail."}
    assert job.status == "dead"
    job_desk.discard_job(db, operator, job.id, reason="The product is gone")
    assert (job.status, job.note) == ("cancelled", "The product is gone")
    assert job_desk.discard_alike(db, operator, "boom", reason="All of them are gone") == 1
    assert alike.status == "cancelled"


def test_a_waiting_job_can_be_hurried(db: Session, operator: Actor) -> None:
    waiting, dead = make_job(db, "pending", attempts=3), make_job(db)
    job_desk.run_now(db, operator, waiting.id)
    assert waiting.run_at <= now()
    with pytest.raises(Conflict, match="this one is dead"):
        job_desk.run_now(db, operator, dead.id)


def test_only_operators_manage_jobs(db: Session) -> None:
    user = make_user(db)
    give_role(db, user, Role.TENANT_ADMIN, tenant=make_tenant(db))
    job = make_job(db)
    for who, errors in ((GUEST, Unauthenticated), (actor_for(db, user), (Forbidden, NotFound))):
        with pytest.raises(errors):
            job_desk.retry_job(db, who, job.id)
        with pytest.raises(errors):
            job_desk.discard_alike(db, who, "boom", reason="let me in")
    assert state(job) == ("dead", 8)
    assert db.exec(select(AuditEvent)).all() == []

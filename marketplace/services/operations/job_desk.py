"""Dead and waiting jobs in the hands of an operator: tried again, or given up with a reason."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import JOB, JobStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.tables import Job

MAX_AT_ONCE = 1000


def retry_job(db: Session, actor: Actor, job_id: str) -> None:
    """Give a dead job its attempts back; it is due at once.

    Raises `NotFound`, `Forbidden`, `ActionNotPossible` when it is not dead (any more), `Conflict` when a newer
    job is waiting to do the same.
    """
    job = _load(db, actor, job_id)
    after(JOB, "retry", job.status)
    if _has_waiting_twin(db, job):
        raise Conflict("A newer job waits to do the same. Discard this one.")
    _revive(job)
    _record(db, actor, AuditAction.JOB_RETRIED, job, tenant_id=job.tenant_id)


def retry_alike(db: Session, actor: Actor, fingerprint: str) -> int:
    """Try every dead job of one cause again; returns how many.

    Those with a waiting twin are given up: the twin does their work. Raises `NotFound` when no dead job has
    this cause.
    """
    jobs = _dead(db, actor, fingerprint)
    revived = 0
    for job in jobs:
        if _has_waiting_twin(db, job):
            _give_up(job, "superseded by a newer job")
        else:
            _revive(job)
            revived += 1
        db.flush()
    _record(db, actor, AuditAction.JOB_RETRIED_ALIKE, jobs[0], count=revived)
    return revived


def run_now(db: Session, actor: Actor, job_id: str) -> None:
    """Let a waiting job start at once, whatever its next attempt was planned for. Raises as `retry_job` does."""
    job = _load(db, actor, job_id)
    if job.status != JobStatus.PENDING:
        raise Conflict(f"Only a waiting job can be hurried; this one is {job.status}.")
    job.run_at = now()
    _record(db, actor, AuditAction.JOB_HURRIED, job, tenant_id=job.tenant_id)


def discard_job(db: Session, actor: Actor, job_id: str, *, reason: str) -> None:
    """Give a dead or waiting job up for good. Raises `Invalid` for `reason`, and as `retry_job` does."""
    job = _load(db, actor, job_id)
    _give_up(job, _needed(reason))
    _record(db, actor, AuditAction.JOB_DISCARDED, job, tenant_id=job.tenant_id, reason=job.note)


def discard_alike(db: Session, actor: Actor, fingerprint: str, *, reason: str) -> int:
    """Give every dead job of one cause up; returns how many. Raises `Invalid` for `reason`, `NotFound`."""
    note = _needed(reason)
    jobs = _dead(db, actor, fingerprint)
    for job in jobs:
        _give_up(job, note)
    _record(db, actor, AuditAction.JOB_DISCARDED_ALIKE, jobs[0], count=len(jobs), reason=note)
    return len(jobs)


def _load(db: Session, actor: Actor, job_id: str) -> Job:
    require(actor, Permission.JOB_MANAGE)
    job = db.exec(select(Job).where(Job.id == job_id).with_for_update()).first()
    if job is None:
        raise NotFound("job")
    return job


def _dead(db: Session, actor: Actor, fingerprint: str) -> list[Job]:
    require(actor, Permission.JOB_MANAGE)
    jobs = db.exec(
        select(Job)
        .where(Job.fingerprint == fingerprint, Job.status == JobStatus.DEAD)
        .order_by(col(Job.seq))
        .limit(MAX_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    if not jobs:
        raise NotFound("cause")
    return list(jobs)


def _has_waiting_twin(db: Session, job: Job) -> bool:
    if job.dedupe_key is None:
        return False
    twin = select(Job.id).where(
        Job.kind == job.kind, Job.dedupe_key == job.dedupe_key, Job.status == JobStatus.PENDING, Job.id != job.id
    )
    return db.exec(twin).first() is not None


def _revive(job: Job) -> None:
    job.status = after(JOB, "retry", job.status)
    job.attempts, job.run_at, job.finished_at = 0, now(), None


def _give_up(job: Job, note: str) -> None:
    job.status = after(JOB, "discard", job.status)
    job.note, job.finished_at = note, now()


def _needed(reason: str) -> str:
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Say why, in a sentence: it stays in the audit trail."})
    return reason.strip()[:500]


def _record(
    db: Session,
    actor: Actor,
    action: AuditAction,
    job: Job,
    *,
    tenant_id: str | None = None,
    count: int = 1,
    reason: str = "",
) -> None:
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=tenant_id,
        object_type="job",
        object_id=job.id,
        object_name=job.kind,
        after={"count": count, "error": (job.last_error or "")[:200]},
        reason=reason,
    )

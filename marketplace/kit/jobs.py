"""The job table: asked for in the transaction of a change, claimed under a lease, acknowledged with a fence.

A job runs at least once. Its local effects and its acknowledgement are one transaction, so a job that ran
twice has one effect. Times are the database's, because workers' clocks differ.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.ids import new_id

LEASE_SECONDS = 60
_BACKOFF_BASE, _BACKOFF_CAP = 2, 900


class PermanentJobError(Exception):
    """Trying again cannot help: the job is dead at once."""


class RetryLater(Exception):
    """The other side asked to wait: try again in `seconds`, without spending an attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"asked to wait {seconds} s")
        self.seconds = seconds


class LeaseLost(Exception):
    """Another worker has the job by now: this one's work is rolled back."""


@dataclass(frozen=True)
class ClaimedJob:
    """A job in the hands of this worker until its lease ends."""

    id: str
    kind: str
    tenant_id: str | None
    entity_id: str
    payload: Mapping[str, Any]
    attempts: int
    max_attempts: int
    lease_token: str
    correlation_id: str


_INSERT = text("""
    insert into job (id, tenant_id, kind, entity, entity_id, operation, payload, dedupe_key, ordering_key, priority,
                     run_at, status, attempts, max_attempts, correlation_id, note)
    values (:id, :tenant_id, :kind, :entity, :entity_id, :operation, cast(:payload as jsonb), :dedupe_key,
            :ordering_key, :priority, now() + make_interval(secs => :delay), 'pending', 0, :max_attempts,
            :correlation, '')
    on conflict (kind, dedupe_key) where status = 'pending' and dedupe_key is not null do nothing
""")


def enqueue(
    db: Session,
    kind: str,
    *,
    tenant_id: str | None = None,
    entity: str = "",
    entity_id: str = "",
    operation: str = "",
    payload: Mapping[str, Any] | None = None,
    dedupe_key: str | None = None,
    ordering_key: str | None = None,
    delay_seconds: float = 0,
    priority: int = 100,
    max_attempts: int = 8,
) -> str:
    """Ask for work after this transaction commits; returns the job's id.

    With a `dedupe_key` a waiting twin of the same kind makes this call do nothing: prefer jobs that say
    "look at product 42 again" over jobs that carry what changed.
    """
    job_id = new_id("job")
    db.connection().execute(
        _INSERT,
        {
            "id": job_id,
            "tenant_id": tenant_id,
            "kind": kind,
            "entity": entity,
            "entity_id": entity_id,
            "operation": operation,
            "payload": _json(payload or {}),
            "dedupe_key": dedupe_key,
            "ordering_key": ordering_key,
            "priority": priority,
            "delay": delay_seconds,
            "max_attempts": max_attempts,
            "correlation": db.info.get("correlation_id", ""),
        },
    )
    return job_id


_CLAIM = text("""
    update job set status = 'running', attempts = attempts + 1, lease_token = :token,
        lease_until = clock_timestamp() + make_interval(secs => :lease),
        first_started_at = coalesce(first_started_at, clock_timestamp())
    where id = (
        select j.id from job j
        where j.status = 'pending' and j.run_at <= clock_timestamp()
          and (j.ordering_key is null or not exists (
              select 1 from job o where o.ordering_key = j.ordering_key and o.seq < j.seq
              and o.status in ('pending', 'running')))
        order by j.priority, j.run_at limit 1 for update skip locked)
    returning id, kind, tenant_id, entity_id, payload, attempts, max_attempts, correlation_id
""")


def claim(db: Session, *, lease_seconds: int = LEASE_SECONDS) -> ClaimedJob | None:
    """Take the next due job, counting the attempt now, so that a job that kills its worker is not immortal."""
    token = secrets.token_hex(16)
    row = db.connection().execute(_CLAIM, {"token": token, "lease": lease_seconds}).mappings().one_or_none()
    return None if row is None else ClaimedJob(lease_token=token, **row)


_FINISH = text("""
    update job set status = 'done', finished_at = clock_timestamp(), lease_until = null, lease_token = null,
        last_error = null, error_class = null
    where id = :id and lease_token = :token and status = 'running'
""")


def finish(db: Session, job: ClaimedJob) -> None:
    """Acknowledge, in the transaction of the job's own effects. Raises `LeaseLost` if somebody else has it."""
    if db.connection().execute(_FINISH, {"id": job.id, "token": job.lease_token}).rowcount != 1:
        raise LeaseLost(job.id)


# A waiting twin makes the returning one superfluous: two pending rows of one dedupe key cannot exist.
_GIVE_BACK = text("""
    update job j set
        status = case when :dead then 'dead'
                      when exists (select 1 from job t where t.kind = j.kind and t.dedupe_key = j.dedupe_key
                                   and t.status = 'pending') then 'cancelled' else 'pending' end,
        finished_at = case when :dead then clock_timestamp() end,
        run_at = clock_timestamp() + make_interval(secs => :delay), lease_until = null, lease_token = null,
        attempts = j.attempts - :unspent, last_error = :error, error_class = :error_class, fingerprint = :fingerprint
    where id = :id and lease_token = :token and status = 'running'
""")


def fail(db: Session, job: ClaimedJob, error: Exception) -> None:
    """Record why it failed: back to waiting with full jitter, or dead when trying again cannot help.

    Raises `LeaseLost` if somebody else has it: then nothing is written.
    """
    wait = error.seconds if isinstance(error, RetryLater) else None
    dead = wait is None and (isinstance(error, PermanentJobError) or job.attempts >= job.max_attempts)
    delay = wait if wait is not None else random.uniform(0, min(_BACKOFF_CAP, _BACKOFF_BASE**job.attempts))
    name = type(error).__name__
    answer = db.connection().execute(
        _GIVE_BACK,
        {
            "id": job.id,
            "token": job.lease_token,
            "dead": dead,
            "delay": delay,
            "error": str(error)[:4000],
            "unspent": 0 if wait is None else 1,
            "error_class": name,
            "fingerprint": fingerprint(job.kind, name, str(error)),
        },
    )
    if answer.rowcount != 1:
        raise LeaseLost(job.id)


def fingerprint(kind: str, error_class: str, message: str) -> str:
    """The same for errors that differ only in numbers and identifiers: dead letters are grouped by it."""
    shape = re.sub(r"[a-z]+_[0-9A-Z]{26}|0x[0-9a-f]+|\d+", "#", message)[:200]
    return hashlib.sha256(f"{kind}|{error_class}|{shape}".encode()).hexdigest()[:16]


# Of twins that were lost together one comes back, the one with most tries left, else the newest: two pending rows of
# one dedupe key would undo the whole statement.
_EXPIRED = text("""
    with lost as (
        select id, seq, kind, dedupe_key, lease_token, attempts, attempts >= max_attempts as exhausted,
            exists (select 1 from job t where t.kind = j.kind and t.dedupe_key = j.dedupe_key
                    and t.status = 'pending') as superseded
        from job j where status = 'running' and lease_until < clock_timestamp()
        order by seq limit 500 for update skip locked),
    told_apart as (
        select id, lease_token, exhausted, superseded or (dedupe_key is not null and row_number() over (
            partition by kind, dedupe_key, exhausted order by attempts, seq desc) > 1) as superseded
        from lost)
    update job set lease_until = null, lease_token = null,
        status = case when exhausted then 'dead' when superseded then 'cancelled' else 'pending' end,
        finished_at = case when exhausted then clock_timestamp() end,
        run_at = clock_timestamp() + make_interval(secs => random() * least(:cap, power(2, attempts))),
        last_error = 'the worker stopped before it finished', error_class = 'LeaseExpired',
        fingerprint = md5(kind || '|LeaseExpired')
    from told_apart where job.id = told_apart.id
    returning told_apart.lease_token
""")
_END_SESSIONS = text("select end_sessions_of_jobs(cast(:tokens as text[]))")


def recover_expired(db: Session) -> int:
    """Give back the jobs of dead workers; returns how many.

    A worker that is only stopped may still have a transaction open, with locks that the next one would wait for: its
    session is ended, so that it can do nothing when it goes on.
    """
    lost = db.connection().execute(_EXPIRED, {"cap": _BACKOFF_CAP}).scalars().all()
    if lost:
        db.connection().execute(_END_SESSIONS, {"tokens": list(lost)})
    return len(lost)


_FORGET = text("""
    update job set payload = '{}'
    where status in ('done','cancelled') and payload <> '{}'::jsonb and coalesce(finished_at, run_at) < :before
""")


def forget_payloads(db: Session, before: datetime) -> int:
    """Forget what jobs carried that ended before this moment; returns how many. Dead ones may be tried again."""
    return db.connection().execute(_FORGET, {"before": before}).rowcount


_DUE = text(
    "select count(*) from (select 1 from job where status = 'pending' and run_at <= clock_timestamp() limit :n) d"
)


def count_due(db: Session, limit: int) -> int:
    """How many jobs wait to be run now, counting up to `limit`."""
    return int(db.connection().execute(_DUE, {"n": limit}).scalar_one())


_WIN = text("""
    update schedule set last_run_at = clock_timestamp(),
        next_run_at = clock_timestamp() + make_interval(secs => every_seconds)
    where id in (select id from schedule where next_run_at <= clock_timestamp() for update skip locked)
    returning name, kind
""")


def fire_schedules(db: Session) -> list[str]:
    """Turn every due schedule into one job. The row lock makes one worker win; missed turns run once."""
    fired = db.connection().execute(_WIN).all()
    for name, kind in fired:
        enqueue(db, kind, dedupe_key=f"schedule:{name}")
    return [name for name, _ in fired]


_SCHEDULE = text("""
    insert into schedule (id, name, kind, every_seconds) values (:id, :name, :kind, :seconds)
    on conflict (name) do update set kind = excluded.kind, every_seconds = excluded.every_seconds
""")


def ensure_schedule(db: Session, name: str, kind: str, every_seconds: int) -> None:
    """Declare a schedule; called at the start of a worker, so the table follows the code."""
    db.connection().execute(_SCHEDULE, {"id": new_id("sch"), "name": name, "kind": kind, "seconds": every_seconds})


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)

"""Background work as an operator sees it: what runs, waits, tries again, and what died of which cause."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import JOB, can
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.kit.tables import Job, Schedule
from marketplace.queries.formatting.dates import ago, exact, lasted
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, store_marks
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_object
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE = 25
# What of a job's payload is shown. A job carries no secret; should one ever do so, the desk does not tell it.
SHOWN = frozenset(
    {
        "aggregate",
        "events",
        "letter",
        "vendors",
        "paths",
        "to",
        "name",
        "vendor",
        "company",
        "store",
        "reason",
        "token_id",
        "transfer_id",
    }
)
VIEWS = {
    "": "true",
    "running": "status = 'running'",
    "waiting": "status = 'pending' and attempts = 0",
    "retrying": "status = 'pending' and attempts > 0",
    "dead": "status = 'dead'",
    "done": "status = 'done'",
    "cancelled": "status = 'cancelled'",
}


@dataclass(frozen=True)
class JobRow:
    """One line. `shape` and `word` are its status, `took` how long it ran or why it did not."""

    id: str
    number: str
    kind: str
    about: str
    mark: Mark
    shape: str
    word: str
    attempt: str
    took: str
    at: str
    at_exact: str
    href: str


@dataclass(frozen=True)
class JobPage(Page[JobRow]):
    kinds: tuple[Option, ...]


@dataclass(frozen=True)
class Turn:
    """A schedule: how often, and when next."""

    name: str
    every: str
    next: str
    exact: str


@dataclass(frozen=True)
class JobDetail:
    """One job with what of its payload is shown (`SHOWN`); `lines` is that as JSON, line by line."""

    id: str = ""
    number: str = ""
    kind: str = ""
    about: str = ""
    mark: Mark = NO_MARK
    shape: str = ""
    word: str = ""
    error: str = ""
    error_class: str = ""
    fingerprint: str = ""
    alike: int = 0
    note: str = ""
    payload: str = ""
    lines: tuple[Fact, ...] = ()  # number, text
    facts: tuple[Fact, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    can_retry: bool = False
    can_discard: bool = False
    can_hurry: bool = False


def list_jobs(
    db: Session,
    actor: Actor,
    *,
    view: str = "",
    kind: str = "",
    cause: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> JobPage:
    """Jobs of one view (see `VIEWS`), newest first; `cause` is a fingerprint. Operators only."""
    require(actor, Permission.JOB_MANAGE)
    rule = VIEWS.get(view, "true")
    rule += " and kind = :kind" if kind else ""
    rule += " and fingerprint = :cause" if cause else ""
    where = {"kind": kind, "cause": cause}
    counted = text(compose("select count(*) from job where $rule", rule=rule))
    total = int(db.connection().execute(counted, where).scalar_one())
    span = span_of(total, page, per_page, "job")
    order = "run_at, seq" if view in ("waiting", "retrying") else "seq desc"
    statement = text(
        compose("select * from job where $rule order by $order limit :n offset :skip", rule=rule, order=order)
    )
    rows = db.connection().execute(statement, where | span.window)
    marks, moment = store_marks(db), now()
    kinds = db.connection().execute(text("select kind, count(*) n from job group by 1 order by 1"))
    return JobPage(
        rows=tuple(_row(row, marks, moment) for row in rows),
        span=span,
        kinds=tuple(Option(k.kind, f"{k.kind} ({k.n:,})") for k in kinds),
    )


def list_turns(db: Session, actor: Actor) -> tuple[Turn, ...]:
    """What runs by itself, the next turn first. Operators only."""
    require(actor, Permission.JOB_MANAGE)
    moment = now()
    turns = []
    for row in db.exec(select(Schedule).order_by(col(Schedule.next_run_at))):
        wait = (row.next_run_at - moment).total_seconds()
        turns.append(
            Turn(
                row.name,
                f"every {lasted(row.every_seconds)}",
                f"in {lasted(wait)}" if wait > 0 else "due",
                exact(row.next_run_at),
            )
        )
    return tuple(turns)


def get_job(db: Session, actor: Actor, job_id: str) -> JobDetail:
    """One job with its payload, error and history. Raises `NotFound`. Operators only."""
    require(actor, Permission.JOB_MANAGE)
    job = db.exec(select(Job).where(Job.id == job_id)).first()
    if job is None:
        raise NotFound("job")
    row = _row(job, store_marks(db), now())
    shown = {key: value if key in SHOWN else "not shown" for key, value in job.payload.items()}
    payload = json.dumps(shown, indent=2, ensure_ascii=False)
    alike = int(db.connection().execute(_ALIKE, {"fingerprint": job.fingerprint or ""}).scalar_one())
    return JobDetail(
        id=job.id,
        number=row.number,
        kind=job.kind,
        about=row.about,
        mark=row.mark,
        shape=row.shape,
        word=row.word,
        error=job.last_error or "",
        error_class=job.error_class or "",
        fingerprint=job.fingerprint or "",
        alike=alike,
        note=job.note,
        payload=payload,
        lines=tuple(Fact(str(at), line) for at, line in enumerate(payload.splitlines(), 1)),
        facts=_facts(job, row),
        audit=list_of_object(db, "job", job.id),
        can_retry=can(JOB, "retry", job.status),
        can_discard=can(JOB, "discard", job.status),
        can_hurry=job.status == "pending" and job.run_at > now(),
    )


_ALIKE = text("select count(*) from job where status = 'dead' and fingerprint = :fingerprint and :fingerprint <> ''")


def _row(job: Any, marks: Any, moment: datetime) -> JobRow:
    shape, word = _status(job, moment)
    at = job.finished_at or job.first_started_at or job.created_at
    return JobRow(
        id=job.id,
        number=f"J-{job.seq}",
        kind=job.kind,
        about=_about(job),
        mark=marks.get(job.tenant_id, NO_MARK),
        shape=shape,
        word=word,
        attempt=f"{job.attempts} of {job.max_attempts}",
        took=_took(job, moment),
        at=ago(at, moment),
        at_exact=exact(at),
        href=f"/admin/jobs?job={job.id}",
    )


def _status(job: Any, moment: datetime) -> tuple[str, str]:
    if job.status == "pending" and job.attempts:
        wait = (job.run_at - moment).total_seconds()
        return "warn half", f"Retry in {lasted(wait)}" if wait > 0 else "Retry due"
    if job.status == "pending":
        return "", "Waiting"
    if job.status == "cancelled":
        return "stop", "Superseded" if "superseded" in job.note or not job.note else "Discarded"
    return {"running": ("info half", "Running"), "done": ("good full", "Done")}.get(job.status, ("bad full", "Dead"))


def _took(job: Any, moment: datetime) -> str:
    if job.status == "running" and job.lease_until is not None:
        return f"lease {max(0, round((job.lease_until - moment).total_seconds()))} s"
    if job.status == "done" and job.first_started_at and job.finished_at:
        return lasted((job.finished_at - job.first_started_at).total_seconds())
    return job.error_class or ""


def _about(job: Any) -> str:
    name = job.payload.get("vendor") or job.payload.get("to") or ""
    thing = f"{job.entity} {job.entity_id}".strip()
    return str(name or thing or job.operation or "the whole platform")


def _facts(job: Job, row: JobRow) -> tuple[Fact, ...]:
    facts = [
        ("Attempts", row.attempt),
        ("Asked for", exact(job.created_at)),
        ("First started", exact(job.first_started_at)),
        ("Ended", exact(job.finished_at)),
        ("Due", exact(job.run_at) if job.status == "pending" else ""),
        ("One of its kind", job.dedupe_key or ""),
        ("In order with", job.ordering_key or ""),
        ("Correlation", job.correlation_id),
        ("Priority", str(job.priority)),
    ]
    return tuple(Fact(label, value) for label, value in facts if value)

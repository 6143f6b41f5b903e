"""Dead jobs by what killed them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.queries.formatting.dates import ago


@dataclass(frozen=True)
class Cause:
    """Dead jobs that died of the same thing."""

    fingerprint: str
    title: str
    kind: str
    error_class: str
    number: int
    span: str
    href: str


def list_causes(db: Session, actor: Actor) -> tuple[Cause, ...]:
    """Dead jobs by what killed them, the most frequent first. Operators only."""
    require(actor, Permission.JOB_MANAGE)
    moment = now()
    return tuple(
        Cause(
            fingerprint=r.fingerprint,
            title=_title(r.last_error, r.error_class),
            kind=r.kind,
            error_class=r.error_class or "",
            number=r.n,
            href=f"/admin/jobs?view=dead&cause={r.fingerprint}",
            span=_span(ago(r.first, moment), ago(r.last, moment)),
        )
        for r in db.connection().execute(_CAUSES)
    )


_CAUSES = text("""
    select coalesce(fingerprint, '') fingerprint, kind, max(error_class) error_class, max(last_error) last_error,
           count(*) n, min(coalesce(finished_at, created_at)) first, max(coalesce(finished_at, created_at)) last
    from job where status = 'dead' group by 1, 2 order by n desc, last desc
""")


def _span(first: str, last: str) -> str:
    return last if first == last else f"first {first}, last {last}"


def _title(error: str | None, error_class: str | None) -> str:
    lines = (error or "").strip().splitlines()
    return lines[0][:120] if lines else error_class or "Died without a word"

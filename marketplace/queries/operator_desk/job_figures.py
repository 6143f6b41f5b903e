"""The job desk's figures: what waits, what failed, and how the last hour went."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission, require
from marketplace.queries.formatting.dates import lasted

MINUTES = 54


@dataclass(frozen=True)
class Bar:
    """One minute of the last hour: heights and places in pixels of the drawing."""

    x: str
    y: str
    height: str
    bad_y: str
    bad_height: str


@dataclass(frozen=True)
class JobFigures:
    """How the machine is doing now."""

    running: int = 0
    waiting: int = 0
    retrying: int = 0
    dead: int = 0
    done: int = 0
    oldest: str = ""
    p95: str = ""
    success: str = ""
    says: str = ""
    bars: tuple[Bar, ...] = ()
    first_minute: str = ""
    last_minute: str = ""


def get_figures(db: Session, actor: Actor) -> JobFigures:
    """The counts, the oldest waiting job and the last hour minute by minute. Operators only."""
    require(actor, Permission.JOB_MANAGE)
    row = db.connection().execute(_FIGURES).one()
    bars, first, last = _minutes(db)
    ended = row.done_day + row.dead_day
    slow = (row.oldest or 0) > 60
    return JobFigures(
        running=row.running,
        waiting=row.waiting,
        retrying=row.retrying,
        dead=row.dead,
        done=row.done_day,
        oldest=lasted(row.oldest) if row.oldest is not None else "nothing waits",
        p95=lasted(row.p95) or "no runs yet",
        success=f"{100 * row.done_day / ended:.2f} %" if ended else "no runs yet",
        says="Nothing waits."
        if row.oldest is None
        else f"The oldest waits {lasted(row.oldest)}."
        if slow
        else f"Nothing waits longer than {lasted(row.oldest)}.",
        bars=bars,
        first_minute=first,
        last_minute=last,
    )


_FIGURES = text("""
    select count(*) filter (where status = 'running') running,
           count(*) filter (where status = 'pending' and attempts = 0) waiting,
           count(*) filter (where status = 'pending' and attempts > 0) retrying,
           count(*) filter (where status = 'dead') dead,
           count(*) filter (where status = 'done' and finished_at > now() - interval '1 day') done_day,
           count(*) filter (where status = 'dead' and finished_at > now() - interval '1 day') dead_day,
           extract(epoch from now() - min(run_at) filter (where status = 'pending' and run_at <= now()))::float oldest,
           percentile_cont(0.95) within group (order by extract(epoch from finished_at - first_started_at)::float)
             filter (where status = 'done' and finished_at > now() - interval '1 day') p95
    from job
""")


_MINUTES = text("""
    select m.minute, count(j.id) filter (where j.status <> 'dead') good,
           count(j.id) filter (where j.status = 'dead') bad
    from generate_series(date_trunc('minute', now()) - make_interval(mins => :n - 1), date_trunc('minute', now()),
                         interval '1 minute') m(minute)
    left join job j on j.finished_at >= m.minute and j.finished_at < m.minute + interval '1 minute'
    group by 1 order by 1
""")


_STEP, _WIDTH, _HEIGHT = 14.7, 10.6, 58.0


def _minutes(db: Session) -> tuple[tuple[Bar, ...], str, str]:
    rows = db.connection().execute(_MINUTES, {"n": MINUTES}).all()
    top = max([row.good + row.bad for row in rows] + [1])
    bars = []
    for at, row in enumerate(rows):
        good, bad = round(_HEIGHT * row.good / top, 1), round(_HEIGHT * row.bad / top, 1)
        y = round(_HEIGHT + 2 - good, 1)
        above = round(y - bad - (1 if bad else 0), 1)
        bars.append(Bar(f"{at * _STEP:.1f}", str(y), str(good), str(above), str(bad)))
    return tuple(bars), f"{rows[0].minute:%H:%M}", f"{rows[-1].minute:%H:%M}"

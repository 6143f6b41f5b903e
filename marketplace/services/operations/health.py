"""Whether the product can serve, part by part."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.kit.db import unit_of_work
from marketplace.kit.process import frontend, migrations
from marketplace.kit.tenancy import Scope
from marketplace.settings import settings


@dataclass(frozen=True)
class PartHealth:
    """`ok` decides; `required` parts make the whole product unable to serve."""

    name: str
    ok: bool
    says: str
    required: bool = True


def examine_parts() -> list[PartHealth]:
    """The database, its schema, the front end, Redis where it is set, and how far the jobs are behind."""
    parts = [_database()]
    if parts[0].ok:
        parts += [_schema(), _jobs()]
    built = (frontend.CLIENT / "__spa-fallback.html").exists()
    parts.append(PartHealth("front_end", built, "built" if built else "not built; run `marketplace build`"))
    if settings().redis_url:
        parts.append(_redis(str(settings().redis_url)))
    return parts


def _database() -> PartHealth:
    started = time.perf_counter()
    try:
        with unit_of_work(Scope.public()) as db:
            db.connection().execute(text("select 1"))
    except (SQLAlchemyError, OSError) as error:
        return PartHealth("database", False, f"unreachable: {str(error).splitlines()[0]}")
    return PartHealth("database", True, f"{(time.perf_counter() - started) * 1000:.1f} ms")


def _schema() -> PartHealth:
    behind = migrations.pending()
    return PartHealth("schema", not behind, "behind the code; run `marketplace migrate`" if behind else "up to date")


def _jobs() -> PartHealth:
    with unit_of_work(Scope.system()) as db:
        waiting, dead = db.connection().execute(_JOBS).one()
    late = float(waiting or 0)
    return PartHealth("jobs", late < 60, f"oldest waits {late:.0f} s, {dead} dead", required=False)


def _redis(url: str) -> PartHealth:
    import redis

    try:
        redis.Redis.from_url(url, socket_timeout=2).ping()
    except redis.RedisError as error:
        return PartHealth("redis", False, f"unreachable: {error}")
    return PartHealth("redis", True, "answers")


_JOBS = text("""
    select extract(epoch from clock_timestamp() - min(run_at) filter (where status = 'pending' and run_at <= now())),
           count(*) filter (where status = 'dead')
    from job where status in ('pending', 'dead')
""")

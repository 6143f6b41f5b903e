"""What is counted about this process and about the jobs, in Prometheus' terms."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import text

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope

REQUESTS = Counter("http_requests", "Answered HTTP requests", ["method", "status"])
REQUEST_SECONDS = Histogram(
    "http_request_seconds", "Time to answer", buckets=(0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)
)
PAGE_CACHE = Counter("page_cache", "Whole pages from the cache", ["result"])
JOBS = Gauge("jobs", "Jobs in the table", ["kind", "status"])
OLDEST_JOB = Gauge("jobs_oldest_pending_seconds", "How long the oldest due job waits")

_COUNTS = text("select kind, status, count(*) from job where status <> 'done' group by kind, status")
_OLDEST = text("""
    select coalesce(extract(epoch from clock_timestamp() - min(run_at)), 0) from job
    where status = 'pending' and run_at <= clock_timestamp()
""")


def refresh_job_metrics() -> None:
    """Read the job table into the gauges."""
    with unit_of_work(Scope.system()) as db:
        counts = db.connection().execute(_COUNTS).all()
        oldest = db.connection().execute(_OLDEST).scalar_one()
    JOBS.clear()
    for kind, status, number in counts:
        JOBS.labels(kind, status).set(number)
    OLDEST_JOB.set(float(oldest))

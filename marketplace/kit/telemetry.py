"""Error tracking and traces: off until a setting switches them on."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from marketplace.kit.db import engine
from marketplace.settings import settings


def start_telemetry(process: str) -> None:
    """Start Sentry where `SENTRY_DSN` is set, and OpenTelemetry where an OTLP endpoint is; `process` names this one."""
    if settings().sentry_dsn:
        import sentry_sdk

        sentry_sdk.init(
            dsn=settings().sentry_dsn,
            server_name=process,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",  # they hold what people typed
        )
    if settings().otlp_endpoint:
        _start_traces(process)


def report(error: BaseException) -> None:
    """Tell Sentry, where it is set up, of a failure that nobody further out will see."""
    if settings().sentry_dsn:
        import sentry_sdk

        sentry_sdk.capture_exception(error)


def span(name: str, **facts: str) -> AbstractContextManager[Any]:
    """A span around a request or a job, with these attributes; nothing where no traces are sent."""
    if not settings().otlp_endpoint:
        return nullcontext()
    from opentelemetry import trace

    return trace.get_tracer("marketplace").start_as_current_span(name, attributes=facts)


def _start_traces(process: str) -> None:
    """Spans of every statement and of whatever the libraries report, sent in batches."""
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"marketplace-{process}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    SQLAlchemyInstrumentor().instrument(engine=engine())

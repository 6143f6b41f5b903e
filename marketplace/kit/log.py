"""Structured logs: one event a line, with the request, tenant and job that it belongs to."""

from __future__ import annotations

import logging
import re
import sys

import structlog

from marketplace.kit.ids import new_id
from marketplace.kit.redaction import guard_standard_logging, hide_secrets
from marketplace.settings import settings

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def configure_logging() -> None:
    """Set up structlog for this process: text for people, JSON when `LOG_FORMAT=json`."""
    guard_standard_logging()
    as_json = settings().log_format == "json"
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_secrets,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def request_id() -> str:
    """The identifier that this request's log lines carry, or nothing outside of a request."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))


def begin_request(given: str = "") -> str:
    """Name what begins here: every log line, audit entry and job that comes of it carries the identifier.

    A caller's own is kept when it is short and plain. It belongs to this asyncio task and to the threads it asks.
    """
    name = given if _PLAIN.fullmatch(given) else new_id("req")
    structlog.contextvars.bind_contextvars(request=name)
    return name

"""Structured logs: one event a line, with the request, tenant and job that it belongs to."""

from __future__ import annotations

import logging
import sys

import structlog

from marketplace.settings import settings


def configure_logging() -> None:
    """Set up structlog for this process: text for people, JSON when `LOG_FORMAT=json`."""
    as_json = settings().log_format == "json"
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )

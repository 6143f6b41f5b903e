"""Imports every module with handlers, so that a worker knows all kinds of jobs."""

from tasks import events, search

__all__ = ["events", "search"]

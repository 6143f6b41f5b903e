"""Every kind of job, registered by importing its module."""

from tasks import events, search

__all__ = ["events", "search"]

"""Every kind of job, registered by importing its module."""

from tasks import events, idempotency, mail, media, money, orders, payments, search

__all__ = ["events", "idempotency", "mail", "media", "money", "orders", "payments", "search"]

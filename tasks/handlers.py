"""Every kind of job, registered by importing its module."""

from tasks import audit, events, forgetting, mail, media, money, orders, payments, search

__all__ = ["audit", "events", "forgetting", "mail", "media", "money", "orders", "payments", "search"]

"""Every kind of job, registered by importing its module."""

from tasks import events, forgetting, mail, media, money, orders, payments, search

__all__ = ["events", "forgetting", "mail", "media", "money", "orders", "payments", "search"]

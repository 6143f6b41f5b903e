"""Every kind of job, registered by importing its module."""

from tasks import events, mail, media, money, orders, payments, search

__all__ = ["events", "mail", "media", "money", "orders", "payments", "search"]

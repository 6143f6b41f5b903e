"""Every kind of job, registered by importing its module."""

from tasks import (
    approvals,
    audit,
    events,
    forgetting,
    mail,
    media,
    money,
    orders,
    payments,
    prices,
    receivables,
    search,
)

__all__ = [
    "approvals",
    "audit",
    "events",
    "forgetting",
    "mail",
    "media",
    "money",
    "orders",
    "payments",
    "prices",
    "receivables",
    "search",
]

"""Every kind of job, registered by importing its module."""

from tasks import (
    approvals,
    audit,
    companies,
    events,
    forgetting,
    mail,
    media,
    money,
    orders,
    payments,
    prices,
    quotes,
    receivables,
    search,
)

__all__ = [
    "approvals",
    "audit",
    "companies",
    "events",
    "forgetting",
    "mail",
    "media",
    "money",
    "orders",
    "payments",
    "prices",
    "quotes",
    "receivables",
    "search",
]

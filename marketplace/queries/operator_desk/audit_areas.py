"""The areas that the filter of the audit trail offers, and what of the trail belongs to each."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import col

from marketplace.kit.tables import AuditEvent

AREAS = (
    ("account", "Accounts"),
    ("vendor", "Vendors"),
    ("company", "Companies"),
    ("product", "Products"),
    ("order", "Orders"),
    ("quote", "Quotes"),
    ("payment", "Payments"),
    ("payout", "Payouts"),
    ("receivable", "Receivables"),
    ("price_list", "Price lists"),
    ("promotion", "Promotions"),
    ("region", "Regions"),
    ("search", "Search"),
    ("commission_rule", "Commission rules"),
    ("tenant", "Tenants"),
    ("api_key", "API keys"),
    ("job", "Jobs"),
)
_PAYOUTS = "vendor:payout:"  # an area of their own, apart from what else is done to vendors


def is_in_area(area: str) -> ColumnElement[bool]:
    """Whether a line of the trail belongs to an area; lines from before December 2026 name it first, too."""
    action = col(AuditEvent.action)
    named_first = action.startswith(f"{area}:", autoescape=True)
    if area == "payout":
        return or_(named_first, action.startswith(_PAYOUTS, autoescape=True))
    return and_(named_first, not_(action.startswith(_PAYOUTS, autoescape=True)))

"""How a payout is told to people: when it comes, what it covers, and where the bank stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import ending
from marketplace.queries.formatting.dates import day, short_date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def schedule_words(vendor: Vendor) -> str:
    """`Every Monday at 06:00`, as the page's head says it."""
    anchor = vendor.payout_anchor
    return {
        "daily": "Every day at 06:00",
        "weekly": f"Every {_DAYS[anchor % 7]} at 06:00",
        "monthly": "On the last day of the month at 06:00" if anchor >= 29 else f"On day {max(1, anchor)} of the month",
    }.get(vendor.payout_schedule, "When you ask for it")


def covers_words(period: str | None, asked_by: str | None) -> str:
    """`Weekly, 23 Nov` or `Asked by Ilse Brandt`."""
    if period:
        schedule, _, on = period.partition(":")
        moment = datetime.fromisoformat(on)
        return f"{schedule.capitalize()}, {short_date(moment.date())}"
    return f"Asked by {asked_by}" if asked_by and asked_by.strip() else "Asked for"


def bank_words(row: Any, moment: datetime) -> tuple[str, str]:
    """The bank's two lines: when, and by which reference or why not."""
    if row.status == "paid":
        return day(row.paid_at, moment), row.bank_reference
    if row.status in ("failed", "returned", "cancelled"):
        return ending(str(row.account.get("iban", ""))), f"{row.failure.rstrip('.')}, funds back".removeprefix(", ")
    if row.status == "held":
        return "Waits", row.hold_reason
    if row.sent_at:
        return day(row.sent_at, moment), f"expected {short_date(row.expected_on)}" if row.expected_on else "being sent"
    return "Not sent yet", "with the next bank file"

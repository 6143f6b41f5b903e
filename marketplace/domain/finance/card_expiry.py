"""Until when a card is good."""

from __future__ import annotations

from datetime import date


def has_expired(month: int, year: int, today: date) -> bool:
    """A card is good until the end of the month it names: 11/2026 pays on 30 November 2026 for the last time."""
    return (year, month) < (today.year, today.month)


def expiry(month: int, year: int) -> str:
    """`08/2031`, as cards print it."""
    return f"{month:02d}/{year}"

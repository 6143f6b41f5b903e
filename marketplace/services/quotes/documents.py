"""A revision of a quote as PDF, drawn from what a query says of it."""

from __future__ import annotations

from marketplace.domain.quotes.papers import QuotePaper
from marketplace.integrations.documents.quote_revision import quote_revision


def print_revision(paper: QuotePaper) -> bytes:
    """What was sent, as it was sent."""
    return quote_revision(paper)

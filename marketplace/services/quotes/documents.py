"""Quotes as PDF, drawn from what a query says of them."""

from __future__ import annotations

from marketplace.domain.quotes.papers import ComparisonPaper, QuotePaper
from marketplace.integrations.documents.quote_comparison import quote_comparison
from marketplace.integrations.documents.quote_revision import quote_revision


def print_revision(paper: QuotePaper) -> bytes:
    """What was sent, as it was sent."""
    return quote_revision(paper)


def print_comparison(paper: ComparisonPaper) -> bytes:
    """Answers side by side."""
    return quote_comparison(paper)

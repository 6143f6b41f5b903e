"""One revision of a quote as PDF, from plain values."""

from __future__ import annotations

from marketplace.domain.quotes.papers import QuotePaper
from marketplace.integrations.documents.pdf import Column, Paper


def quote_revision(of: QuotePaper) -> bytes:
    """What one side offers or asks for, line by line, and what that comes to."""
    paper = Paper(f"{of.title} of {of.number}", of.vendor, f"{of.store} · {of.number} · {of.title}")
    paper.head(of.vendor, of.title, of.facts)
    paper.blocks([("For", [of.buyer]), ("Delivered to", of.ship_to)])
    paper.rows(
        [
            Column("Article"),
            Column("Pieces", 18, right=True),
            Column("Each", 28, right=True),
            Column("VAT", 18, right=True),
            Column("Amount", 32, right=True),
        ],
        [(f"{line.title}\n{line.detail}", f"{line.quantity:,}", line.unit, line.tax, line.total) for line in of.lines],
    )
    paper.sums(of.sums)
    for label, text in (("Not offered", of.missing), ("Payment", of.payment_terms), ("Note", of.note)):
        if text:
            paper.words(text, label=label)
    return paper.finished()

"""A statement of account as PDF, from plain values."""

from __future__ import annotations

from marketplace.domain.finance.receivables import StatementPaper
from marketplace.integrations.documents.pdf import Column, Paper


def statement(of: StatementPaper) -> bytes:
    """What was owed, every movement, what is owed."""
    paper = Paper(f"Statement of account, {of.place}", of.store, f"{of.store} · statement of account")
    paper.head(of.store, "Statement of account", [f"{of.company}, {of.place}", of.period])
    paper.rows(
        [Column("Day", 42), Column("What"), Column("Amount", 34, right=True), Column("Owed", 34, right=True)],
        [("", "Owed before", "", of.opening), *of.lines],
    )
    paper.sums([("Owed", of.closing)])
    return paper.finished()

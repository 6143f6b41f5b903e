"""A statement of account as PDF, drawn from what a query says of it."""

from __future__ import annotations

from marketplace.domain.finance.receivables import StatementPaper
from marketplace.integrations.documents.statement import statement


def print_statement(of: StatementPaper) -> bytes:
    """What was owed, every movement, what is owed."""
    return statement(of)

"""What the papers of a quote say: plain texts, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.domain.orders.documents import PaperLine


@dataclass(frozen=True)
class QuotePaper:
    """One revision of one vendor's quote. `sums` end with the total; `facts` stand below the title."""

    number: str  # "Q-1001"
    store: str
    title: str  # "Offer, revision 2"
    vendor: str
    buyer: str
    ship_to: Sequence[str]
    facts: Sequence[str]
    lines: Sequence[PaperLine]
    sums: Sequence[tuple[str, str]]
    payment_terms: str = ""
    note: str = ""
    missing: str = ""  # what the vendor does not offer


@dataclass(frozen=True)
class ComparedRow:
    """A line, or what holds for a whole answer: a cell for each vendor, its second line after a line break."""

    title: str
    cells: Sequence[str]


@dataclass(frozen=True)
class ComparisonPaper:
    """Answers side by side. `vendors` head the cells of every row; `sums` end with the total, none before an answer."""

    number: str
    store: str
    title: str
    facts: Sequence[str]
    note: str
    vendors: Sequence[str]
    lines: Sequence[ComparedRow]
    feet: Sequence[ComparedRow]
    sums: Sequence[tuple[str, str]] = ()
    missing: str = ""

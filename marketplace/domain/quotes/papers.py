"""What the paper of a revision says: plain texts, ready to be printed."""

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

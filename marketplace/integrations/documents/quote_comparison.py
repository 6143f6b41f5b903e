"""Answers to a request side by side as PDF, from plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marketplace.domain.quotes.papers import ComparedRow, ComparisonPaper
from marketplace.integrations.documents.pdf import Column, Paper

_BESIDE = 5  # vendors that fit beside each other on a wide sheet; more go into a table of their own
_FIRST = 74  # millimetres of the column that names the lines


def quote_comparison(of: ComparisonPaper) -> bytes:
    """The grid, wide, and what the choice comes to."""
    paper = Paper(f"{of.title}, {of.number}", of.store, f"{of.store} · {of.number} · {of.title}", is_wide=True)
    paper.head(of.store, of.title, of.facts)
    if of.note:
        paper.words(of.note)
    for first in range(0, len(of.vendors), _BESIDE):
        chunk = slice(first, first + _BESIDE)
        vendors = of.vendors[chunk]
        width = (paper.epw - _FIRST) / len(vendors)
        columns = [Column("", _FIRST), *(Column(one, width, right=True) for one in vendors)]
        paper.rows(columns, list(_cells([*of.lines, *of.feet], chunk)))
    paper.sums(of.sums)
    if of.missing:
        paper.words(of.missing, label="Not in this choice")
    return paper.finished()


def _cells(rows: Sequence[ComparedRow], chunk: slice) -> Iterator[Sequence[str]]:
    for row in rows:
        yield [row.title, *row.cells[chunk]]

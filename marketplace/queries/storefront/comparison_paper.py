"""The comparison of a request for paper: what its page shows, with the same sums."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from marketplace.domain.quotes.papers import ComparedRow, ComparisonPaper
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.clock import now
from marketplace.queries.formatting.dates import exact
from marketplace.queries.storefront.quote_comparison import CompareCell, CompareColumn, Comparison, get_comparison


def get_comparison_paper(db: Session, requester: Requester, tenant_id: str, request_id: str) -> ComparisonPaper:
    """The grid with what is chosen so far. Raises `NotFound`, `Unauthenticated`."""
    grid = get_comparison(db, requester, tenant_id, request_id)
    return ComparisonPaper(
        number=grid.number,
        store=grid.store,
        title=grid.title,
        facts=[grid.summary, f"{grid.number}, as of {exact(now())}"],
        note=grid.note,
        vendors=[one.vendor for one in grid.columns],
        lines=[ComparedRow(f"{row.title}\n{row.detail}", [_cell(one) for one in row.cells]) for row in grid.rows],
        feet=_feet(grid),
        sums=_sums(grid),
        missing=grid.missing,
    )


def _cell(cell: CompareCell) -> str:
    if not cell.is_offered:
        return cell.says
    instead = f"instead: {cell.instead}" if cell.instead else ""
    chosen = "chosen: " if cell.is_chosen else ""
    details = (cell.total, cell.lead, cell.mark, cell.least, instead)
    return f"{chosen}{cell.price}\n{' · '.join(one for one in details if one)}"


def _feet(grid: Comparison) -> list[ComparedRow]:
    """What holds for each answer as a whole; a row that says nothing is left out."""

    def row(title: str, says: Callable[[CompareColumn], str]) -> ComparedRow:
        return ComparedRow(title, [says(one) for one in grid.columns])

    rows = [
        row("They add", lambda one: one.adds),
        row("Freight", lambda one: one.freight),
        row("Payment", lambda one: one.terms),
        row("Valid until", lambda one: one.valid_exact),
        row("Ended", lambda one: one.reason),
        row("If all from one", lambda one: f"{one.total}\n{one.covers}" if one.total else ""),
    ]
    return [one for one in rows if any(one.cells)]


def _sums(grid: Comparison) -> list[tuple[str, str]]:
    if not grid.total:
        return []
    parts = [(one.label, one.total) for one in grid.parts]
    return [*parts, ("Freight", grid.freight), ("Tax", grid.tax), ("Together, with freight and tax", grid.total)]

"""Answers side by side: what is cheapest and fastest of each line, and what a choice over several vendors comes to.

A choice says by line which quote delivers it. Every vendor in it adds its freight once, whatever it delivers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.domain.quotes.terms import QuotedLine, Totals, totals_of
from marketplace.domain.stores.taxes import NO_RATE, Tax

Choice = Mapping[str, str]  # line -> quote
_MOST_SUBSETS = 12  # vendors among whom every combination is looked at: 4,096


@dataclass(frozen=True)
class Column:
    """One vendor's answer as it stands: its lines by the request's line, and its freight as prices are shown."""

    quote_id: str
    lines: Mapping[str, QuotedLine]
    freight_amount: int = 0

    def offered(self, line_id: str) -> QuotedLine | None:
        """What it offers of a line, if it does."""
        line = self.lines.get(line_id)
        return None if line is None or line.cannot else line


@dataclass(frozen=True)
class Best:
    """Of one line: the quotes that are cheapest and fastest; empty where nobody offers it."""

    cheapest: str = ""
    fastest: str = ""


def best_of(line_id: str, columns: Sequence[Column]) -> Best:
    """Ties go to the earlier column. A quote that names no lead time is never the fastest."""
    offers = [(one.quote_id, line) for one in columns if (line := one.offered(line_id))]
    if not offers:
        return Best()
    cheapest = min(offers, key=lambda pair: pair[1].shown_amount)[0]
    quick = [(key, line.lead_days) for key, line in offers if line.lead_days is not None]
    return Best(cheapest, min(quick, key=lambda pair: pair[1])[0] if quick else "")


def cheapest_by_line(line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Each line from whoever asks least for it, whatever the freight."""
    return {key: best for key in line_ids if (best := best_of(key, columns).cheapest)}


def fastest_by_line(line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Each line from whoever has it soonest; where nobody says when, from the cheapest."""
    bests = {key: best_of(key, columns) for key in line_ids}
    return {key: best.fastest or best.cheapest for key, best in bests.items() if best.cheapest}


def everything_from(quote_id: str, line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """All that this vendor offers, and nothing else."""
    column = next((one for one in columns if one.quote_id == quote_id), None)
    return {key: quote_id for key in line_ids if column is not None and column.offered(key)}


def best_vendor(line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Everything from one vendor: who offers most lines, then who asks least for them with freight."""
    choices = [everything_from(one.quote_id, line_ids, columns) for one in columns]
    return min(choices, key=lambda choice: (-len(choice), _shown(choice, columns)), default={})


_NONE = (1, 0, "")  # not offered, its amount, its quote: compares after every offer
_Row = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Combined:
    """The two choices that cover most lines: for the least money with freight, and from the fewest vendors."""

    lowest_price: dict[str, str]
    fewest_parcels: dict[str, str]


def combine(line_ids: Sequence[str], columns: Sequence[Column]) -> Combined:
    """Every combination of vendors once, each built out of one with a vendor less: 8 vendors and 200 lines are 51,200
    comparisons. Among more than twelve vendors the twelve with most lines are combined."""
    taken = sorted(columns, key=lambda one: -sum(one.offered(key) is not None for key in line_ids))[:_MOST_SUBSETS]
    rows = [[_entry(one, key) for key in line_ids] for one in taken]
    picked: list[_Row] = [[_NONE] * len(line_ids)]
    ranked: list[tuple[tuple[int, int, int], int]] = []
    for subset in range(1, 1 << len(taken)):
        last = subset.bit_length() - 1
        picked.append(list(map(min, picked[subset ^ (1 << last)], rows[last])))
        missing, costs, quotes = zip(*picked[subset], strict=True) if line_ids else ((), (), ())
        used = set(quotes) - {""}
        if len(used) == subset.bit_count():  # else a vendor of it delivers nothing, and it was looked at without it
            freight = sum(one.freight_amount for one in taken if one.quote_id in used)
            ranked.append(((sum(missing), sum(costs) + freight, len(used)), subset))
    if not ranked:
        return Combined({}, {})
    cheapest, fewest = min(ranked), min(ranked, key=lambda pair: (pair[0][0], pair[0][2], pair[0][1]))
    return Combined(*(_choice(line_ids, picked[subset]) for _, subset in (cheapest, fewest)))


def lowest_price(line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """The choice that covers most lines for the least money, freight included."""
    return combine(line_ids, columns).lowest_price


def fewest_parcels(line_ids: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """The choice that covers most lines from the fewest vendors, then for the least money."""
    return combine(line_ids, columns).fewest_parcels


def _choice(line_ids: Sequence[str], row: _Row) -> dict[str, str]:
    return {key: quote for key, (_, _, quote) in zip(line_ids, row, strict=True) if quote}


def _entry(column: Column, line_id: str) -> tuple[int, int, str]:
    line = column.offered(line_id)
    return _NONE if line is None else (0, line.shown_amount, column.quote_id)


def _shown(choice: Choice, columns: Sequence[Column]) -> int:
    return sum(_part_amount(choice, one) for one in columns)


def _part_amount(choice: Choice, column: Column) -> int:
    lines = list(_chosen(choice, column))
    return sum(line.shown_amount for line in lines) + (column.freight_amount if lines else 0)


def _chosen(choice: Choice, column: Column) -> Iterator[QuotedLine]:
    for key, quote_id in choice.items():
        if quote_id == column.quote_id and (line := column.offered(key)):
            yield line


@dataclass(frozen=True)
class Split:
    """What a choice comes to: by quote and in all. `missing` are the lines that nobody delivers."""

    parts: Mapping[str, Totals]
    total: Totals
    missing: tuple[str, ...]


def split_of(
    choice: Choice,
    line_ids: Sequence[str],
    columns: Sequence[Column],
    *,
    freight_tax: Tax = NO_RATE,
    inclusive: bool = False,
) -> Split:
    """The parts of a choice, each counted as the order of its vendor will be."""
    parts = {
        one.quote_id: totals_of(lines, one.freight_amount, freight_tax, inclusive=inclusive)
        for one in columns
        if (lines := list(_chosen(choice, one)))
    }
    return Split(parts, _sum(parts.values()), tuple(key for key in line_ids if key not in choice))


def _sum(parts: Iterable[Totals]) -> Totals:
    whole = list(parts)
    names = ("goods", "freight", "tax", "total", "shown")
    return Totals(*(sum(getattr(one, name) for one in whole) for name in names))

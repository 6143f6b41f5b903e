"""A file of prices, read whole before anything of it is stored: every line is a step of one offer.

Columns are found by their names: `sku`, `price` or `percent`; `vendor` where two vendors use a SKU, `from`, `to` and
`currency` where they are needed. Commas, semicolons and tabs separate.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from marketplace.domain.catalogue.price_list_form import StepRow, read_step, rising_step
from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.catalogue.tier_form import MAX_QUANTITY
from marketplace.domain.catalogue.tiers import MOST_STEPS
from marketplace.domain.errors import Invalid
from marketplace.domain.numbers import read_whole

MOST_LINES = 200_000
SAMPLE = "sku,vendor,from,price,percent\nHB-1865-2,,1,189.00,\nHB-1865-2,,10,175.00,\nCF-93380-Z,,1,,12.5\n"
_NAMES = {
    "sku": "sku",
    "article": "sku",
    "vendor": "vendor",
    "from": "start",
    "min_quantity": "start",
    "quantity": "start",
    "to": "end",
    "max_quantity": "end",
    "price": "amount",
    "amount": "amount",
    "percent": "percent",
    "percent_off": "percent",
    "currency": "currency",
}


@dataclass(frozen=True)
class PriceLine:
    """A line that can be read by itself: the step of a SKU, up to `end` pieces where the line says so."""

    line: int
    sku: str
    vendor: str
    step: Step
    end: int | None = None


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a line, and its SKU as it was written."""

    line: int
    sku: str
    text: str


def read_lines(text: str, currency: str) -> Iterator[PriceLine | LineProblem]:
    """Every line of the file after the first, empty ones left out.

    Raises `Invalid` for `file` when the first line does not name the columns, or there are too many lines.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise Invalid({"file": f"At most {MOST_LINES:,} lines. Send them in several files."})
    head = lines[0] if lines else ""
    separator = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    names = [_NAMES.get(name.strip().lower().replace(" ", "_"), "") for name in next(rows, [])]
    if "sku" not in names or not {"amount", "percent"} & set(names):
        raise Invalid({"file": "The first line must name the columns: sku, and price or percent."})
    for row in rows:
        if any(cell.strip() for cell in row):
            cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}
            yield _line(rows.line_num, cells, currency)


def _line(line: int, cells: Mapping[str, str], currency: str) -> PriceLine | LineProblem:
    sku = cells.get("sku", "")
    if not sku:
        return LineProblem(line, "", "Enter the SKU.")
    if cells.get("currency", currency).upper() not in ("", currency):
        return LineProblem(line, sku, f"This list is in {currency}, the line in {cells['currency']}.")
    try:
        step = read_step(StepRow(cells.get("start", ""), cells.get("amount", ""), cells.get("percent", "")), currency)
        end = read_whole(cells["end"], least=1, most=MAX_QUANTITY) if cells.get("end") else None
    except ValueError as error:
        return LineProblem(line, sku, f"{str(error).removesuffix('.')}.")
    if end is not None and end < step.min_quantity:
        return LineProblem(line, sku, f"It ends at {end}, before it begins at {step.min_quantity}.")
    return PriceLine(line, sku, cells.get("vendor", "").lower(), step, end)


def steps_of_lines(lines: Iterable[PriceLine]) -> tuple[tuple[Step, ...], list[LineProblem]]:
    """The steps of one offer out of its lines, and what keeps them from going together, the lines named."""
    ordered = sorted(lines, key=lambda one: (one.step.min_quantity, one.line))
    problems = []
    for before, one in pairwise(ordered):
        reaches = before.end if before.end is not None else before.step.min_quantity
        if reaches >= one.step.min_quantity:
            first, second = _range(before), _range(one)
            problems.append(
                LineProblem(one.line, one.sku, f"Lines {before.line} and {one.line} overlap: {first} and {second}.")
            )
    steps = tuple(one.step for one in ordered)
    if not problems and (rising := rising_step(steps)):
        at = next(one for one in ordered if one.step is rising)
        problems.append(LineProblem(at.line, at.sku, "More pieces must not cost more each than fewer."))
    if len(steps) > MOST_STEPS:
        problems.append(LineProblem(ordered[MOST_STEPS].line, ordered[0].sku, f"At most {MOST_STEPS} steps."))
    return steps, problems


def _range(line: PriceLine) -> str:
    return f"{line.step.min_quantity} to {line.end}" if line.end is not None else f"from {line.step.min_quantity}"


def match_problem(line: PriceLine, matches: Sequence[str]) -> str:
    """Why a line's SKU names no single offer; empty where it does."""
    if not matches:
        return f"No offer has the SKU {line.sku}" + (f" at the vendor {line.vendor}." if line.vendor else ".")
    return f"Several vendors sell {line.sku}. Say which in the column vendor." if len(matches) > 1 else ""

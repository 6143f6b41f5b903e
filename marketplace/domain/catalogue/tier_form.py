"""Volume prices while they are being typed: every row checked at once, with the way to mend it beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.domain.catalogue.tiers import TierInput, steps_of
from marketplace.domain.errors import Invalid
from marketplace.domain.money import decimal, divide_half_even
from marketplace.domain.numbers import read_amount, read_percent, read_whole, whole_or

MAX_QUANTITY = 1_000_000


@dataclass(frozen=True)
class TierRow:
    """A row as it stands in the form; the last four are what `check_rows` says about it.

    `kind` is `fixed` or `percentage`. `ends_at` and `starts_at` are the two ways out of an overlap, empty
    where there is none.
    """

    start: str = ""
    end: str = ""
    kind: str = "fixed"
    amount: str = ""
    percent: str = ""
    each: str = ""
    against: str = ""
    error: str = ""
    ends_at: str = ""
    starts_at: str = ""
    at: int = 0  # its place in the list


def check_rows(rows: Sequence[TierRow], currency: str) -> list[TierRow]:
    """The same rows with the price each of them makes, how it compares with the first, and what is wrong.

    The end of a row is the start of the next less one; an end that was typed differently is an overlap or a gap.
    """
    problems = row_problems(rows, currency)
    base = _amount(rows[0].amount, currency) if rows else None
    checked = []
    for at, row in enumerate(rows):
        each = _each(row, base, currency)
        ends, starts = _repairs(rows, at) if at in problems else ("", "")
        checked.append(
            replace(
                row,
                at=at,
                each="" if each is None else decimal(each, currency),
                error=problems.get(at, ""),
                ends_at=ends,
                starts_at=starts,
                against=_against(each, base) if at else "",
            )
        )
    return checked


def row_problems(rows: Sequence[TierRow], currency: str) -> dict[int, str]:
    """Row number -> what keeps the rows from being saved; empty when they can be."""
    inputs, problems = tier_inputs(rows, currency)
    if problems or not inputs:
        return problems
    try:
        steps_of(inputs)
    except Invalid as error:
        return {int(field.partition("-")[2]): sentence for field, sentence in error.fields.items()}
    return {}


def tier_inputs(rows: Sequence[TierRow], currency: str) -> tuple[list[TierInput], dict[int, str]]:
    """The rows as numbers, and what could not be read. No rows, or one without a price, mean "not sold"."""
    if not rows or (len(rows) == 1 and not rows[0].amount.strip()):
        return [], {}
    inputs, problems = [], {}
    for at, row in enumerate(rows):
        try:
            inputs.append(_input(row, currency))
        except ValueError as error:
            problems[at] = str(error)
    return inputs, problems


def with_tier(rows: Sequence[TierRow]) -> list[TierRow]:
    """One more row, which begins well above the last and takes five per cent off."""
    if not rows:
        return [TierRow(start="1")]
    last = rows[-1]
    start = max(10, whole_or(last.start, 1) * 5) if len(rows) > 1 else 10
    closed = replace(last, end=str(start - 1))
    return [*rows[:-1], closed, TierRow(start=str(start), kind="percentage", percent=str(min(50, 5 * len(rows))))]


def without_tier(rows: Sequence[TierRow], at: int) -> list[TierRow]:
    """The rows without one; what it covered goes to the row above."""
    if not 0 < at < len(rows):
        return list(rows)
    kept = [*rows[:at], *rows[at + 1 :]]
    kept[at - 1] = replace(kept[at - 1], end=rows[at].end)
    return kept


def _input(row: TierRow, currency: str) -> TierInput:
    start = _quantity(row.start, "Enter from how many pieces on.")
    end = _quantity(row.end, "Enter a whole number of pieces.") if row.end.strip() else None
    if row.kind == "percentage":
        return TierInput(start, end, percent_off_bps=read_percent(row.percent))
    if not row.amount.strip():
        raise ValueError("Enter the price of one piece.")
    return TierInput(start, end, amount=read_amount(row.amount, currency))


def _repairs(rows: Sequence[TierRow], at: int) -> tuple[str, str]:
    """For an overlap with the row above: where that one could end, and where this one could start."""
    if at == 0:
        return "", ""
    above, start = rows[at - 1], whole_or(rows[at].start, 0)
    end = whole_or(above.end, 0)
    overlaps = end >= start > whole_or(above.start, 0)
    return (str(start - 1), str(end + 1)) if overlaps else ("", str(end + 1) if end and start != end + 1 else "")


def _each(row: TierRow, base: int | None, currency: str) -> int | None:
    if row.kind == "fixed":
        return _amount(row.amount, currency)
    try:
        off = read_percent(row.percent)
    except ValueError:
        return None
    return None if base is None else divide_half_even(base * (10_000 - off), 10_000)


def _against(each: int | None, base: int | None) -> str:
    if each is None or not base:
        return ""
    share = round((each - base) * 1000 / base) / 10
    return f"{share:+g} %".replace("-", "−") if share else "none"


def _amount(text: str, currency: str) -> int | None:
    try:
        return read_amount(text, currency)
    except ValueError:
        return None


def _quantity(text: str, sentence: str) -> int:
    try:
        return read_whole(text, least=1, most=MAX_QUANTITY)
    except ValueError:
        raise ValueError(sentence) from None

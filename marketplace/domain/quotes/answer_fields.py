"""A vendor's answer as people type it: a field per line and word, read once for sending and for the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import read_amount, read_whole
from marketplace.domain.quotes.answer_form import LONGEST_TEXT, AnswerForm
from marketplace.domain.quotes.terms import MOST_BREAKS, Break, QuotedLine

VALID_DAYS = 14  # of an answer that says nothing else
MOST_MINIMUM = 999_999
# The fields of a line, as `price-qln_1`; the others are of the whole answer.
LINE_FIELDS = ("price", "cannot", "minimum", "lead", "breaks", "sku", "title", "note", "cost")
FIELDS = ("freight", "valid_until", "payment_terms", "note", "reserves_stock")
_LONGEST = 2_000
_NO_BREAKS = "Write steps such as 100: 8.50, 500: 8.10 (from so many pieces: the price of one)."


@dataclass(frozen=True)
class Article:
    """What of the vendor's own a line may be answered with."""

    offer_id: str
    sku: str


def read_breaks(typed: str, currency: str) -> tuple[Break, ...]:
    """Steps out of `100: 8.50, 500: 8,10` (a semicolon or a new line parts them as well). Raises `ValueError`."""
    steps = []
    for part in _parts(typed):
        pieces, colon, amount = part.partition(":")
        if not colon:
            raise ValueError(_NO_BREAKS)
        try:
            steps.append(Break(read_whole(pieces, least=2), read_amount(amount, currency)))
        except ValueError:
            raise ValueError(_NO_BREAKS) from None
    if len(steps) > MOST_BREAKS:
        raise ValueError(f"At most {MOST_BREAKS} steps.")
    return tuple(steps)


def read_answer(
    form: Mapping[str, str], line_ids: Sequence[str], articles: Mapping[str, Article], currency: str, moment: datetime
) -> AnswerForm:
    """The answer that was typed. `articles` are the vendor's own by SKU in small letters.

    A day of validity ends with it, in UTC. Raises `Invalid` with everything that could not be read, by field.
    """
    typed = FormReader(form)
    lines = tuple(_line(typed, line_id, articles, currency) for line_id in line_ids)
    day = typed.day("valid_until")
    if not typed.text("valid_until"):
        day = (moment + timedelta(days=VALID_DAYS)).date()
    answer = AnswerForm(
        lines,
        _end_of(day or moment.date()),
        freight_amount=typed.amount("freight", currency) or 0,
        payment_terms=typed.line("payment_terms", 200),
        note=typed.text("note", LONGEST_TEXT),
        reserves_stock=typed.is_ticked("reserves_stock"),
    )
    typed.check()
    return answer


def read_costs(
    form: Mapping[str, str], line_ids: Sequence[str], articles: Mapping[str, Article], currency: str
) -> dict[str, int | None]:
    """What the vendor's own articles of these lines cost it, by offer; None where the field was emptied.

    Raises `Invalid` by field.
    """
    typed, costs = FormReader(form), {}
    for line_id in line_ids:
        article = articles.get(typed.line(f"sku-{line_id}").lower())
        if article is not None and f"cost-{line_id}" in form:
            costs[article.offer_id] = typed.amount(f"cost-{line_id}", currency)
    typed.check()
    return costs


def is_field(name: str, line_ids: Sequence[str]) -> bool:
    """Whether an answer to these lines has a field of this name."""
    word, dash, line_id = name.partition("-")
    return (word in LINE_FIELDS and line_id in line_ids) if dash else name in FIELDS


def kept_value(typed: object) -> str:
    """A typed value as a draft keeps it; `yes` for a box that is ticked, nothing for one that is not."""
    return ("yes" if typed else "") if isinstance(typed, bool) else str(typed)[:_LONGEST]


def _line(typed: FormReader, line_id: str, articles: Mapping[str, Article], currency: str) -> QuotedLine:
    def name(word: str) -> str:
        return f"{word}-{line_id}"

    if typed.is_ticked(name("cannot")):
        return QuotedLine(line_id, cannot=True, note=typed.text(name("note"), 500))
    sku = typed.line(name("sku"))
    article = articles.get(sku.lower())
    if sku and article is None:
        typed.refuse(name("sku"), "You sell nothing with this SKU. Choose one of yours, or describe what you offer.")
    return QuotedLine(
        line_id,
        unit_amount=typed.amount(name("price"), currency, is_required=True, sentence=_no_price(typed, line_id)) or 0,
        min_quantity=typed.count(name("minimum"), least=1, most=MOST_MINIMUM) or 1,
        breaks=_breaks(typed, name("breaks"), currency),
        lead_days=typed.count(name("lead"), most=730),
        offer_id=article.offer_id if article else "",
        title="" if article else typed.line(name("title"), 200),
        note=typed.text(name("note"), 500),
    )


def _no_price(typed: FormReader, line_id: str) -> str:
    empty = not typed.text(f"price-{line_id}")
    return "Enter a price, or tick that you cannot offer this." if empty else ""


def _breaks(typed: FormReader, name: str, currency: str) -> tuple[Break, ...]:
    try:
        return read_breaks(typed.text(name), currency)
    except ValueError as error:
        typed.refuse(name, str(error))
        return ()


def _parts(typed: str) -> list[str]:
    """Steps apart from each other. A comma ends a step only where a new one begins after it: `100: 8,50, 500: 8,10`."""
    steps: list[str] = []
    for piece in (one for line in typed.replace(";", "\n").splitlines() for one in line.split(",")):
        if ":" in piece or not steps:
            steps.append(piece)
        else:
            steps[-1] += f",{piece}"
    return [one.strip().rstrip(",").strip() for one in steps if one.strip()]


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)

"""What one side sends: a vendor's answer with its validity, or a buyer's counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.domain.errors import Invalid
from marketplace.domain.quotes.terms import QuotedLine

LONGEST_VALID = timedelta(days=366)
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class AnswerForm:
    """A vendor's answer. `lines` carry no tax: the store knows it."""

    lines: tuple[QuotedLine, ...]
    valid_until: datetime
    freight_amount: int = 0
    payment_terms: str = ""
    note: str = ""
    reserves_stock: bool = False


@dataclass(frozen=True)
class CounterLine:
    """What the buyer would take one line for."""

    line_id: str
    unit_amount: int
    quantity: int


@dataclass(frozen=True)
class CounterForm:
    """A buyer's counter to a vendor's `revision`; lines that are left out stay as they were offered."""

    revision: int
    lines: tuple[CounterLine, ...]
    note: str = ""


def check_answer(form: AnswerForm, moment: datetime) -> None:
    """Raises `Invalid` for `valid_until`, `freight`, `payment_terms` or `note`."""
    problems = {}
    if form.valid_until <= moment:
        problems["valid_until"] = "This moment is over. Say until when your prices hold."
    elif form.valid_until > moment + LONGEST_VALID:
        problems["valid_until"] = "Prices hold for a year at most."
    if form.freight_amount < 0:
        problems["freight"] = "Enter what delivery costs, 0 where it is free."
    if len(form.payment_terms) > 200:
        problems["payment_terms"] = "At most 200 characters."
    if len(form.note) > LONGEST_TEXT:
        problems["note"] = f"At most {LONGEST_TEXT:,} characters."
    if problems:
        raise Invalid(problems)

"""A price list as a person types it, checked field by field, and the steps of one offer in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.catalogue.tier_form import MAX_QUANTITY
from marketplace.domain.catalogue.tiers import MOST_STEPS
from marketplace.domain.errors import Invalid
from marketplace.domain.forms import FormReader
from marketplace.domain.money import divide_half_even
from marketplace.domain.numbers import read_amount, read_percent, read_whole

SCOPES = {
    "contract_location": "One location of a company",
    "contract_company": "One company",
    "group": "A group of companies",
    "store": "Everybody in the store",
}
VENDOR_SCOPES = ("contract_location", "contract_company")  # a vendor agrees with companies, not with the store
_OWNER_FIELDS = {"contract_location": "location_id", "contract_company": "company_id", "group": "group_id"}
_CHOOSE = {"location_id": "Choose the location.", "company_id": "Choose the company.", "group_id": "Choose the group."}
BELOW_ZERO = "A price cannot be below zero."


@dataclass(frozen=True)
class PriceListForm:
    """The fields of the editor as text; `ends_on` is the last day."""

    title: str = ""
    currency: str = ""
    kind: str = "contract_company"
    group_id: str = ""
    company_id: str = ""
    location_id: str = ""
    priority: str = "0"
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class PriceListFacts:
    """A price list that can be stored; moments in UTC, `ends_at` is outside."""

    title: str
    currency: str
    kind: str
    owner_id: str | None
    priority: int
    starts_at: datetime | None
    ends_at: datetime | None


def owner_field(kind: str) -> str:
    """The field that names for whom a list of this kind is; empty for the store's."""
    return _OWNER_FIELDS.get(kind, "")


def read_price_list(form: PriceListForm, currencies: Sequence[str], store: str) -> PriceListFacts:
    """The list out of its form. Raises `Invalid` with a message per field."""
    typed = FormReader(vars(form))
    title, owner = typed.line("title", 80), owner_field(form.kind)
    if not title:
        typed.refuse("title", "Enter a title: buyers read it as the reason of their price.")
    if form.currency not in currencies:
        typed.refuse("currency", not_sold_in(form.currency, store))
    if form.kind not in SCOPES:
        typed.refuse("kind", "Choose for whom it is.")
    if owner and not typed.text(owner):
        typed.refuse(owner, _CHOOSE[owner])
    priority = typed.count("priority", most=1000, sentence="Enter a whole number from 0 to 1000.")
    starts, ends = typed.day("starts_on"), typed.day("ends_on")
    if starts and ends and ends < starts:
        typed.refuse("ends_on", "The last day lies before the first.")
    typed.check()
    return PriceListFacts(
        title=title,
        currency=form.currency,
        kind=form.kind,
        owner_id=typed.text(owner) if owner else None,
        priority=priority or 0,
        starts_at=_midnight(starts),
        ends_at=_midnight(ends + timedelta(days=1)) if ends else None,
    )


def not_sold_in(currency: str, store: str) -> str:
    """What to say of a currency that a store has no region for."""
    return f"{store} does not sell in {currency}." if currency else "Choose the currency."


@dataclass(frozen=True)
class StepRow:
    """A step as it is typed: from how many pieces on, and a price or a percentage off the base price."""

    start: str = ""
    amount: str = ""
    percent: str = ""


def read_steps(rows: Sequence[StepRow], currency: str) -> tuple[Step, ...]:
    """The steps out of their rows, the smallest quantity first; empty rows are left out.

    Raises `Invalid` with a message per row (`step-0`, ...): each needs a quantity of its own, and either a price or a
    percentage; more pieces never cost more each than fewer.
    """
    problems: dict[str, str] = {}
    steps: dict[int, Step] = {}
    at: dict[int, int] = {}
    for n, row in enumerate(rows):
        if not (row.start.strip() or row.amount.strip() or row.percent.strip()):
            continue
        try:
            step = read_step(row, currency)
        except ValueError as error:
            problems[f"step-{n}"] = str(error)
            continue
        if step.min_quantity in steps:
            first = at[step.min_quantity] + 1
            problems[f"step-{n}"] = f"Rows {first} and {n + 1} both start at {step.min_quantity}. Change one of them."
            continue
        steps[step.min_quantity], at[step.min_quantity] = step, n
    if not problems:
        ordered = sorted(steps.values(), key=lambda step: step.min_quantity)
        if rising := rising_step(ordered):
            problems[f"step-{at[rising.min_quantity]}"] = "More pieces must not cost more each than fewer."
    if len(steps) > MOST_STEPS:
        problems[f"step-{MOST_STEPS}"] = f"At most {MOST_STEPS} steps."
    if problems:
        raise Invalid(problems)
    return tuple(steps[start] for start in sorted(steps))


def read_step(row: StepRow, currency: str) -> Step:
    """One step. Raises ValueError with a sentence that says what to do."""
    try:
        start = read_whole(row.start.strip() or "1", least=1, most=MAX_QUANTITY)
    except ValueError:
        raise ValueError("Enter from how many pieces on, such as 10.") from None
    amount, percent = row.amount.strip(), row.percent.strip()
    if bool(amount) == bool(percent):
        raise ValueError("Enter either a price or a percentage.")
    if (amount or percent).startswith(("-", "−")):
        raise ValueError(BELOW_ZERO if amount else "Enter a percentage from 0 to 100.")
    if amount:
        return Step(start, amount=read_amount(amount, currency))
    return Step(start, percent_off_bps=read_percent(percent))


def rising_step(steps: Sequence[Step]) -> Step | None:
    """The first step that asks more for a piece than the one before it, prices and percentages each compared with
    their like; None where more pieces never cost more."""
    for before, step in pairwise(steps):
        if before.amount is not None and step.amount is not None and step.amount > before.amount:
            return step
        both = before.percent_off_bps, step.percent_off_bps
        if both[0] is not None and both[1] is not None and both[1] < both[0]:
            return step
    return None


def lowered(base: Sequence[Step], off_bps: int) -> tuple[Step, ...]:
    """The steps of a base price with so much off each of them, as percentages off its first price, so that they follow
    it: 10.00, from ten on 9.00, less 10 % is 10 % off, from ten on 19 %."""
    first = next((step.amount for step in base if step.amount is not None), None)
    steps = []
    for step in base:
        share = step.percent_off_bps or 0
        if step.amount is not None and first:
            share = 10_000 - divide_half_even(step.amount * 10_000, first)
        kept = divide_half_even((10_000 - max(share, 0)) * (10_000 - off_bps), 10_000)
        steps.append(Step(step.min_quantity, percent_off_bps=10_000 - kept))
    return tuple(steps)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), UTC) if day else None

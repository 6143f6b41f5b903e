"""Regions, taxes and default deliveries as people type them, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS
from marketplace.domain.numbers import read_amount, read_field, read_percent, read_whole
from marketplace.domain.stores.taxes import Tax, read_tax

MAX_RATE_BPS = 5_000
DELIVERY_KINDS = {"flat": "The same for every order", "by_weight": "By weight", "by_price": "By the goods’ price"}


@dataclass(frozen=True)
class RegionFacts:
    """A region that can be stored; `countries` are ISO 3166-1 alpha-2."""

    name: str
    currency: str
    countries: tuple[str, ...]
    tax_inclusive: bool


@dataclass(frozen=True)
class RateFacts:
    """What is charged, or the ground on which nothing is; without a category it is the region's general one."""

    name: str
    tax: Tax
    category_id: str | None = None


@dataclass(frozen=True)
class DeliveryFacts:
    """A way of delivery; amounts in minor units of the region's currency, `step_size` in grams or minor units."""

    name: str
    kind: str
    amount: int
    step_size: int | None
    step_amount: int | None
    free_from_amount: int | None
    min_order_amount: int | None
    days_min: int
    days_max: int


def read_region(form: Mapping[str, str]) -> RegionFacts:
    """A region out of `name`, `currency`, `countries` (codes, any separator), `tax_inclusive`. Raises `Invalid`."""
    problems: dict[str, str] = {}
    name = " ".join(form.get("name", "").split())[:60]
    codes = tuple(dict.fromkeys(re.findall(r"[A-Za-z]+", form.get("countries", "").upper())))
    if not name:
        problems["name"] = "Enter a name, as shoppers read it in the region switch."
    if not codes or any(len(code) != 2 for code in codes):
        problems["countries"] = "Enter two-letter codes of countries, such as DE, AT."
    if form.get("currency", "") not in EXPONENTS:
        problems["currency"] = "Choose a currency."
    if problems:
        raise Invalid(problems)
    return RegionFacts(name, form["currency"], codes, form.get("tax_inclusive") == "yes")


def read_rate(form: Mapping[str, str]) -> RateFacts:
    """A rate out of `tax_name`, `percent`, `category_id`, and at 0 % `ground`, `reason`, `reason_code`.

    Raises `Invalid`.
    """
    problems: dict[str, str] = {}
    rate = read_field(
        form.get("percent", "") or "-",
        "percent",
        problems,
        partial(read_percent, most_bps=MAX_RATE_BPS),
        "Enter a rate from 0 to 50, such as 19 or 8.1.",
    )
    name = " ".join(form.get("tax_name", "").split())[:40]
    if not name:
        problems["tax_name"] = "Enter a name, as invoices say it."
    if problems:
        raise Invalid(problems)
    try:
        tax = read_tax(rate or 0, form.get("ground", ""), form.get("reason", ""), form.get("reason_code", ""))
    except ValueError as error:
        raise Invalid({"ground": str(error)}) from error
    return RateFacts(name, tax, form.get("category_id") or None)


def read_delivery(form: Mapping[str, str], currency: str) -> DeliveryFacts:
    """A way of delivery out of its form; amounts in `currency`, weight steps in grams. Raises `Invalid` per field."""
    problems: dict[str, str] = {}
    kind = form.get("kind", "flat")
    if kind not in DELIVERY_KINDS:
        problems["kind"] = "Choose how it is counted."
    amounts = {
        name: read_field(form.get(name, ""), name, problems, partial(read_amount, currency=currency))
        for name in ("amount", "step_amount", "free_from", "min_order")
    }
    if amounts["amount"] is None:
        problems.setdefault("amount", "Enter what it costs; 0 for nothing.")
    step = _step(form.get("step_size", ""), kind, currency, problems)
    if kind != "flat" and amounts["step_amount"] is None:
        problems.setdefault("step_amount", "Enter what each step adds.")
    days = [_days(form.get(name, ""), name, problems) for name in ("days_min", "days_max")]
    if not problems and days[0] > days[1]:
        problems["days_max"] = "The longest time is shorter than the shortest."
    if problems:
        raise Invalid(problems)
    return DeliveryFacts(
        name=" ".join(form.get("delivery_name", "").split())[:40] or "Standard",
        kind=kind,
        amount=amounts["amount"] or 0,
        step_size=step if kind != "flat" else None,
        step_amount=amounts["step_amount"] if kind != "flat" else None,
        free_from_amount=amounts["free_from"],
        min_order_amount=amounts["min_order"],
        days_min=days[0],
        days_max=days[1],
    )


def _step(typed: str, kind: str, currency: str, problems: dict[str, str]) -> int | None:
    if kind == "flat":
        return None
    read = partial(read_amount, currency=currency) if kind == "by_price" else partial(read_whole, most=99_999_999)
    size = read_field(typed, "step_size", problems, read)
    if not size:
        problems.setdefault("step_size", "Enter the size of a step: grams, or an amount.")
    return size


def _days(typed: str, field: str, problems: dict[str, str]) -> int:
    read = partial(read_whole, least=1, most=60)
    return read_field(typed or "-", field, problems, read, "Enter working days from 1 to 60.") or 1

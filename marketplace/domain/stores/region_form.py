"""Regions, taxes and default deliveries as people type them, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.domain.errors import Invalid
from marketplace.domain.forms import FormReader
from marketplace.domain.money import EXPONENTS
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
    typed = FormReader(form)
    name, currency = typed.line("name", 60), typed.raw("currency")
    codes = tuple(dict.fromkeys(re.findall(r"[A-Za-z]+", typed.raw("countries").upper())))
    if not name:
        typed.refuse("name", "Enter a name, as shoppers read it in the region switch.")
    if not codes or any(len(code) != 2 for code in codes):
        typed.refuse("countries", "Enter two-letter codes of countries, such as DE, AT.")
    if currency not in EXPONENTS:
        typed.refuse("currency", "Choose a currency.")
    typed.check()
    return RegionFacts(name, currency, codes, typed.raw("tax_inclusive") == "yes")


def read_rate(form: Mapping[str, str]) -> RateFacts:
    """A rate out of `tax_name`, `percent`, `category_id`, and at 0 % `ground`, `reason`, `reason_code`.

    Raises `Invalid`.
    """
    typed = FormReader(form)
    rate = typed.rate(
        "percent", most_bps=MAX_RATE_BPS, is_required=True, sentence="Enter a rate from 0 to 50, such as 19 or 8.1."
    )
    name = typed.line("tax_name", 40)
    if not name:
        typed.refuse("tax_name", "Enter a name, as invoices say it.")
    typed.check()
    try:
        tax = read_tax(rate or 0, typed.raw("ground"), typed.raw("reason"), typed.raw("reason_code"))
    except ValueError as error:
        raise Invalid({"ground": str(error)}) from error
    return RateFacts(name, tax, typed.raw("category_id") or None)


def read_delivery(form: Mapping[str, str], currency: str) -> DeliveryFacts:
    """A way of delivery out of its form; amounts in `currency`, weight steps in grams. Raises `Invalid` per field."""
    typed, kind = FormReader(form), form.get("kind", "flat")
    if kind not in DELIVERY_KINDS:
        typed.refuse("kind", "Choose how it is counted.")
    amount, step_amount = typed.amount("amount", currency), typed.amount("step_amount", currency)
    free_from, min_order = typed.amount("free_from", currency), typed.amount("min_order", currency)
    if amount is None:
        typed.refuse("amount", "Enter what it costs; 0 for nothing.")
    step = _step(typed, kind, currency) if kind != "flat" else None
    if kind != "flat" and step_amount is None:
        typed.refuse("step_amount", "Enter what each step adds.")
    shortest, longest = (
        typed.count(name, least=1, most=60, is_required=True, sentence="Enter working days from 1 to 60.") or 1
        for name in ("days_min", "days_max")
    )
    if not typed.problems and shortest > longest:
        typed.refuse("days_max", "The longest time is shorter than the shortest.")
    typed.check()
    return DeliveryFacts(
        name=typed.line("delivery_name", 40) or "Standard",
        kind=kind,
        amount=amount or 0,
        step_size=step,
        step_amount=step_amount if kind != "flat" else None,
        free_from_amount=free_from,
        min_order_amount=min_order,
        days_min=shortest,
        days_max=longest,
    )


def _step(typed: FormReader, kind: str, currency: str) -> int | None:
    size = typed.amount("step_size", currency) if kind == "by_price" else typed.count("step_size", most=99_999_999)
    if not size:
        typed.refuse("step_size", "Enter the size of a step: grams, or an amount.")
    return size

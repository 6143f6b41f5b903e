"""Regions, taxes and default deliveries as people type them, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS, parse_amount
from marketplace.domain.taxes import Tax, read_tax

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
    cleaned = form.get("percent", "").strip().rstrip("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", cleaned) or round(float(cleaned) * 100) > MAX_RATE_BPS:
        problems["percent"] = "Enter a rate from 0 to 50, such as 19 or 8.1."
    name = " ".join(form.get("tax_name", "").split())[:40]
    if not name:
        problems["tax_name"] = "Enter a name, as invoices say it."
    if problems:
        raise Invalid(problems)
    whole, _, part = cleaned.partition(".")
    rate = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    try:
        tax = read_tax(rate, form.get("ground", ""), form.get("reason", ""), form.get("reason_code", ""))
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
        name: _amount(form.get(name, ""), name, currency, problems)
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
        " ".join(form.get("delivery_name", "").split())[:40] or "Standard", kind, amounts["amount"] or 0,
        step if kind != "flat" else None, amounts["step_amount"] if kind != "flat" else None, amounts["free_from"],
        amounts["min_order"], days[0], days[1],
    )  # fmt: skip


def _amount(typed: str, field: str, currency: str, problems: dict[str, str]) -> int | None:
    if not typed.strip():
        return None
    try:
        return parse_amount(typed, currency)
    except ValueError as error:
        problems[field] = f"{error}."
        return None


def _step(typed: str, kind: str, currency: str, problems: dict[str, str]) -> int | None:
    if kind == "flat":
        return None
    size = _amount(typed, "step_size", currency, problems) if kind == "by_price" else _count(typed)
    if not size:
        problems.setdefault("step_size", "Enter the size of a step: grams, or an amount.")
    return size


def _days(typed: str, field: str, problems: dict[str, str]) -> int:
    found = _count(typed)
    if found is None or not 1 <= found <= 60:
        problems[field] = "Enter working days from 1 to 60."
    return found or 1


def _count(typed: str) -> int | None:
    cleaned = typed.strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) < 9 else None

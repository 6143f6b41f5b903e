"""A promotion as a person types it, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS
from marketplace.domain.numbers import read_amount, read_field, read_percent, read_whole

KINDS = {"percentage": "Percent off", "fixed": "Amount off", "free_shipping": "Free delivery"}
BEARERS = {"store": "The store", "vendor": "The vendors", "shared": "Half and half"}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{2,29}")


@dataclass(frozen=True)
class PromotionForm:
    """The fields of the editor as text; an empty code applies by itself, an empty limit does not limit."""

    title: str = ""
    code: str = ""
    kind: str = "percentage"
    percent: str = ""
    amount: str = ""
    currency: str = ""
    vendor_id: str = ""
    category_id: str = ""
    min_goods: str = ""
    borne_by: str = "store"
    usage_limit: str = ""
    per_customer: str = ""
    budget: str = ""
    starts_on: str = ""
    ends_on: str = ""
    contract_prices: str = ""


@dataclass(frozen=True)
class PromotionFacts:
    """A promotion that can be stored; amounts in minor units of `currency`, moments in UTC."""

    title: str
    code: str | None
    kind: str
    value_bps: int | None
    value_amount: int | None
    currency: str | None
    vendor_id: str | None
    category_id: str | None
    min_goods_amount: int | None
    cost_borne_by: str
    usage_limit: int | None
    per_customer_limit: int | None
    budget_amount: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    allows_contract_prices: bool


def read_promotion(form: PromotionForm, currency: str) -> PromotionFacts:
    """The promotion out of its form. Amounts bind it to one currency, the store's `currency` where none is chosen.

    `ends_on` is the last day. Raises `Invalid` with a message per field.
    """
    problems: dict[str, str] = {}
    money = form.currency or currency
    if money not in EXPONENTS:
        raise Invalid({"currency": "Choose a currency of the store."})
    amounts = {
        name: read_field(getattr(form, name), name, problems, partial(read_amount, currency=money))
        for name in ("amount", "min_goods", "budget")
    }
    counts = {name: _count(getattr(form, name), name, problems) for name in ("usage_limit", "per_customer")}
    bps = _bps(form.percent, problems) if form.kind == "percentage" else None
    starts, ends = _day(form.starts_on, "starts_on", problems), _day(form.ends_on, "ends_on", problems)
    code = form.code.strip().upper()
    _check(form, code, amounts["amount"], starts=starts, ends=ends, problems=problems)
    if problems:
        raise Invalid(problems)
    bound = form.currency or any(value is not None for value in amounts.values())
    return PromotionFacts(
        title=form.title.strip()[:80],
        code=code or None,
        kind=form.kind,
        value_bps=bps,
        value_amount=amounts["amount"] if form.kind == "fixed" else None,
        currency=money if bound else None,
        vendor_id=form.vendor_id or None,
        category_id=form.category_id or None,
        min_goods_amount=amounts["min_goods"],
        cost_borne_by=form.borne_by,
        usage_limit=counts["usage_limit"],
        per_customer_limit=counts["per_customer"],
        budget_amount=amounts["budget"],
        starts_at=_midnight(starts),
        ends_at=_midnight(ends + timedelta(days=1)) if ends else None,
        allows_contract_prices=form.contract_prices == "yes",
    )


def _check(
    form: PromotionForm, code: str, amount: int | None, starts: date | None, ends: date | None, problems: dict[str, str]
) -> None:
    if not form.title.strip():
        problems["title"] = "Enter a name: shoppers read it in their cart."
    if form.kind not in KINDS:
        problems["kind"] = "Choose what it gives."
    if form.borne_by not in BEARERS:
        problems["borne_by"] = "Choose who pays for it."
    if code and not _CODE.fullmatch(code):
        problems["code"] = "3 to 30 letters, digits, - and _."
    if form.kind == "fixed" and not amount:
        problems.setdefault("amount", "Enter the amount it takes off.")
    if starts and ends and ends < starts:
        problems["ends_on"] = "The last day lies before the first."


def _count(typed: str, field: str, problems: dict[str, str]) -> int | None:
    read = partial(read_whole, least=1, most=10_000_000)
    return read_field(typed, field, problems, read, "Enter a whole number from 1 on, or leave it empty.")


def _bps(typed: str, problems: dict[str, str]) -> int | None:
    found = read_field(typed, "percent", problems, read_percent, "Enter a percentage such as 10 or 12.5.")
    if not found:
        problems["percent"] = "Enter a percentage such as 10 or 12.5."
    return found


def _day(typed: str, field: str, problems: dict[str, str]) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        problems[field] = "Enter a day such as 2026-12-24."
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), UTC) if day else None

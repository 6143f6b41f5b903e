"""A promotion as a person types it, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.domain.errors import Invalid
from marketplace.domain.forms import FormReader
from marketplace.domain.money import EXPONENTS

KINDS = {"percentage": "Percent off", "fixed": "Amount off", "free_shipping": "Free delivery"}
BEARERS = {"store": "The store", "vendor": "The vendors", "shared": "Half and half"}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{2,29}")
_LIMIT = "Enter a whole number from 1 on, or leave it empty."
_PERCENT = "Enter a percentage such as 10 or 12.5."


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
    typed = FormReader(vars(form))
    money = form.currency or currency
    if money not in EXPONENTS:
        raise Invalid({"currency": "Choose a currency of the store."})
    amounts = {name: typed.amount(name, money) for name in ("amount", "min_goods", "budget")}
    counts = {
        name: typed.count(name, least=1, most=10_000_000, sentence=_LIMIT) for name in ("usage_limit", "per_customer")
    }
    bps = _bps(typed) if form.kind == "percentage" else None
    starts, ends = typed.day("starts_on"), typed.day("ends_on")
    code = typed.text("code").upper()
    _check(typed, form, code, amounts["amount"], starts=starts, ends=ends)
    typed.check()
    bound = form.currency or any(value is not None for value in amounts.values())
    return PromotionFacts(
        title=typed.text("title", 80),
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
    typed: FormReader, form: PromotionForm, code: str, amount: int | None, *, starts: date | None, ends: date | None
) -> None:
    if not typed.text("title"):
        typed.refuse("title", "Enter a name: shoppers read it in their cart.")
    if form.kind not in KINDS:
        typed.refuse("kind", "Choose what it gives.")
    if form.borne_by not in BEARERS:
        typed.refuse("borne_by", "Choose who pays for it.")
    if code and not _CODE.fullmatch(code):
        typed.refuse("code", "3 to 30 letters, digits, - and _.")
    if form.kind == "fixed" and not amount:
        typed.refuse("amount", "Enter the amount it takes off.")
    if starts and ends and ends < starts:
        typed.refuse("ends_on", "The last day lies before the first.")


def _bps(typed: FormReader) -> int | None:
    rate_bps = typed.rate("percent", is_required=True, sentence=_PERCENT)
    if not rate_bps:
        typed.refuse("percent", _PERCENT)
    return rate_bps


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0), UTC) if day else None

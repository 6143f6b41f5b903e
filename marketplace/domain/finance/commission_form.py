"""A commission rule as a person types it, checked field by field."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.errors import Invalid
from marketplace.domain.finance.commission import BASE_WORDS, Base
from marketplace.domain.forms import FormReader
from marketplace.domain.money import EXPONENTS

MAX_RATE_BPS = 5_000


@dataclass(frozen=True)
class RuleForm:
    """The fields of the editor as text; an empty one leaves a condition open or a bound away."""

    title: str = ""
    percent: str = ""
    fixed: str = ""
    floor: str = ""
    cap: str = ""
    base: str = Base.GOODS
    currency: str = ""
    vendor_id: str = ""
    category_id: str = ""
    product_id: str = ""
    from_amount: str = ""
    to_amount: str = ""


@dataclass(frozen=True)
class RuleFacts:
    """A rule that can be stored; amounts in minor units of `currency`, which is there when any amount is."""

    title: str
    rate_bps: int = 0
    fixed_amount: int = 0
    floor_amount: int | None = None
    cap_amount: int | None = None
    base: str = Base.GOODS
    currency: str | None = None
    vendor_id: str | None = None
    category_id: str | None = None
    product_id: str | None = None
    from_amount: int | None = None
    to_amount: int | None = None


def read_form(form: RuleForm, currency: str) -> RuleFacts:
    """The rule out of its form; amounts without a chosen currency are in the store's, `currency`.

    Raises `Invalid` with a message per field.
    """
    typed = FormReader(vars(form))
    money = form.currency or currency
    if money not in EXPONENTS:
        raise Invalid({"currency": "Choose a currency of the store."})
    amounts = {name: typed.amount(name, money) for name in ("fixed", "floor", "cap", "from_amount", "to_amount")}
    rate = typed.rate("percent", is_required=True, sentence="Enter a rate such as 9 or 9.5; 0 for none.") or 0
    if rate > MAX_RATE_BPS:
        typed.refuse("percent", "Enter a rate from 0 to 50 %.")
    if not typed.text("title"):
        typed.refuse("title", "Enter a name: vendors read it beside what they are charged.")
    if form.base not in BASE_WORDS:
        typed.refuse("base", "Choose what the rate is counted on.")
    _check_order(amounts, typed)
    typed.check()
    return RuleFacts(
        title=typed.text("title", 80),
        rate_bps=rate,
        fixed_amount=amounts["fixed"] or 0,
        floor_amount=amounts["floor"],
        cap_amount=amounts["cap"],
        base=form.base,
        currency=money if form.currency or any(amount is not None for amount in amounts.values()) else None,
        vendor_id=form.vendor_id or None,
        category_id=form.category_id or None,
        product_id=form.product_id or None,
        from_amount=amounts["from_amount"],
        to_amount=amounts["to_amount"],
    )


def _check_order(amounts: dict[str, int | None], typed: FormReader) -> None:
    floor, cap, start, end = (amounts[name] for name in ("floor", "cap", "from_amount", "to_amount"))
    if floor is not None and cap is not None and floor > cap:
        typed.refuse("cap", "The most is less than the least.")
    if start is not None and end is not None and start >= end:
        typed.refuse("to_amount", "The band ends before it begins.")

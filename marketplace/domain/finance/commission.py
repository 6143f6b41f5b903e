"""What the store keeps of an order: ordered rules, the first that fits wins, computed once and frozen.

The fee of the lines that one rule covers is computed on their sum and then split by largest remainder, because
rounding line by line would charge 30 where 33 are owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from marketplace.domain.money import allocate, divide_half_even, spoken


class Base(StrEnum):
    """What a percentage is counted on."""

    GOODS = "goods"
    GOODS_AND_SHIPPING = "goods_and_shipping"
    WITH_TAX = "with_tax"  # goods and shipping, each with its tax


BASE_WORDS = {
    Base.GOODS: "goods without tax",
    Base.GOODS_AND_SHIPPING: "goods and delivery without tax",
    Base.WITH_TAX: "goods and delivery with tax",
}


@dataclass(frozen=True)
class Rule:
    """`None` leaves a condition open. The value band `[from_amount, to_amount)` is of the whole order's goods."""

    id: str | None
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


@dataclass(frozen=True)
class Line:
    """`goods` is net of tax and of the discounts that the vendor bears, and never freight; categories come with all
    that hold them."""

    id: str
    goods: int
    tax: int = 0
    product_id: str = ""
    category_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sale:
    """One vendor's order as the rules see it. `shipping` is what the vendor gets for the delivery, whoever pays it.

    `agreed_bps` is the vendor's own rate, which beats every rule.
    """

    vendor_id: str
    vendor_name: str
    currency: str
    lines: tuple[Line, ...]
    shipping: int = 0
    shipping_tax: int = 0
    agreed_bps: int | None = None

    @property
    def goods(self) -> int:
        """The value that bands compare."""
        return sum(line.goods for line in self.lines)


@dataclass(frozen=True)
class Fee:
    """What is kept of one line. `goods` and `shipping` are the net amounts that the vendor would get without it."""

    line_id: str
    rule_id: str | None
    reason: str
    rate_bps: int
    base: str
    base_amount: int
    goods: int
    shipping: int
    amount: int
    tax: int


@dataclass(frozen=True)
class _Group:
    rule: Rule
    at: list[int] = field(default_factory=list)


NO_RULE = Rule(None, "No rule fits")


def fees(sale: Sale, rules: Sequence[Rule], *, tax_bps: int = 0) -> tuple[Fee, ...]:
    """One fee per line, in the order of the lines. The rules are in their order; `tax_bps` is the tax on the fee.

    Never more is taken, tax included, than the vendor gets for the lines that a rule covers.
    """
    shipping = _by_goods(sale.shipping, sale.lines)
    shipping_tax = _by_goods(sale.shipping_tax, sale.lines)
    groups: dict[Rule, _Group] = {}
    for at, line in enumerate(sale.lines):
        rule = rule_for(sale, line, rules)
        groups.setdefault(rule, _Group(rule)).at.append(at)
    bases, amounts, sentences = [0] * len(sale.lines), [0] * len(sale.lines), [""] * len(sale.lines)
    chosen = [NO_RULE] * len(sale.lines)
    for group in groups.values():
        bases_in_group = {at: _base(group.rule, sale.lines[at], shipping[at], shipping_tax[at]) for at in group.at}
        most = sum(sale.lines[at].goods + shipping[at] for at in group.at)
        counted = sum(bases_in_group.values())
        fee, bound = _fee(group.rule, counted, most * 10_000 // (10_000 + tax_bps))
        sentence = _reason(group.rule, sale.currency, counted, bound)
        for at, part in zip(group.at, split(fee, list(bases_in_group.values())), strict=True):
            bases[at], amounts[at], chosen[at], sentences[at] = bases_in_group[at], part, group.rule, sentence
    taxes = split(divide_half_even(sum(amounts) * tax_bps, 10_000), amounts)
    return tuple(
        Fee(
            line_id=line.id,
            rule_id=chosen[at].id,
            reason=sentences[at],
            rate_bps=chosen[at].rate_bps,
            base=str(chosen[at].base),
            base_amount=bases[at],
            goods=line.goods,
            shipping=shipping[at],
            amount=amounts[at],
            tax=taxes[at],
        )
        for at, line in enumerate(sale.lines)
    )


def rule_for(sale: Sale, line: Line, rules: Sequence[Rule]) -> Rule:
    """The vendor's agreed rate, else the first rule that fits, else one that takes nothing."""
    if sale.agreed_bps is not None:
        return Rule(None, f"Agreed with {sale.vendor_name}", rate_bps=sale.agreed_bps)
    return next((rule for rule in rules if not misfit(rule, sale, line)), NO_RULE)


def misfit(rule: Rule, sale: Sale, line: Line) -> str:
    """Why the rule does not fit this line, as the end of "Rule 2 does not fit: ..."; empty when it fits."""
    if rule.currency and rule.currency != sale.currency:
        return f"the order is in {sale.currency}"
    if rule.vendor_id and rule.vendor_id != sale.vendor_id:
        return f"the vendor is {sale.vendor_name}"
    if rule.category_id and rule.category_id not in line.category_ids:
        return "it is of another category"
    if rule.product_id and rule.product_id != line.product_id:
        return "it is another product"
    if rule.from_amount is not None and sale.goods < rule.from_amount:
        return f"{spoken(sale.goods, sale.currency)} is below {spoken(rule.from_amount, sale.currency)}"
    if rule.to_amount is not None and sale.goods >= rule.to_amount:
        return f"{spoken(sale.goods, sale.currency)} is not below {spoken(rule.to_amount, sale.currency)}"
    return ""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`allocate`, and nothing for nobody: where no weight is positive every part is zero."""
    return allocate(total, weights) if any(weights) else [0] * len(weights)


def _by_goods(amount: int, lines: Sequence[Line]) -> list[int]:
    weights = [line.goods for line in lines]
    return allocate(amount, weights if any(weights) else [1] * len(lines)) if lines else []


def _base(rule: Rule, line: Line, shipping: int, shipping_tax: int) -> int:
    if rule.base == Base.GOODS:
        return line.goods
    with_shipping = line.goods + shipping
    return with_shipping + line.tax + shipping_tax if rule.base == Base.WITH_TAX else with_shipping


def _fee(rule: Rule, counted: int, most: int) -> tuple[int, str]:
    """The fee, and which bound made it."""
    fee, bound = divide_half_even(counted * rule.rate_bps, 10_000) + rule.fixed_amount, ""
    if rule.floor_amount is not None and fee < rule.floor_amount:
        fee, bound = rule.floor_amount, "floor"
    if rule.cap_amount is not None and fee > rule.cap_amount:
        fee, bound = rule.cap_amount, "cap"
    return (most, "all") if fee > most else (fee, bound)


def _reason(rule: Rule, currency: str, counted: int, bound: str) -> str:
    if rule is NO_RULE:
        return "No rule fits, so nothing is taken."
    parts = [f"{rule.rate_bps / 100:g} % of {spoken(counted, currency)} ({BASE_WORDS[Base(rule.base)]})"]
    if rule.fixed_amount:
        parts.append(f" plus {spoken(rule.fixed_amount, currency)}")
    if bound == "floor":
        parts.append(f", raised to the least of {spoken(rule.floor_amount or 0, currency)}")
    elif bound == "cap":
        parts.append(f", lowered to the most of {spoken(rule.cap_amount or 0, currency)}")
    elif bound == "all":
        parts.append(", lowered to what the vendor gets")
    return f"{rule.title}: {''.join(parts)}."

"""What promotions take off a cart: which lines they concern, how much, and who bears it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from marketplace.domain.buying.basket import Discount, Goods
from marketplace.domain.money import allocate, divide_half_even, spoken


@dataclass(frozen=True)
class Promotion:
    """`value_bps` of a percentage, `value_amount` (minor units) of a fixed one; `budget_left` caps what it gives.

    The three target lists name what it is for; an empty one is no restriction. `own_uses` is how often this buyer
    has used it.
    """

    promotion_id: str
    title: str
    kind: str  # percentage | fixed | free_shipping
    code: str = ""
    value_bps: int = 0
    value_amount: int = 0
    vendor_ids: tuple[str, ...] = ()
    category_paths: tuple[str, ...] = ()
    company_ids: tuple[str, ...] = ()
    min_goods_amount: int | None = None
    allows_contract_prices: bool = False
    borne_by: str = "store"  # store | vendor | shared
    budget_left: int | None = None
    priority: int = 0
    is_active: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    currency: str = ""
    usage_left: int | None = None
    per_customer_limit: int | None = None
    own_uses: int = 0


@dataclass(frozen=True)
class Occasion:
    """When a promotion is asked for, in which currency, and for which company."""

    moment: datetime
    currency: str
    company_id: str = ""


@dataclass(frozen=True)
class Reduced:
    """What came of the promotions: discounts per line, vendors with free freight (and by which promotion), and why
    the others gave nothing."""

    discounts: tuple[Discount, ...] = ()
    free_shipping: dict[str, Promotion] = field(default_factory=dict)
    unmet: dict[str, str] = field(default_factory=dict)  # promotion -> a sentence

    def of_line(self, line_id: str) -> list[Discount]:
        return [d for d in self.discounts if d.line_id == line_id]


def unmet_condition(promotion: Promotion, on: Occasion, worths: Sequence[int] | None = None) -> str:
    """Why a promotion gives nothing on this occasion, as a sentence; empty when it holds.

    The one place where a promotion is judged: when a cart is priced, when its code is entered and when the cart is
    bought. `worths` are the minor units of each line that it is for and that is bought; None where goods may still
    come.
    """
    p = promotion
    if not p.is_active or (p.ends_at and p.ends_at <= on.moment):
        return "This code is no longer valid."
    if p.starts_at and p.starts_at > on.moment:
        return f"This code is valid from {p.starts_at:%-d %B %Y} on."
    if (p.usage_left is not None and p.usage_left <= 0) or (p.budget_left is not None and p.budget_left <= 0):
        return "This code has been used up."
    if p.currency and p.currency != on.currency:
        return f"This code is for orders in {p.currency}."
    if p.company_ids and on.company_id not in p.company_ids:
        return "This code is for certain companies. Sign in as one of their buyers."
    if p.per_customer_limit is not None and p.own_uses >= p.per_customer_limit:
        times = "" if p.per_customer_limit == 1 else f" {p.per_customer_limit} times"
        return f"You have used this code{times} already."
    if worths is not None and not worths:
        return "Nothing that can be bought now is part of it."
    if worths is not None and sum(worths) < (p.min_goods_amount or 0):
        return f"It needs goods for {spoken(p.min_goods_amount or 0, on.currency)} that can be bought now."
    return ""


def reduce_prices(promotions: Sequence[Promotion], bought: Sequence[Goods], on: Occasion) -> Reduced:
    """Apply promotions by priority, then identifier, each to what the ones before left over.

    `bought` are the goods that a checkout would take now: nothing else counts towards a condition or takes a share.
    Contract prices get something only where a promotion allows them. A fixed amount is split over its lines by
    largest remainder and never exceeds them.
    """
    left = {g.line_id: g.shown_amount for g in bought}
    discounts: list[Discount] = []
    free: dict[str, Promotion] = {}
    unmet: dict[str, str] = {}
    for promotion in sorted(promotions, key=lambda p: (-p.priority, p.promotion_id)):
        lines = eligible_lines(promotion, bought)
        if sentence := unmet_condition(promotion, on, [left[g.line_id] for g in lines]):
            unmet[promotion.promotion_id] = sentence
            continue
        if promotion.kind == "free_shipping":
            free.update({g.vendor_id: promotion for g in lines if g.vendor_id not in free})
            continue
        for line, amount in zip(lines, _amounts(promotion, [left[g.line_id] for g in lines]), strict=True):
            if amount:
                left[line.line_id] -= amount
                discounts.append(
                    Discount(promotion.promotion_id, line.line_id, amount, store_share(promotion.borne_by, amount))
                )
    return Reduced(tuple(discounts), free, unmet)


def eligible_lines(promotion: Promotion, goods: Sequence[Goods]) -> list[Goods]:
    """The lines that a promotion is for."""
    return [
        g
        for g in goods
        if (promotion.allows_contract_prices or not g.is_contract)
        and (not promotion.vendor_ids or g.vendor_id in promotion.vendor_ids)
        and (not promotion.category_paths or g.category_path.startswith(promotion.category_paths))
    ]


def store_share(borne_by: str, amount: int) -> int:
    """The store's part of a discount: all, nothing, or half, where the odd unit is the store's."""
    return {"store": amount, "vendor": 0}.get(borne_by, amount - amount // 2)


def _amounts(promotion: Promotion, left: list[int]) -> list[int]:
    if promotion.kind == "percentage":
        amounts = [divide_half_even(amount * promotion.value_bps, 10_000) for amount in left]
    else:
        worth = sum(left)
        amounts = allocate(min(promotion.value_amount, worth), left) if worth else [0] * len(left)
    wanted = sum(amounts)
    if promotion.budget_left is not None and wanted > promotion.budget_left:
        return allocate(promotion.budget_left, amounts)
    return amounts

"""What promotions take off a cart: which lines they concern, how much, and who bears it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplace.domain.basket import Discount, Goods
from marketplace.domain.money import allocate, divide_half_even


@dataclass(frozen=True)
class Promotion:
    """`value_bps` of a percentage, `value_amount` (minor units) of a fixed one; `budget_left` caps what it gives.

    The three target lists name what it is for; an empty one is no restriction.
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


@dataclass(frozen=True)
class Reduced:
    """What came of the promotions: discounts per line, vendors with free freight (and by which promotion)."""

    discounts: tuple[Discount, ...] = ()
    free_shipping: dict[str, str] = field(default_factory=dict)

    def of_line(self, line_id: str) -> list[Discount]:
        return [d for d in self.discounts if d.line_id == line_id]


def reduce_prices(promotions: Sequence[Promotion], goods: Sequence[Goods], *, company_id: str = "") -> Reduced:
    """Apply promotions by priority, then identifier, each to what the ones before left over.

    Goods with a problem or set aside get nothing; contract prices only where a promotion allows them. A fixed
    amount is split over its lines by largest remainder and never exceeds them.
    """
    left = {g.line_id: g.shown_amount for g in goods}
    found: list[Discount] = []
    free: dict[str, str] = {}
    for promotion in sorted(promotions, key=lambda p: (-p.priority, p.promotion_id)):
        lines = eligible_lines(promotion, goods, company_id=company_id)
        worth = sum(left[g.line_id] for g in lines)
        if not lines or worth < (promotion.min_goods_amount or 0):
            continue
        if promotion.kind == "free_shipping":
            free.update({g.vendor_id: promotion.promotion_id for g in lines if g.vendor_id not in free})
            continue
        for line, amount in zip(lines, _amounts(promotion, [left[g.line_id] for g in lines]), strict=True):
            if amount:
                left[line.line_id] -= amount
                found.append(
                    Discount(promotion.promotion_id, line.line_id, amount, store_share(promotion.borne_by, amount))
                )
    return Reduced(tuple(found), free)


def eligible_lines(promotion: Promotion, goods: Sequence[Goods], *, company_id: str = "") -> list[Goods]:
    """The lines a promotion is for; none when it is for other companies."""
    if promotion.company_ids and company_id not in promotion.company_ids:
        return []
    return [
        g for g in goods
        if not g.problem and not g.saved_for_later
        and (promotion.allows_contract_prices or not g.is_contract)
        and (not promotion.vendor_ids or g.vendor_id in promotion.vendor_ids)
        and (not promotion.category_paths or g.category_path.startswith(promotion.category_paths))
    ]  # fmt: skip


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

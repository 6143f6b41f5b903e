"""What delivery costs by a vendor's own rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FreightRule:
    """`flat`: `amount`; `by_weight` (grams) and `by_price` (minor units): `step_amount` per started `step_size`.

    Nothing from `free_from_amount` of goods on. Amounts are minor units.
    """

    kind: str
    amount: int = 0
    step_size: int | None = None
    step_amount: int | None = None
    free_from_amount: int | None = None


def freight(rule: FreightRule, *, goods_amount: int, weight_grams: int) -> int:
    """The freight of a parcel: `freight(FreightRule("by_weight", 500, 1000, 200), goods_amount=1, weight_grams=1500)`
    is 900: 5.00 and two started kilograms at 2.00."""
    if rule.free_from_amount is not None and goods_amount >= rule.free_from_amount:
        return 0
    measured = {"by_weight": weight_grams, "by_price": goods_amount}.get(rule.kind)
    if measured is None or not rule.step_size:
        return rule.amount
    return rule.amount + -(-measured // rule.step_size) * (rule.step_amount or 0)

"""What delivery costs, by each kind of rule, at the edges of its steps."""

from __future__ import annotations

import pytest

from marketplace.domain.buying.freight import FreightRule, freight


@pytest.mark.parametrize(
    ("rule", "goods", "grams", "cost"),
    [
        (FreightRule("flat", 590), 1, 99_000, 590),
        (FreightRule("by_weight", 500, 1000, 200), 1, 0, 500),
        (FreightRule("by_weight", 500, 1000, 200), 1, 1000, 700),
        (FreightRule("by_weight", 500, 1000, 200), 1, 1001, 900),
        (FreightRule("by_price", 300, 5000, 100), 10_000, 0, 500),
        (FreightRule("by_price", 300, 5000, 100), 10_001, 0, 600),
        (FreightRule("by_weight", 500, 1000, 200, 10_000), 9_999, 1500, 900),
        (FreightRule("by_weight", 500, 1000, 200, 10_000), 10_000, 1500, 0),
    ],
)
def test_freight_by_rule(rule: FreightRule, goods: int, grams: int, cost: int) -> None:
    assert freight(rule, goods_amount=goods, weight_grams=grams) == cost

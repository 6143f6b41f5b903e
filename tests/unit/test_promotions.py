"""What promotions take off goods that are bought: conditions, order, splitting and budgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.buying.basket import Delivery, Goods
from marketplace.domain.buying.basket_pricing import bought_goods
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.buying.promotions import Occasion, Promotion, reduce_prices, unmet_condition
from marketplace.domain.stores.taxes import NO_RATE

NOW = Occasion(datetime(2026, 11, 29, tzinfo=UTC), "EUR")
DRILL = Goods(
    "l1",
    "o1",
    "p1",
    "v1",
    "bolt",
    "c1",
    "/tools/drills/",
    "Drill",
    "",
    "drill",
    "D-1",
    "",
    "each",
    1,
    10_000,
    None,
    NO_RATE,
    0,
    9,
    False,
    1,
    1,
)
GLOVE = replace(DRILL, line_id="l2", offer_id="o2", vendor_id="nut", category_path="/safety/", unit_amount=5_000)
CONTRACT = replace(DRILL, line_id="l3", offer_id="o3", is_contract=True)
TEN = Promotion("a", "Ten off", "percentage", value_bps=1_000)


def taken(promotions: list[Promotion], goods: list[Goods]) -> dict[str, int]:
    discounts: dict[str, int] = {}
    for discount in reduce_prices(promotions, goods, NOW).discounts:
        discounts[discount.line_id] = discounts.get(discount.line_id, 0) + discount.amount
    return discounts


def test_each_takes_from_what_the_ones_before_left() -> None:
    fixed = Promotion("b", "50 off", "fixed", value_amount=5_000, priority=1)
    assert taken([TEN, fixed], [DRILL]) == {"l1": 5_000 + 500}
    assert taken([replace(TEN, priority=2), fixed], [DRILL]) == {"l1": 1_000 + 5_000}


def test_targets_and_contract_prices() -> None:
    goods = [DRILL, GLOVE, CONTRACT]
    assert taken([TEN], goods) == {"l1": 1_000, "l2": 500}
    assert taken([replace(TEN, allows_contract_prices=True)], goods) == {"l1": 1_000, "l2": 500, "l3": 1_000}
    assert taken([replace(TEN, vendor_ids=("nut",))], goods) == {"l2": 500}
    assert taken([replace(TEN, category_paths=("/tools/",))], goods) == {"l1": 1_000}


def test_what_gives_nothing_says_why() -> None:
    wanted = replace(TEN, min_goods_amount=15_001)
    assert reduce_prices([wanted], [DRILL, GLOVE], NOW).unmet == {
        "a": "It needs goods for EUR 150.01 that can be bought now."
    }
    assert reduce_prices([TEN], [CONTRACT], NOW).unmet == {"a": "Nothing that can be bought now is part of it."}
    assert (
        unmet_condition(replace(TEN, per_customer_limit=2, own_uses=2), NOW)
        == "You have used this code 2 times already."
    )
    assert unmet_condition(wanted, NOW) == ""  # goods may still come


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(1, 10**6), st.none() | st.integers(1, 10**6)
)
def test_a_fixed_amount_is_given_whole_as_far_as_goods_and_budget_go(
    prices: list[int], amount: int, budget: int | None
) -> None:
    goods = [replace(DRILL, line_id=f"l{n}", unit_amount=price) for n, price in enumerate(prices)]
    fixed = Promotion("b", "Off", "fixed", value_amount=amount, budget_left=budget)
    off = taken([fixed], goods)
    assert sum(off.values()) == min(amount, sum(prices), *([] if budget is None else [budget]))
    assert all(off.get(g.line_id, 0) <= g.shown_amount for g in goods)


@pytest.mark.parametrize(("least", "bought"), [(None, ["l1", "l2"]), (5_000, ["l1", "l2"]), (5_001, ["l1"])])
def test_what_is_bought_is_decided_before_any_promotion(least: int | None, bought: list[str]) -> None:
    ways = [
        Delivery("d1", "bolt", "Parcel", FreightRule("flat", 600)),
        Delivery("d2", "nut", "Parcel", FreightRule("flat", 400), min_order_amount=least),
    ]
    goods = [DRILL, GLOVE, replace(DRILL, line_id="l4", problem="gone"), replace(DRILL, line_id="l5", vendor_id="far")]
    assert [g.line_id for g in bought_goods(goods, ways)] == bought

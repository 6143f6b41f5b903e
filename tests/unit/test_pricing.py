"""The resolver never depends on the order of rows, and always says what became of every list."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.catalogue.pricing import (
    ListKind,
    PriceSource,
    Standing,
    Step,
    Verdict,
    next_tier,
    price_at,
    price_table,
    ranked_offers,
    resolve,
    tier_at,
)
from marketplace.domain.catalogue.tiers import QuantityRule, TierInput, steps_of
from marketplace.domain.errors import Invalid
from marketplace.domain.stores.taxes import net_and_gross

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = PriceSource(ListKind.BASE, (Step(1, 21900), Step(10, 20000), Step(50, percent_off_bps=2500)), "", "List price")
SALE = PriceSource(ListKind.STORE, (Step(1, 19500),), "pl_1", "November", ends_at=NOW + timedelta(days=7))
CONTRACT = PriceSource(ListKind.CONTRACT_COMPANY, (Step(1, percent_off_bps=1200),), "pl_2", "KM-2026")
FIXED = PriceSource(ListKind.CONTRACT_COMPANY, (Step(1, 18900), Step(10, 17200)), "pl_3", "KM-2026-014")

steps = st.lists(
    st.builds(Step, st.integers(1, 100), st.integers(0, 100_000)),
    min_size=1,
    max_size=4,
    unique_by=lambda s: s.min_quantity,
).map(tuple)
moments = st.none() | st.integers(-20, 20).map(lambda d: NOW + timedelta(days=d))
sources = st.lists(
    st.builds(
        PriceSource,
        st.sampled_from([kind for kind in ListKind if kind is not ListKind.BASE]),
        steps,
        list_id=st.uuids().map(str),
        priority=st.integers(0, 2),
        starts_at=moments,
        ends_at=moments,
    ),
    max_size=6,
)


def test_the_trace_names_the_winner_and_every_loser():
    answer = resolve([BASE, SALE, CONTRACT, FIXED], 1, NOW)
    assert answer is not None
    assert (answer.amount, answer.list_amount, answer.source.title) == (18900, 21900, "KM-2026-014")
    assert [(c.source.title, c.amount, c.verdict) for c in answer.trace] == [
        ("KM-2026-014", 18900, Verdict.WON),
        ("KM-2026", 19272, Verdict.DEARER),
        ("November", 19500, Verdict.PRECEDENCE),
        ("List price", 21900, Verdict.PRECEDENCE),
    ]


def test_a_percentage_is_off_the_first_price():
    answer = resolve([BASE], 60, NOW)
    assert answer is not None
    assert answer.amount == 16425


def test_a_schedule_begins_inside_and_ends_outside():
    timed = PriceSource(ListKind.STORE, (Step(1, 1),), "pl", starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    first, last = resolve([BASE, timed], 1, NOW), resolve([BASE, timed], 1, NOW + timedelta(hours=1))
    early = resolve([BASE, timed], 1, NOW - timedelta(seconds=1))
    assert first is not None
    assert first.amount == 1
    assert last is not None
    assert last.trace[-1].verdict is Verdict.ENDED
    assert early is not None
    assert early.trace[-1].verdict is Verdict.NOT_YET


def test_priority_beats_a_lower_price_of_the_same_kind():
    loud = PriceSource(ListKind.STORE, (Step(1, 20500),), "pl_9", priority=5)
    answer = resolve([SALE, loud, BASE], 1, NOW)
    assert answer is not None
    assert answer.amount == 20500
    assert answer.trace[1].verdict is Verdict.PRIORITY


def test_nothing_for_sale_has_no_price():
    assert resolve([], 1, NOW) is None
    assert resolve([PriceSource(ListKind.BASE, (Step(5, 100),))], 4, NOW) is None


@given(sources, st.integers(1, 200), st.randoms())
def test_the_order_of_rows_never_decides(lists, quantity, random):
    mixed = [BASE, *lists]
    random.shuffle(mixed)
    first, second = resolve([BASE, *lists], quantity, NOW), resolve(mixed, quantity, NOW)
    assert first is not None
    assert second is not None
    assert (first.amount, first.source) == (second.amount, second.source)
    assert price_at(mixed, quantity, NOW) == (first.amount, first.source)
    assert len(second.trace) == len(mixed)
    assert sum(c.verdict is Verdict.WON for c in second.trace) == 1
    open_kinds = [c.source.kind for c in second.trace if c.amount is not None]
    assert first.source.kind == min(open_kinds)


@given(sources, st.integers(1, 200))
def test_the_table_agrees_with_the_resolver_at_every_quantity(lists, quantity):
    everything = [BASE, *lists]
    table = price_table(everything, NOW)
    answer, row = resolve(everything, quantity, NOW), tier_at(table, quantity)
    assert answer is not None
    assert row is not None
    assert row.amount == answer.amount
    assert table[-1].max_quantity is None
    assert all(a.max_quantity == b.min_quantity - 1 for a, b in itertools.pairwise(table))


def test_the_nudge_offers_only_what_is_cheaper():
    table = price_table([FIXED, BASE], NOW)
    step = next_tier(table, 6)
    assert step is not None
    assert (step.min_quantity, step.amount, step.saves_bps) == (10, 17200, 2146)
    assert next_tier(table, 10) is None


def test_tiers_follow_each_other():
    rows = [TierInput(1, 9, 18900), TierInput(10, 49, 17200), TierInput(50, None, None, 2000)]
    assert steps_of(rows) == (Step(1, 18900), Step(10, 17200), Step(50, None, 2000))


@pytest.mark.parametrize(
    ("rows", "bad", "word"),
    [
        ([], 0, "price"),
        ([TierInput(2, None, 100)], 0, "covers 1 to 1"),
        ([TierInput(1, 9, 100), TierInput(11, None, 90)], 1, "covers 10 to 10"),
        ([TierInput(1, 9, 100), TierInput(9, None, 90)], 1, "overlaps"),
        ([TierInput(1, 9, 100)], 0, "open"),
        ([TierInput(1, None, 100), TierInput(10, None, 90)], 0, "ends"),
        ([TierInput(1, None, 100, 10)], 0, "either"),
        ([TierInput(1, None)], 0, "either"),
        ([TierInput(1, None, -1)], 0, "negative"),
        ([TierInput(1, None, None, 10_001)], 0, "percentage"),
        ([TierInput(1, None, None, 100)], 0, "needs a price"),
        ([TierInput(1, 9, 100), TierInput(10, None, 101)], 1, "not cost more"),
    ],
)
def test_gaps_overlaps_and_rising_prices_are_refused_at_their_row(rows, bad, word):
    with pytest.raises(Invalid) as refused:
        steps_of(rows)
    text = refused.value.fields[f"tier-{bad}"]
    assert word in text


@given(st.integers(1, 500), st.integers(1, 60), st.integers(-5, 1000))
def test_a_fitted_quantity_is_sold_and_is_the_least(minimum, step, wanted):
    rule = QuantityRule(minimum, step)
    fitted = rule.fit(wanted)
    assert rule.accepts(fitted)
    assert fitted >= max(wanted, minimum)
    assert fitted - step < max(wanted, minimum)


def test_each_field_of_a_quantity_rule_inherits_by_itself():
    assert QuantityRule(None, 6).over(QuantityRule(12, 2)) == QuantityRule(12, 6)
    assert QuantityRule(10, 4).smallest == 12


def test_in_stock_beats_price_and_price_beats_the_day():
    soon, late = NOW.date(), NOW.date() + timedelta(days=9)
    offers = [
        Standing("gone", 100, False, soon),
        Standing("dear", 300, True, soon),
        Standing("slow", 200, True, late),
        Standing("fast", 200, True, soon),
    ]
    assert [o.offer_id for o in ranked_offers(offers)] == ["fast", "slow", "dear", "gone"]


@given(st.integers(0, 10**9), st.integers(0, 2700))
def test_tax_taken_out_and_put_back_is_the_same(net, rate):
    gross = net_and_gross(net, rate, inclusive=False)[1]
    assert net_and_gross(gross, rate, inclusive=True) == (net, gross)

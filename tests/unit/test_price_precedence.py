"""Which list says what a piece costs: every precedence, edge and overlap, and a witness for all that is between."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.catalogue.pricing import (
    ListKind,
    PriceSource,
    Step,
    Verdict,
    price_at,
    price_table,
    resolve,
    tier_at,
)
from tests.factories.agreed_prices import BASES, ORDER, Agreed, agreements, right_price

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def source(one: Agreed) -> PriceSource:
    starts_at, ends_at = one.moments(NOW)
    return PriceSource(
        ListKind[one.kind.upper()],
        tuple(Step(*step) for step in one.steps),
        one.name,
        one.name,
        priority=one.priority,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def winner(*lists: Agreed, quantity: int = 1) -> tuple[int, str] | None:
    answers = {
        (answer.amount, answer.source.list_id) if (answer := resolve(order, quantity, NOW)) else None
        for order in itertools.permutations([source(one) for one in lists])
    }
    (only,) = answers  # whatever the order of rows
    return only


def fixed(kind: str, amount: int, name: str = "", **fields: int) -> Agreed:
    return Agreed(name or kind, kind, ((fields.pop("start", 1), amount, None),), **fields)


@pytest.mark.parametrize(("strong", "weak"), list(itertools.combinations(ORDER, 2)))
def test_the_stronger_kind_wins_though_it_is_dearer_and_has_no_priority(strong: str, weak: str) -> None:
    lists = fixed(strong, 900), fixed(weak, 100, priority=9)
    assert winner(*lists) == (900, strong)
    answer = resolve(map(source, lists), 1, NOW)
    assert answer is not None
    assert [(line.source.title, line.amount, line.verdict) for line in answer.trace] == [
        (strong, 900, Verdict.WON),
        (weak, 100, Verdict.PRECEDENCE),
    ]


@pytest.mark.parametrize("kind", ORDER[:-1])
@pytest.mark.parametrize(
    ("one", "other", "wins", "verdict"),
    [
        ((500, 1, "a"), (400, 0, "b"), (500, "a"), Verdict.PRIORITY),
        ((500, 1, "b"), (400, 1, "a"), (400, "a"), Verdict.DEARER),
        ((400, 1, "b"), (400, 1, "a"), (400, "a"), Verdict.DEARER),  # the same price: the smaller id
    ],
)
def test_lists_of_one_kind_overlap(
    kind: str, one: tuple[int, int, str], other: tuple[int, int, str], wins: tuple[int, str], verdict: Verdict
) -> None:
    lists = [fixed(kind, amount, name, priority=priority) for amount, priority, name in (one, other)]
    assert winner(*lists) == wins
    answer = resolve(map(source, lists), 1, NOW)
    assert answer is not None
    assert answer.trace[1].verdict is verdict


@pytest.mark.parametrize("kind", ORDER[:-1])
@pytest.mark.parametrize(
    ("starts", "ends", "verdict"),
    [
        (None, None, Verdict.WON),
        (-1, None, Verdict.WON),
        (0, None, Verdict.WON),  # the start is inside
        (1, None, Verdict.NOT_YET),
        (None, 1, Verdict.WON),
        (None, 0, Verdict.ENDED),  # the end is outside
        (None, -1, Verdict.ENDED),
        (0, 1, Verdict.WON),
        (-2, 0, Verdict.ENDED),
        (1, 2, Verdict.NOT_YET),
    ],
)
def test_the_edges_of_a_schedule(kind: str, starts: int | None, ends: int | None, verdict: Verdict) -> None:
    timed = Agreed("timed", kind, ((1, 500, None),), starts=starts, ends=ends)
    base = fixed("base", 900)
    assert winner(timed, base) == ((500, "timed") if verdict is Verdict.WON else (900, "base"))
    answer = resolve([source(timed), source(base)], 1, NOW)
    assert answer is not None
    assert next(line.verdict for line in answer.trace if line.source.title == "timed") is verdict


@pytest.mark.parametrize("kind", ORDER)
@pytest.mark.parametrize(
    ("quantity", "amount"), [(1, 900), (9, 900), (10, 800), (49, 800), (50, 675), (51, 675), (1_000_000, 675)]
)
def test_the_edges_of_steps(kind: str, quantity: int, amount: int) -> None:
    """From 10 on 8.00, from 50 on a quarter off the list's own first price."""
    stepped = Agreed("stepped", kind, ((1, 900, None), (10, 800, None), (50, None, 2_500)))
    assert winner(stepped, quantity=quantity) == (amount, "stepped")


@pytest.mark.parametrize("kind", ORDER[:-1])
@pytest.mark.parametrize(("quantity", "wins"), [(9, (900, "base")), (10, (500, "bulk")), (11, (500, "bulk"))])
def test_a_list_that_starts_later_leaves_the_pieces_below_to_the_next(
    kind: str, quantity: int, wins: tuple[int, str]
) -> None:
    assert winner(fixed(kind, 500, "bulk", start=10), fixed("base", 900), quantity=quantity) == wins


@pytest.mark.parametrize(
    ("whole", "off", "amount"), [(25, 1_000, 23), (35, 1_000, 31), (1_999, 3_333, 1_333), (1, 0, 1)]
)
def test_a_percentage_of_the_list_price_is_rounded_to_even(whole: int, off: int, amount: int) -> None:
    lists = Agreed("off", "group", ((1, None, off),)), fixed("base", whole)
    assert winner(*lists) == (amount, "off")
    assert right_price(list(lists), 1) == (amount, "off")


@given(agreements(), st.none() | BASES, st.integers(1, 62))
def test_the_witness_comes_to_the_same_price_and_the_same_list(
    lists: list[Agreed], base: Agreed | None, quantity: int
) -> None:
    known = [*lists, base] if base else lists
    sources = [source(one) for one in known]
    answer, right = resolve(sources, quantity, NOW), right_price(known, quantity)
    assert (answer and (answer.amount, answer.source.list_id)) == right
    assert price_at(sources, quantity, NOW) == (answer and (answer.amount, answer.source))
    row = tier_at(price_table(sources, NOW), quantity)
    if answer is not None:
        assert row is not None
        assert (row.amount, answer.trace[0].source, answer.trace[0].verdict) == (right[0], answer.source, Verdict.WON)  # type: ignore[index]
        assert sorted(line.source.list_id for line in answer.trace) == sorted(one.name for one in known)

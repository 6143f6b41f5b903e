"""When a payout is due, in the vendor's own morning; and what keeps one back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.domain.finance.payouts import Limits, Standing, last_turn, next_turn, payout_conditions

BERLIN = "Europe/Berlin"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "anchor", "zone", "moment", "key"),
    [
        ("daily", 0, BERLIN, "2026-11-19T04:59", "daily:2026-11-18"),  # five in the morning there
        ("daily", 0, BERLIN, "2026-11-19T05:00", "daily:2026-11-19"),
        ("weekly", 0, BERLIN, "2026-11-23T05:00", "weekly:2026-11-23"),
        ("weekly", 0, BERLIN, "2026-11-23T04:00", "weekly:2026-11-16"),
        ("weekly", 3, BERLIN, "2026-11-18T12:00", "weekly:2026-11-12"),
        ("monthly", 15, BERLIN, "2026-11-14T12:00", "monthly:2026-10-15"),
        ("monthly", 31, BERLIN, "2026-02-28T12:00", "monthly:2026-02-28"),
        ("monthly", 31, BERLIN, "2028-02-29T12:00", "monthly:2028-02-29"),
        ("monthly", 30, BERLIN, "2026-03-01T12:00", "monthly:2026-02-28"),
        ("monthly", 31, BERLIN, "2026-04-29T12:00", "monthly:2026-03-31"),
        ("daily", 0, "Asia/Tokyo", "2026-11-19T21:00", "daily:2026-11-20"),
        ("daily", 0, "America/New_York", "2026-11-19T10:59", "daily:2026-11-18"),
        ("daily", 0, "Nowhere/Atall", "2026-11-19T06:00", "daily:2026-11-19"),
        ("daily", 0, BERLIN, "2026-03-29T04:00", "daily:2026-03-29"),  # the night the clocks went forward
    ],
)
def test_the_latest_turn(schedule: str, anchor: int, zone: str, moment: str, key: str) -> None:
    turn = last_turn(schedule, anchor, zone, at(moment))
    assert turn is not None
    assert turn.key == key
    assert turn.due <= at(moment)


def test_who_only_asks_has_no_turn() -> None:
    assert last_turn("manual", 0, BERLIN, at("2026-11-19T12:00")) is None
    assert next_turn("manual", 0, BERLIN, at("2026-11-19T12:00")) is None


def test_turns_follow_each_other_without_gap() -> None:
    moment = at("2026-01-01T12:00")
    for schedule, anchor in (("daily", 0), ("weekly", 4), ("monthly", 31)):
        for _ in range(40):
            ahead = next_turn(schedule, anchor, BERLIN, moment)
            assert ahead is not None
            reached = last_turn(schedule, anchor, BERLIN, ahead)
            assert reached is not None
            assert reached.due == ahead
            moment = ahead


def test_limits_come_from_the_store_and_can_only_lower_the_platforms() -> None:
    limits = Limits({"EUR": 5_000}, {"EUR": 10**9, "USD": 100})
    assert (limits.least("EUR"), limits.least("JPY"), limits.least("KWD")) == (5_000, 100, 100_000)
    assert (limits.two_persons_above("EUR"), limits.two_persons_above("USD")) == (1_500_000, 100)


@pytest.mark.parametrize(
    ("change", "amount", "closed"),
    [
        ({}, 10_000, set()),
        ({}, 9_999, {"minimum"}),
        ({"is_open": False}, 10_000, {"open"}),
        ({"paused_reason": "A check."}, 10_000, {"paused"}),
        ({"has_account": False}, 10_000, {"account"}),
        ({"proven": False}, 10_000, {"proven"}),
        ({"last_asked_at": at("2026-11-19T11:00")}, 10_000, {"interval"}),
        ({"last_asked_at": at("2026-11-18T12:00")}, 10_000, set()),
    ],
)
def test_gates(change: dict[str, object], amount: int, closed: set[str]) -> None:
    standing = Standing(**{"is_open": True, "paused_reason": "", "has_account": True, "proven": True, **change})  # type: ignore[arg-type]
    conditions = payout_conditions(standing, amount, "EUR", Limits({}, {}, interval_hours=24), at("2026-11-19T12:00"))
    assert {gate.code for gate in conditions if not gate.is_open} == closed
    assert all(gate.sentence for gate in conditions)


def test_a_missed_turn_is_caught_up_with_once() -> None:
    """A worker that was down on Monday pays on Thursday what was free on Monday."""
    monday = last_turn("weekly", 0, BERLIN, at("2026-11-23T09:00"))
    assert monday is not None
    assert last_turn("weekly", 0, BERLIN, at("2026-11-26T09:00")) == monday
    assert monday.due == at("2026-11-23T05:00")
    assert monday.due + timedelta(days=7) == last_turn("weekly", 0, BERLIN, at("2026-11-30T09:00")).due  # type: ignore[union-attr]

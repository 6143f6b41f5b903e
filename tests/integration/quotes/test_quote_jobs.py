"""What time does to quotes: each job run twice, with exactly one effect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

import tasks.handlers  # noqa: F401
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.jobs import ClaimedJob
from marketplace.kit.tenancy import Scope
from tasks.app import HANDLERS, SCHEDULES
from tests.factories.quotes import Market, make_market

JOBS = ("quotes.expire", "quotes.end_closed", "quotes.remind", "quotes.release_holds")


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        answer = db.connection().execute(text(sql))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def letters(kind: str) -> int:
    ((number,),) = rows(f"select count(*) from job where kind = 'mail.{kind}'")
    return int(str(number))


def run(kind: str, times: int = 2) -> None:
    """The job as the schedule asks for it, for all stores at once."""
    for _ in range(times):
        with unit_of_work(Scope.system()) as db:
            HANDLERS[kind](db, ClaimedJob("job_1", kind, None, "", {}, 1, 8, "t", ""))


def trail(action: str) -> list[tuple[object, ...]]:
    return rows(f"select actor_name, reason from audit_event where action = '{action}' order by id")


def test_every_job_comes_round_every_five_minutes() -> None:
    assert {kind: SCHEDULES[kind] for kind in JOBS} == {kind: (kind, 300) for kind in JOBS}


def test_an_offer_that_nobody_accepted_in_time_ends_once(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None)
    rows("update quote set valid_until = now() - interval '1 second' where status = 'quoted'")
    run("quotes.expire")
    assert market.standing(request) == {"bolt": "expired", "nut": "pending"}
    assert rows("select end_reason from quote where status = 'expired'") == [("Nobody accepted it in time.",)]
    assert trail("quote:quote:expired") == [("System", "Nobody accepted it in time.")]
    assert rows("select count(*) from outbox where topic = 'quote.expired'") == [(1,)]
    assert letters("quote_ended") == 1


def test_a_request_that_nobody_answered_ends_two_weeks_after_its_day(market: Market) -> None:
    request = market.ask()
    rows("update quote_request set answer_by = now() - interval '13 days 23 hours'")
    run("quotes.expire")
    assert market.standing(request) == {"bolt": "pending", "nut": "pending"}
    rows("update quote_request set answer_by = now() - interval '14 days 1 second'")
    run("quotes.expire")
    assert market.standing(request) == {"bolt": "expired", "nut": "expired"}
    assert trail("quote:quote:expired") == [("System", "Nobody answered in time.")] * 2


def test_a_counter_that_nobody_answers_ends_too(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    market.counter_offer(request, "bolt", 1, line0=700)
    rows("update quote set turn_since = now() - interval '15 days', valid_until = now() - interval '15 days'")
    run("quotes.expire")
    assert market.standing(request) == {"bolt": "expired"}
    assert rows("select end_reason from quote") == [("Nobody answered in time.",)]


@pytest.mark.parametrize("status", ["suspended", "terminated"])
def test_a_vendor_that_is_gone_ends_its_open_quotes(market: Market, status: str) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None)
    rows(f"update vendor set status = '{status}' where handle = 'bolt'")
    run("quotes.end_closed")
    assert market.standing(request) == {"bolt": "withdrawn", "nut": "pending"}
    assert trail("quote:quote:ended") == [("System", "Bolt does not sell here any more.")]
    assert letters("quote_ended") == 1


def test_a_closed_store_ends_all_its_open_quotes(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None)
    decided = market.ask(market.wanted("hammer", 10))
    market.answer(decided, "bolt", 850)
    market.award(decided, "bolt")
    rows("update tenant set is_active = false")
    run("quotes.end_closed")
    assert market.standing(request) == {"bolt": "withdrawn", "nut": "withdrawn"}
    assert market.standing(decided) == {"bolt": "accepted"}
    assert trail("quote:quote:ended") == [("System", "This store is closed.")] * 2


def test_nothing_ends_while_everybody_sells(market: Market) -> None:
    request = market.ask()
    for kind in JOBS:
        run(kind)
    assert market.standing(request) == {"bolt": "pending", "nut": "pending"}
    assert rows("select count(*) from audit_event where action like 'quote:quote:%'") == [(0,)]


def test_who_is_on_turn_is_reminded_once_a_turn(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None, valid_until=now() + timedelta(hours=23))
    run("quotes.remind")
    assert (letters("quote_ends_soon"), letters("quote_unanswered")) == (1, 0)
    rows("update quote_request set answer_by = now() + interval '23 hours'")
    run("quotes.remind")
    assert (letters("quote_ends_soon"), letters("quote_unanswered")) == (1, 1)
    market.counter_offer(request, "bolt", 1, line0=700)
    market.answer(request, "bolt", 800, None, valid_until=now() + timedelta(hours=22))
    run("quotes.remind")
    assert (letters("quote_ends_soon"), letters("quote_unanswered")) == (2, 1)


def test_stock_of_an_award_that_nobody_ordered_is_given_back_once(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 850, reserves_stock=True)
    market.award(request, "bolt")
    held = "select reserved, on_hand from stock_level l join offer o on o.id = l.offer_id where o.id = '{}'"
    of_hammers = held.format(market.counter.offers["hammer"])
    run("quotes.release_holds")
    assert rows(of_hammers) == [(10, 200)]
    rows("update reservation set expires_at = now() - interval '1 second'")
    run("quotes.release_holds")
    assert rows(of_hammers) == [(0, 200)]
    assert rows("select status, quantity from reservation") == [("expired", 10)]

"""A quote is accepted and ends at one moment: real processes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from tests.factories.quotes import Market, make_market
from tests.races.test_spending import race

PRIYA, MODULE = "priya@aldermoor.example", "tests.races.quote_ender"


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        answer = db.connection().execute(text(sql))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def at_the_last(database: str, market: Market, variant: str) -> list[str]:
    """Priya accepts while the job finds that the offer is over."""
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 850)
    rows("update quote set valid_until = now() - interval '5 seconds'")
    accept = ("accept", variant, PRIYA, market.tenant_id, market.quote(request))
    return race(database, MODULE, accept, ("expire", variant, "", "", ""))


def ends() -> list[tuple[object, ...]]:
    """How often it was accepted and how often it ended, as the trail has it."""
    return rows("""
        select count(*) filter (where action = 'quote:request:accepted'),
            count(*) filter (where action = 'quote:quote:expired') from audit_event
    """)


def test_a_quote_is_accepted_or_ends_and_never_both(database: str, market: Market) -> None:
    outputs = at_the_last(database, market, "locked")
    assert outputs in (["0 ended", "accepted"], ["1 ended", "Conflict"])
    won = outputs == ["0 ended", "accepted"]
    assert ends() == [(1, 0) if won else (0, 1)]
    assert rows("select status from quote") == [("accepted" if won else "expired",)]
    assert rows("select count(*) from cart where quote_request_id is not null") == [(1 if won else 0,)]


def test_the_naive_way_does_both(database: str, market: Market) -> None:
    """What the lock of the request is there for."""
    assert at_the_last(database, market, "naive") == ["1 ended", "accepted"]
    assert ends() == [(1, 1)]
    assert rows("select count(*) from cart where quote_request_id is not null") == [(1,)]

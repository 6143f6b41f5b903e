"""Quotes in the command palette: found by number, title and who asks, by those who may open them."""

from __future__ import annotations

import pytest

from marketplace.domain.permissions import Actor
from marketplace.queries.operator_desk.palette import find, find_own_work
from tests.factories.quotes import Market, make_market


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def hrefs(market: Market, who: Actor, query: str) -> list[str]:
    return [one.href for one in market.do(lambda db: find(db, who, query)) if "/quotes/" in one.href]


def test_a_quote_is_found_by_number_title_and_who_asks(market: Market) -> None:
    request = market.ask(title="Line 3 refit")
    market.ask(title="Winter stock")
    bolt, nut = market.quote(request), market.quote(request, "nut")
    for query in ("q-1001", "Q-1001", "1001", "refit", "line 3"):
        assert hrefs(market, market.bolt, query) == [f"/vendor/quotes/{bolt}"], query
        (store,) = hrefs(market, market.operator, query)
        assert store in (f"/admin/quotes/{bolt}", f"/admin/quotes/{nut}")
    assert len(hrefs(market, market.operator, "priya")) == 2
    assert hrefs(market, market.bolt, "%") == []


def test_a_vendor_finds_only_what_it_was_asked(market: Market) -> None:
    request = market.ask(market.wanted("glove", 24), title="Gloves alone")  # nut sells them
    assert hrefs(market, market.nut, "gloves alone") == [f"/vendor/quotes/{market.quote(request, 'nut')}"]
    assert hrefs(market, market.bolt, "gloves alone") == []
    assert hrefs(market, market.priya, "gloves alone") == []


def test_the_vendors_own_palette_has_it_below_its_orders(market: Market) -> None:
    request = market.ask(title="Line 3 refit")
    (hit,) = market.do(lambda db: find_own_work(db, market.bolt, "refit"))
    assert (hit.head, hit.title, hit.detail) == ("Quotes", "Q-1001, Line 3 refit", "Priya Test")
    assert hit.href == f"/vendor/quotes/{market.quote(request)}"
    actions = market.do(lambda db: find(db, market.operator, ">rfq"))
    assert [(one.title, one.href) for one in actions] == [("Quotes", "/admin/quotes")]

"""A store quotes from an amount on: what the articles cost the buyer today decides, own words may always be asked."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import Forbidden, Invalid, NotFound
from marketplace.domain.permissions import GUEST
from marketplace.domain.quotes.request_form import WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.quotes.least_amount import set_quote_least
from tests.factories.price_lists import make_list
from tests.factories.quotes import Market, make_market

LESS = {"lines": "This store quotes from EUR 200.00 on. Order it at the prices shown, or ask for more."}


@pytest.fixture
def market(database: str) -> Market:
    market = make_market()
    assert set_least(market, EUR=20_000)
    return market


def set_least(market: Market, **least: int) -> bool:
    return market.do(lambda db: set_quote_least(db, market.operator, market.tenant_id, least))


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def refused(market: Market, *lines: WantedLine, who: Requester | None = None) -> dict[str, str]:
    before = rows("select count(*) from quote_request")
    with pytest.raises(Invalid) as raised:
        market.ask(*lines, who=who)
    assert rows("select count(*) from quote_request") == before
    return dict(raised.value.fields)


def test_the_sum_of_all_articles_decides_to_the_cent(market: Market) -> None:
    assert refused(market, market.wanted("hammer", 19)) == LESS  # 10.00 each
    assert market.ask(market.wanted("hammer", 20))
    assert market.ask(market.wanted("hammer", 19), market.wanted("glove", 2))  # 5.00 each
    assert refused(market, market.wanted("hammer", 19), market.wanted("glove", 1)) == LESS


def test_the_prices_of_the_buyer_count(market: Market) -> None:
    company = buyer_of(market.priya, market.tenant_id).company_id
    contract = {market.counter.offers["hammer"]: ((1, 800), (25, 790))}
    market.do(lambda db: make_list(db, market.tenant_id, "contract_company", company, prices=contract))
    assert refused(market, market.wanted("hammer", 24)) == LESS
    assert refused(market, market.wanted("hammer", 25)) == LESS  # 25 x 7.90 is 197.50
    assert market.ask(market.wanted("hammer", 26))
    guest = Requester(GUEST, token="a-browser")
    assert market.ask(market.wanted("hammer", 20), who=guest, name="Maren", email="maren@holt.example")


def test_what_has_no_sum_may_be_asked(market: Market) -> None:
    vendors = tuple(str(key) for (key,) in rows("select id from vendor"))
    assert market.ask(WantedLine(1, title="Fit for NEMA 34"), vendor_ids=vendors)
    assert market.ask(market.wanted("hammer", 1), WantedLine(1, title="Fit for NEMA 34"))


def test_another_currency_has_its_own_amount_and_none_is_for_any(market: Market) -> None:
    assert set_least(market, USD=90_000)
    assert market.ask(market.wanted("hammer", 1))
    assert set_least(market, EUR=0, USD=90_000) is False
    assert rows("select settings -> 'quote_least' from tenant") == [({"USD": 90_000},)]


def test_it_is_set_by_who_edits_the_store_and_stands_in_the_trail(market: Market) -> None:
    made = "select count(*) from audit_event where action = 'tenant:quotes:changed'"
    assert set_least(market, EUR=20_000) is False
    assert rows(made) == [(1,)]
    with pytest.raises(Forbidden):
        market.do(lambda db: set_quote_least(db, market.bolt, market.tenant_id, {"EUR": 1}))
    with pytest.raises((Forbidden, NotFound)):
        market.do(lambda db: set_quote_least(db, market.operator, "ten_other", {"EUR": 1}))
    assert rows(made) == [(1,)]
    assert rows("select settings -> 'quote_least' from tenant") == [({"EUR": 20_000},)]


def test_what_was_asked_before_goes_on(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 20))
    set_least(market, EUR=900_000)
    market.answer(request, "bolt", 850)
    assert market.award(request, "bolt")

"""What systems for quotes get wrong, each by its name. Those with a story of their own are told in full in
`test_request_to_order`: a double click, a second round, free lines, prices that no list or promotion moves."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.companies.spending import OverBudget, OverLimit
from marketplace.domain.errors import Conflict
from marketplace.domain.quotes.request_form import WantedLine
from marketplace.domain.quotes.standing import QuoteExpired
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyMember
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout import Placed, check_out
from marketplace.services.companies.cost_centres import CostCentreForm, save_cost_centre
from marketplace.services.quotes.commenting import Remark, comment_as_buyer, comment_as_seller
from marketplace.services.quotes.ending import expire_quotes
from marketplace.services.quotes.margin_rule import set_margin_rule
from tests.factories.companies import make_member
from tests.factories.quotes import Market, make_market
from tests.factories.shop import cart_of, form


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def rows(sql: str, **values: object) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        answer = db.connection().execute(text(sql), values)
        return [tuple(row) for row in answer] if answer.returns_rows else []


def buy(market: Market, cart: str, key: str = "k1", **fields: str) -> Placed:
    return check_out(market.counter.transact, market.shopper, cart, form(**fields), key=key)


def total(market: Market, cart: str) -> int:
    return market.do(lambda db: basket_of(db, cart_of(db, cart), market.priya)).total_amount


@pytest.mark.parametrize("inclusive", [False, True])
def test_tax_is_in_it_once(database: str, inclusive: bool) -> None:
    market = make_market(inclusive=inclusive)
    request = market.ask(market.wanted("hammer", 10))
    price, freight = (1190, 119) if inclusive else (1000, 100)
    market.answer(request, "bolt", price, freight_amount=freight)
    cart = market.award(request, "bolt")
    assert total(market, cart) == 12019  # 100.00 and 1.00 of freight, with 19 %
    buy(market, cart)
    assert rows("select total_amount, tax_amount from order_group") == [(12019, 1919)]


def test_an_expired_one_is_neither_edited_nor_commented_nor_accepted(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    quote, remark = market.quote(request), Remark("Still on?")

    def buyers_say() -> None:
        market.do(lambda db: comment_as_buyer(db, market.buyer, market.tenant_id, quote, remark))

    def sellers_say() -> None:
        market.do(lambda db: comment_as_seller(db, market.bolt, quote, remark))

    before = "select (select count(*) from quote_revision), (select count(*) from quote_comment), status from quote"
    rows("update quote set valid_until = now() - interval '1 second'")
    for act in (
        lambda: market.award(request, "bolt"),
        lambda: market.counter_offer(request, "bolt", 1, line0=1),
        buyers_say,
    ):
        with pytest.raises(QuoteExpired):
            act()
    assert rows(before) == [(1, 0, "quoted")]  # its time is over, and no job has come round yet
    market.do(expire_quotes)
    for act in (
        lambda: market.award(request, "bolt"),
        lambda: market.counter_offer(request, "bolt", 1, line0=1),
        lambda: market.answer(request, "bolt", 1),
        buyers_say,
        sellers_say,
    ):
        with pytest.raises(Conflict):
            act()
    assert rows(before) == [(1, 0, "expired")]
    assert rows("select count(*) from cart") == [(0,)]


def test_a_limit_is_less_by_a_quoted_order(market: Market) -> None:
    """200.00 a month: 115.43 are ordered by quote, and another 115.43 are more than what is left."""
    with unit_of_work(Scope.system()) as db:
        db.exec(select(CompanyMember)).one().spending_limit_amount = 20_000
    carts = []
    for _ in range(2):
        request = market.ask(market.wanted("hammer", 10))
        market.answer(request, "bolt", 900)
        carts.append(market.award(request, "bolt"))
    assert buy(market, carts[0]).status == "placed"
    assert rows("select status, amount from spending") == [("spent", 11543)]
    with pytest.raises(OverLimit) as refused:
        buy(market, carts[1], "k2")
    assert "EUR 84.57 of" in refused.value.sentence
    assert rows("select count(*) from order_group") == [(1,)]


def test_a_budget_is_less_by_a_quoted_order(market: Market) -> None:
    centre = opened(market, budget_amount=20_000)
    carts = []
    for _ in range(2):
        request = market.ask(market.wanted("hammer", 10))
        market.answer(request, "bolt", 900)
        carts.append(market.award(request, "bolt"))
    assert buy(market, carts[0], cost_centre=centre).status == "placed"
    with pytest.raises(OverBudget, match=r"EUR 84\.57"):
        buy(market, carts[1], "k2", cost_centre=centre)
    assert rows("select count(*) from order_group") == [(1,)]


def opened(market: Market, **fields: object) -> str:
    """A cost centre that the company's administrator opens."""
    with unit_of_work(Scope.system()) as db:
        marta = make_member(db, db.exec(select(Company)).one(), "marta@aldermoor.example", "admin")
    wish = CostCentreForm("4410", "Track works", **fields)  # type: ignore[arg-type]
    return market.do(lambda db: save_cost_centre(db, marta, market.tenant_id, "", wish).id)


def test_a_missing_cost_price_breaks_nothing(market: Market) -> None:
    """A rule about margins knows nothing of goods whose cost nobody has written down: they are sent as they are."""
    market.do(lambda db: set_margin_rule(db, market.bolt, 1_500))
    request = market.ask(market.wanted("hammer", 10), WantedLine(2, title="Bent to drawing"))
    answered = market.answer(request, "bolt", 1, 1)
    assert (answered.revision, market.standing(request)["bolt"]) == (1, "quoted")
    assert market.award(request, "bolt", "bolt")

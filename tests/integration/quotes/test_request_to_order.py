"""From a request to several vendors to one order group: what was quoted is what is charged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.basket import Basket, Part
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST
from marketplace.domain.quotes.request_form import WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import NotYourTurn, QuoteClosed, QuoteExpired
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.offer import Price
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.services.buying.cart_access import Shopper, find_cart
from marketplace.services.buying.carts import add_to_cart, basket_of, change_quantity, lines_of
from marketplace.services.buying.checkout import Placed, check_out
from marketplace.services.buying.quoted_carts import CartIsQuoted
from marketplace.services.quotes.accepting import AlreadyAwarded
from marketplace.services.quotes.answering import reject_quote
from marketplace.services.quotes.quote_access import quote_link
from marketplace.services.quotes.revisions import RevisionMoved
from tests.factories.quotes import Market, make_market
from tests.factories.shop import cart_of, form


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def basket(market: Market, cart_id: str) -> Basket:
    return market.do(lambda db: basket_of(db, cart_of(db, cart_id), market.priya))


def sums(part: Part) -> tuple[int, ...]:
    return part.goods_amount, part.discount_amount, part.shipping_amount, part.tax_amount, part.total_amount


def buy(market: Market, cart_id: str, key: str = "k1", shopper: Shopper | None = None) -> Placed:
    return check_out(market.counter.transact, shopper or market.shopper, cart_id, form(), key=key)


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def test_an_award_by_line_is_one_order_group_at_the_quoted_prices(market: Market) -> None:
    request = market.ask()
    assert market.standing(request) == {"bolt": "pending", "nut": "pending"}
    market.answer(request, "bolt", 850, None)
    market.answer(request, "nut", None, 450, freight_amount=300)
    cart = market.award(request, "bolt", "nut")
    assert market.standing(request) == {"bolt": "accepted", "nut": "accepted"}
    priced = basket(market, cart)
    # 10 x 8.50 + 24 x 4.50 + 7.00 + 3.00 freight = 203.00; 19 % of 92.00 and of 111.00 are 17.48 and 21.09
    assert (priced.goods_amount, priced.shipping_amount, priced.tax_amount, priced.total_amount) == (
        19300,
        1000,
        3857,
        24157,
    )
    placed = buy(market, cart)
    with unit_of_work(Scope.system()) as db:
        group = db.exec(select(OrderGroup).where(OrderGroup.id == placed.group_id)).one()
        assert (group.total_amount, group.tax_amount, group.shipping_amount) == (24157, 3857, 1000)
        assert sorted(one.total_amount for one in db.exec(select(Order))) == [10948, 13209]
        lines = {one.title: one for one in db.exec(select(OrderLine))}
        assert {title: (one.unit_amount, one.quantity) for title, one in lines.items()} == {
            "Hammer": (850, 10),
            "Glove": (450, 24),
        }
        assert lines["Hammer"].price_trace[0] == {
            "list": "Q-1001, revision 1",
            "kind": "quote",
            "amount": 850,
            "verdict": "won",
        }


def test_no_price_list_promotion_or_stock_moves_a_quote(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 300))
    market.answer(request, "bolt", 850)
    cart = market.award(request, "bolt")
    before = basket(market, cart)
    with unit_of_work(Scope.system()) as db:
        for price in db.exec(select(Price)):
            price.amount = 1
        db.connection().execute(text("update tax_rate set rate_bps = 700"))
        db.connection().execute(text("update shipping_option set amount = 99"))
        db.connection().execute(
            text("""insert into promotion (id, tenant_id, title, kind, value_bps, target, description, cost_borne_by,
                allows_contract_prices, priority, used, spent_amount, status)
                select 'prm_1', id, 'All off', 'percentage', 5000, '{}', '', 'store', true, 0, 0, 0, 'active'
                from tenant""")
        )
    after = basket(market, cart)
    assert [sums(one) for one in after.parts] == [sums(one) for one in before.parts]
    assert before.total_amount == (300 * 850 + 700) * 119 // 100
    placed = buy(market, cart)
    assert rows("select total_amount from order_group") == [(304283,)]
    assert placed.number == 1001


def test_a_double_click_makes_one_cart_and_one_order_group(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None)
    carts = {market.award(request, "bolt", "") for _ in range(2)}
    assert len(carts) == 1
    (cart,) = carts
    assert {buy(market, cart, key).number for key in ("k1", "k2", "k1")} == {1001}
    assert rows("select count(*) from order_group") == [(1,)]
    assert market.standing(request) == {"bolt": "accepted", "nut": "declined"}


def test_another_choice_after_the_award_is_refused(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, 430)
    market.answer(request, "nut", None, 450)
    market.award(request, "bolt", "nut")
    with pytest.raises(AlreadyAwarded):
        market.award(request, "bolt", "bolt")
    assert rows("select count(*) from cart where quote_request_id is not null") == [(1,)]


def test_a_second_round_is_negotiated_and_only_who_is_on_turn_changes_lines(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    with pytest.raises(NotYourTurn, match="It is Priya Test’s turn"):
        market.answer(request, "bolt", 100)
    assert market.counter_offer(request, "bolt", 1, line0=700) == 2
    with pytest.raises(NotYourTurn, match="It is Bolt’s turn"):
        market.counter_offer(request, "bolt", 2, line0=1)
    with pytest.raises(Conflict, match="it is countered"):
        market.award(request, "bolt")
    assert market.answer(request, "bolt", 800).revision == 3
    assert market.counter_offer(request, "bolt", 3, line0=780) == 4
    assert market.answer(request, "bolt", 780).revision == 5
    with pytest.raises(RevisionMoved):
        market.award(request, "bolt", bolt=3)
    cart = market.award(request, "bolt", bolt=5)
    assert [line.unit_amount for part in basket(market, cart).parts for line in [one.goods for one in part.lines]] == [
        780
    ]
    with pytest.raises(QuoteClosed):
        market.answer(request, "bolt", 1)


def test_an_expired_quote_is_neither_accepted_nor_countered(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update quote set valid_until = now() - interval '1 second'"))
    with pytest.raises(QuoteExpired):
        market.award(request, "bolt")
    with pytest.raises(QuoteExpired):
        market.counter_offer(request, "bolt", 1, line0=1)
    assert (market.standing(request), rows("select count(*) from cart")) == ({"bolt": "quoted"}, [(0,)])


def test_free_lines_become_goods_of_the_order(market: Market) -> None:
    nut = rows("select id from vendor where handle = 'nut'")[0][0]
    request = market.ask(WantedLine(2, title="Fit for NEMA 34, with drawing"), vendor_ids=(str(nut),))
    market.answer(request, "nut", 12500, freight_amount=0)
    cart = market.award(request, "nut")
    buy(market, cart)
    assert rows(
        "select l.title, l.quantity, l.unit_amount, p.status from order_line l join product p on p.id = l.product_id"
    ) == [("Fit for NEMA 34, with drawing", 2, 12500, "archived")]


def test_a_vendor_that_promised_stock_holds_it_until_the_order(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 150))
    market.answer(request, "bolt", 900, reserves_stock=True)
    cart = market.award(request, "bolt")
    offer = market.counter.offers["hammer"]
    held = f"select on_hand, reserved from stock_level where offer_id = '{offer}'"
    assert rows(held) == [(200, 150)]
    buy(market, cart)
    assert rows(held) == [(50, 0)]


def test_a_quoted_cart_is_not_the_cart_and_takes_nothing_else(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    cart = market.award(request, "bolt")
    assert market.do(lambda db: find_cart(db, market.tenant_id, market.shopper)) is None

    def add(db: Session) -> None:
        add_to_cart(db, cart_of(db, cart), market.counter.offers["saw"], 1)

    def change(db: Session) -> None:
        row = cart_of(db, cart)
        change_quantity(db, row, lines_of(db, row)[0].id, 1)

    for use in (add, change):
        with pytest.raises(CartIsQuoted):
            market.do(use)
    assert [line.goods.quantity for part in basket(market, cart).parts for line in part.lines] == [10]


def test_prices_with_tax_are_taxed_once(database: str) -> None:
    market = make_market(inclusive=True)
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 1190, freight_amount=119)
    priced = basket(market, market.award(request, "bolt"))
    assert (priced.goods_amount, priced.shipping_amount, priced.tax_amount, priced.total_amount) == (
        10000,
        100,
        1919,
        12019,
    )


def test_only_its_people_read_and_act(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    for who, error in ((Requester(GUEST), Unauthenticated), (Requester(market.nut), NotFound)):
        with pytest.raises(error):
            market.award(request, "bolt", who=who)
    quote = market.quote(request)
    with pytest.raises(NotFound):
        market.do(lambda db: reject_quote(db, market.nut, quote, "mine"))
    assert market.standing(request) == {"bolt": "quoted"}


def test_a_guest_asks_and_accepts_by_a_link(market: Market) -> None:
    anybody = Requester(GUEST, token="a-browser")
    line = market.wanted("hammer", 10)
    with pytest.raises(Invalid) as bad:
        market.ask(line, who=anybody, name="", email="nobody")
    assert set(bad.value.fields) == {"name", "email"}
    request = market.ask(line, who=anybody, name="Maren Holt", email="Maren@holt.example")
    market.answer(request, "bolt", 900)
    with pytest.raises(Unauthenticated):
        market.award(request, "bolt", who=anybody)
    guest = Requester(GUEST, key=quote_link(market.request(request)), token="a-browser")
    cart = market.award(request, "bolt", who=guest)
    buy(market, cart, shopper=Shopper(GUEST, "a-browser"))
    assert rows("select email, total_amount from order_group") == [("maren@holt.example", 11543)]


def test_bad_input_names_its_field(market: Market) -> None:
    for fields, field in (
        ({"answer_days": 0}, "answer_days"),
        ({"title": "x" * 121}, "title"),
        ({"vendor_ids": ("ven_unknown",)}, "vendors"),
    ):
        with pytest.raises(Invalid) as bad:
            market.ask(**fields)
        assert set(bad.value.fields) == {field}
    for line, field in (
        (market.wanted("hammer", 0), "quantity-0"),
        (WantedLine(1, title=" "), "title-0"),
        (WantedLine(1, offer_id="offer_gone"), "title-0"),
        (market.wanted("hammer", 1, target_amount=-1), "target-0"),
    ):
        with pytest.raises(Invalid) as bad:
            market.ask(line)
        assert set(bad.value.fields) == {field}
    assert rows("select count(*) from quote_request") == [(0,)]


def test_who_only_looks_on_asks_for_nothing(market: Market) -> None:
    grants = tuple(replace(one, title="viewer") for one in market.priya.grants)
    with pytest.raises(Forbidden):
        market.ask(who=Requester(replace(market.priya, grants=grants)))
    assert rows("select count(*) from quote_request") == [(0,)]


def test_a_revision_is_never_changed(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    for change in ("update quote_revision set total_amount = 1", "delete from quote_revision"):
        with pytest.raises(Exception, match="never changed"), unit_of_work(Scope.system()) as db:
            db.connection().execute(text(change))

"""Promotions from cart to order: judged in one place, on what is bought, and free again when it comes to nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import Invalid
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.process.migrations import config
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import CartPromotion, Promotion, PromotionUse
from marketplace.models.checkout import Checkout
from marketplace.models.order import OrderGroup
from marketplace.services.buying.cart_access import Shopper, find_cart
from marketplace.services.buying.cart_adoption import adopt_carts
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout import check_out
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.buying.reserving import PriceMoved
from marketplace.services.operations.verification import verify_everything
from marketplace.services.orders.cancelling import cancel_group, cancel_order, give_up_group
from marketplace.services.orders.promotion_usage import PromotionUsedUp, release_uses, return_uses
from tests.factories.people import make_operator, make_user
from tests.factories.shop import Counter, cart_of, form, guest, make_counter, person

SYSTEM = Scope.system()
pytestmark = pytest.mark.usefixtures("database")


def rows(statement: str, **values: object) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement), values).all()]


def promotion(counter: Counter, **fields: object) -> str:
    """Ten off by the code TEN, unless said otherwise; returns its id."""
    values = {"title": "Ten off", "kind": "percentage", "code": "TEN", "value_bps": 1000, **fields}
    with unit_of_work(SYSTEM) as db:
        row = Promotion(id=new_id("prm"), tenant_id=counter.tenant_id, **values)
        db.add(row)
        return row.id


def enter(counter: Counter, cart: str, code: str = "TEN") -> None:
    counter.transact(lambda db: enter_code(db, cart_of(db, cart), code))


def total(counter: Counter, shopper: Shopper, cart: str) -> int:
    return counter.transact(lambda db: basket_of(db, cart_of(db, cart), shopper.actor).total_amount)


def unmet(counter: Counter, shopper: Shopper, cart: str) -> list[str]:
    return counter.transact(lambda db: [*basket_of(db, cart_of(db, cart), shopper.actor).unmet.values()])


def uses() -> list[tuple[object, ...]]:
    return rows("select used, spent_amount from promotion order by title")


def buy(counter: Counter, shopper: Shopper, cart: str, key: str = "k", **fields: object) -> str:
    placed = check_out(counter.transact, shopper, cart, form(**fields), key=key)
    assert placed.status == "placed"
    return placed.group_id


def buyer(counter: Counter) -> Shopper:
    with unit_of_work(SYSTEM) as db:
        return person(make_user(db, "maren@holt.example").id)


# What holds, and for whom


def test_one_that_the_buyer_has_used_up_simply_does_not_apply() -> None:
    counter = make_counter()
    promotion(counter, code=None, per_customer_limit=1)
    maren = buyer(counter)
    first = counter.cart(maren, hammer=1)
    assert total(counter, maren, first) == 1785  # 10.00 less 1.00, 6.00 freight, 19 %
    buy(counter, maren, first, "a", seen_total_amount=1785)
    second = counter.cart(maren, hammer=1)
    assert total(counter, maren, second) == 1904
    buy(counter, maren, second, "b", seen_total_amount=1904)
    assert uses() == [(1, 100)]


def test_a_code_that_the_buyer_has_used_is_refused_and_dropped_where_it_was_entered_before() -> None:
    counter = make_counter()
    promotion(counter, per_customer_limit=1)
    maren = buyer(counter)
    cart = counter.cart(maren, hammer=1)
    enter(counter, cart)
    buy(counter, maren, cart, "a")
    cart = counter.cart(maren, hammer=1)
    with pytest.raises(Invalid) as refused:
        enter(counter, cart)
    assert refused.value.fields == {"code": "You have used this code already."}
    with unit_of_work(SYSTEM) as db:  # it was entered in another tab, before
        key = db.exec(select(Promotion.id)).one()
        db.add(CartPromotion(id=new_id("cpr"), tenant_id=counter.tenant_id, cart_id=cart, promotion_id=key))
    assert unmet(counter, maren, cart) == ["You have used this code already."]
    buy(counter, maren, cart, "b", seen_total_amount=1904)
    assert uses() == [(1, 100)]


def test_a_guest_is_known_by_the_address_and_then_sees_the_price_that_is_asked() -> None:
    counter = make_counter()
    promotion(counter, per_customer_limit=1)
    for browser in ("a", "b"):
        enter(counter, counter.cart(guest(browser), hammer=1))
    first, second = (counter.cart(guest(browser)) for browser in ("a", "b"))
    buy(counter, guest("a"), first, "a", seen_total_amount=1785)
    with pytest.raises(PriceMoved) as moved:
        check_out(counter.transact, guest("b"), second, form(seen_total_amount=1785), key="b")
    assert moved.value.sentence == (
        "This costs something else than you saw. “Ten off”: You have used this code already. Look at the new total, "
        "then place the order again."
    )
    assert rows("select count(*) from order_group") == [(1,)]
    assert rows("select reserved from stock_level where offer_id = :o", o=counter.offers["hammer"]) == [(0,)]
    assert total(counter, guest("b"), second) == 1904
    buy(counter, guest("b"), second, "b2", seen_total_amount=1904)
    assert uses() == [(1, 100)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": "ended"}, "This code is no longer valid."),
        ({"ends_at": datetime(2026, 1, 2, tzinfo=UTC)}, "This code is no longer valid."),
        ({"starts_at": datetime(2099, 5, 1, tzinfo=UTC)}, "This code is valid from 1 May 2099 on."),
        ({"usage_limit": 2, "used": 2}, "This code has been used up."),
        ({"budget_amount": 500, "spent_amount": 500}, "This code has been used up."),
        ({"currency": "USD"}, "This code is for orders in USD."),
        ({"target": {"companies": ["com_x"]}}, "This code is for certain companies. Sign in as one of their buyers."),
    ],
)
def test_every_condition_is_told_alike_when_entered_and_in_the_cart(change: dict[str, object], expected: str) -> None:
    counter = make_counter()
    key = promotion(counter)
    cart, other = counter.cart(guest("a"), hammer=1), counter.cart(guest("b"), hammer=1)
    enter(counter, cart)
    with unit_of_work(SYSTEM) as db:
        row = db.exec(select(Promotion).where(Promotion.id == key)).one()
        for name, value in change.items():
            setattr(row, name, value)
    with pytest.raises(Invalid) as refused:
        enter(counter, other)
    assert refused.value.fields == {"code": expected}
    assert unmet(counter, guest("a"), cart) == [expected]
    before = uses()
    buy(counter, guest("a"), cart, seen_total_amount=1904)  # nothing blocks it
    assert uses() == before


@pytest.mark.parametrize(
    ("limit", "email"), [({"usage_limit": 1}, "b@example.com"), ({"per_customer_limit": 1}, "maren@holt.example")]
)
def test_the_last_use_that_goes_at_the_same_moment_is_told_once(limit: dict[str, int], email: str) -> None:
    """The competing purchase runs at the critical line: between pricing and holding."""
    from marketplace.services.buying import reserving as phase_one

    counter = make_counter()
    promotion(counter, **limit)
    carts = {who: counter.cart(guest(who), hammer=1) for who in ("a", "b")}
    for cart in carts.values():
        enter(counter, cart)
    kept = phase_one.hold_stock

    def meanwhile(*args: object, **named: object) -> None:
        phase_one.hold_stock = kept
        buy(counter, guest("b"), carts["b"], "b", email=email)
        kept(*args, **named)

    phase_one.hold_stock = meanwhile
    with pytest.raises(PromotionUsedUp):
        check_out(counter.transact, guest("a"), carts["a"], form(), key="a")
    assert uses() == [(1, 100)]
    buy(counter, guest("a"), carts["a"], "a2", seen_total_amount=1904)


# What is bought


def hold_nut_back() -> None:
    """nut delivers from 100.00 on."""
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update shipping_option set min_order_amount = 10000 where amount = 400"))


def test_a_fixed_amount_comes_off_what_is_bought_whole() -> None:
    counter = make_counter()
    promotion(counter, kind="fixed", value_bps=None, value_amount=3000, currency="EUR")
    hold_nut_back()
    cart = counter.cart(guest(), saw=2, glove=12)  # 40.00 of bolt are bought, 60.00 of nut are not
    enter(counter, cart)
    buy(counter, guest(), cart)
    assert rows("select goods_amount, discount_amount from vendor_order") == [(4000, 3000)]
    assert uses() == [(1, 3000)]


def test_goods_that_are_not_bought_do_not_count_towards_the_least() -> None:
    counter = make_counter()
    promotion(counter, min_goods_amount=10_000, currency="EUR")
    hold_nut_back()
    cart = counter.cart(guest(), saw=2, glove=12)
    enter(counter, cart)
    assert unmet(counter, guest(), cart) == ["It needs goods for EUR 100.00 that can be bought now."]
    buy(counter, guest(), cart)
    assert rows("select discount_amount from vendor_order") == [(0,)]
    assert (uses(), rows("select count(*) from promotion_use")) == ([(0, 0)], [(0,)])


def test_a_vendor_that_does_not_deliver_here_takes_no_share() -> None:
    counter = make_counter()
    promotion(counter, kind="fixed", value_bps=None, value_amount=3000, currency="EUR")
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("delete from shipping_option where amount = 400"))
    cart = counter.cart(guest(), saw=2, glove=12)
    enter(counter, cart)
    buy(counter, guest(), cart)
    assert rows("select discount_amount from vendor_order") == [(3000,)]


def test_what_stays_in_the_cart_keeps_its_code() -> None:
    counter = make_counter(stock=50)
    promotion(counter)
    hold_nut_back()
    cart = counter.cart(guest(), hammer=1, glove=12)
    enter(counter, cart)
    buy(counter, guest(), cart)
    fresh = counter.cart(guest(), glove=12)  # 120.00 now
    assert fresh != cart
    assert total(counter, guest(), fresh) == 13_328  # 120.00 less 12.00, 4.00 freight, 19 %
    buy(counter, guest(), fresh, "k2")
    assert uses() == [(2, 1_300)]


def test_a_guest_s_code_comes_along_into_the_person_s_cart() -> None:
    counter = make_counter()
    promotion(counter)
    maren = buyer(counter)
    counter.cart(maren, hammer=1)
    enter(counter, counter.cart(guest(), saw=1))
    with unit_of_work(SYSTEM) as db:
        adopt_carts(db, maren.actor, "a-browser")
    with unit_of_work(SYSTEM) as db:
        persons_cart = find_cart(db, counter.tenant_id, maren)
        assert persons_cart is not None
        assert basket_of(db, persons_cart, maren.actor).discount_amount == 300


@pytest.mark.parametrize("borne_by", ["store", "shared", "vendor"])
def test_a_promotion_makes_no_vendor_fall_under_its_minimum(borne_by: str) -> None:
    counter = make_counter()
    promotion(counter, value_bps=6_000, cost_borne_by=borne_by)
    cart = counter.cart(guest(), glove=12)  # 60.00, nut's minimum is 30.00
    enter(counter, cart)
    buy(counter, guest(), cart)
    assert rows("select goods_amount, discount_amount, shipping_amount from vendor_order") == [(6000, 3600, 400)]


# What is given


def test_freight_that_was_free_anyway_takes_no_use() -> None:
    counter = make_counter()
    promotion(counter, code=None, kind="free_shipping", value_bps=None, per_customer_limit=1)
    buy(counter, guest(), counter.cart(guest(), saw=5), "a")  # bolt delivers free from 100.00 on
    assert (uses(), rows("select count(*) from promotion_use")) == ([(0, 0)], [(0,)])
    buy(counter, guest(), counter.cart(guest(), hammer=1), "b")
    assert uses() == [(1, 600)]


def test_a_budget_that_does_not_pay_a_delivery_blocks_nothing() -> None:
    counter = make_counter()
    promotion(counter, code=None, kind="free_shipping", value_bps=None, budget_amount=1_000)
    cart = counter.cart(guest(), hammer=1, glove=12)
    buy(counter, guest(), cart, "a")  # 6.00 and 4.00
    assert uses() == [(1, 1_000)]
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update promotion set budget_amount = 1500"))
    buy(counter, guest("b"), counter.cart(guest("b"), hammer=1), "b")  # 5.00 are left
    assert rows("select shipping_amount, given_shipping_amount from vendor_order order by created_at desc limit 1") == [
        (600, 0)
    ]
    assert uses() == [(1, 1_000)]


# What comes back


def orders_of(group_id: str) -> list[str]:
    return [
        str(row[0]) for row in rows("select id from vendor_order where group_id = :g order by position", g=group_id)
    ]


def bought_with_a_code(counter: Counter, **fields: object) -> str:
    promotion(counter, usage_limit=1, per_customer_limit=1, budget_amount=1_000)
    cart = counter.cart(guest(), hammer=3, glove=12)
    enter(counter, cart)
    return buy(counter, guest(), cart, **fields)


def test_a_use_comes_back_when_every_vendor_has_refused() -> None:
    counter = make_counter()
    group = bought_with_a_code(counter)
    assert uses() == [(1, 900)]
    first, second = orders_of(group)
    with unit_of_work(SYSTEM) as db:
        cancel_order(db, make_operator(db), first, reason="Sold out since", key="c1")
    assert uses() == [(1, 900)]  # the other vendor still ships
    with unit_of_work(SYSTEM) as db:
        cancel_order(db, make_operator(db, "b@example.com"), second, reason="Sold out since", key="c2")
    assert (uses(), rows("select status from promotion_use")) == ([(0, 0)], [("released",)])
    again = counter.cart(guest(), hammer=1)
    enter(counter, again)
    buy(counter, guest(), again, "again", seen_total_amount=1785)
    assert uses() == [(1, 100)]
    assert [rule.name for rule in verify_everything() if rule.broken] == []


@pytest.mark.parametrize("by", ["a person", "the clock"])
def test_a_use_comes_back_when_the_money_never_came(by: str) -> None:
    counter = make_counter()
    group_id = bought_with_a_code(counter, provider="bank_transfer")
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
        if by == "a person":
            cancel_group(db, operator, group_id, reason="The buyer wrote")
        else:
            group = db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).one()
            give_up_group(db, operator, group, "The transfer did not come.")
    assert (uses(), rows("select status from promotion_use")) == ([(0, 0)], [("released",)])


def test_two_vendors_who_refuse_at_the_same_moment_see_each_other() -> None:
    counter = make_counter()
    first, second = orders_of(bought_with_a_code(counter))
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
    waits = threading.Event()

    def other() -> None:
        with unit_of_work(SYSTEM) as db:
            waits.set()
            cancel_order(db, operator, second, reason="Sold out since", key="c2")

    beside = threading.Thread(target=other)
    with unit_of_work(SYSTEM) as db:
        cancel_order(db, operator, first, reason="Sold out since", key="c1")
        beside.start()
        waits.wait(10)
        beside.join(0.3)  # it has come as far as it gets: to the lock
    beside.join(10)
    assert rows("select status from vendor_order") == [("cancelled",), ("cancelled",)]
    assert uses() == [(0, 0)]


@pytest.mark.parametrize("card", ["4242", "3155"])  # bought, or still to be confirmed
def test_promotions_are_given_back_in_the_order_of_their_ids(card: str) -> None:
    """While somebody has the first of two, whoever gives both back waits for it, and has taken nothing yet."""
    counter = make_counter()
    first, second = sorted(promotion(counter, title=title, code=None) for title in ("One", "Two"))
    check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form(card), key="k")
    assert {count for count, _ in uses()} == {1}

    def give_back() -> None:
        with unit_of_work(SYSTEM) as db:
            if card == "4242":
                return_uses(db, db.exec(select(OrderGroup)).one())
            else:
                release_uses(db, db.exec(select(Checkout)).one())

    rows("update promotion set title = title where id = :id returning id", id=first)  # read after the second one now
    beside = threading.Thread(target=give_back)
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Promotion).where(Promotion.id == first).with_for_update()).one()
        beside.start()
        beside.join(0.3)  # it has come as far as it gets: to the lock
        db.exec(select(Promotion).where(Promotion.id == second).with_for_update(nowait=True)).one()
        assert len(db.exec(select(PromotionUse).with_for_update(nowait=True)).all()) == 2
    beside.join(10)
    assert uses() == [(0, 0), (0, 0)]
    assert rows("select distinct status from promotion_use") == [("released",)]


def test_uses_of_purchases_that_were_cancelled_before_are_freed(database: str) -> None:
    """One purchase was cancelled by both vendors, of one a vendor still ships, one is not cancelled."""
    counter = make_counter(stock=60)
    promotion(counter)
    for at in range(3):
        cart = counter.cart(guest(f"browser-{at}"), hammer=3, glove=12)
        enter(counter, cart)
        buy(counter, guest(f"browser-{at}"), cart, f"k{at}")
    assert uses() == [(3, 2_700)]
    all_, one, _ = (key for (key,) in rows("select id from order_group order by number"))
    rows(
        "update vendor_order set status = 'cancelled' where group_id = :all or id = :one returning id",
        all=all_,
        one=orders_of(one)[0],
    )
    with owner_engine().begin() as connection, Operations.context(MigrationContext.configure(connection)):
        connection.execute(text("select set_config('app.platform', 'on', true)"))
        for _ in range(2):  # once, however often
            ScriptDirectory.from_config(config()).get_revision("0058").module.upgrade()
    assert uses() == [(2, 1_800)]
    assert rows(
        "select k.group_id, u.status from promotion_use u join checkout k on k.id = u.checkout_id "
        "where u.status = 'released'"
    ) == [(all_, "released")]

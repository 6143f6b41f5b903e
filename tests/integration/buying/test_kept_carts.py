"""A cart that was put aside: it waits under a name, comes back at today's prices, and colleagues take a copy."""

from __future__ import annotations

from sqlmodel import select

from marketplace.kit.db import unit_of_work
from marketplace.models.offer import Price
from marketplace.models.stock import StockLevel
from tests.factories.shop import Counter
from tests.integration.buying.test_cart_pages import CART, add, rows, words
from tests.integration.buying.test_requisition_lists import (  # noqa: F401  fixtures
    LISTS,
    SYSTEM,
    At,
    at,
    buy,
    counter,
    in_carts,
    on_lists,
    people,
)


def put_aside(at: At, counter: Counter, **form: str) -> str:  # noqa: F811
    """Two hammers and a saw out of Priya's cart, kept as "Bridge"; returns the list's id."""
    priya = at("priya")
    add(priya, counter, hammer=2, saw=1)
    priya.get(CART)  # shows the prices
    page = priya.post(f"{LISTS}/from-cart", data={"aside": "yes", "name": "Bridge", **form})
    assert "Your cart waits as “Bridge”." in words(page.text)
    return str(page.url).rpartition("/")[2]


def test_a_cart_waits_under_its_name_and_comes_back_with_what_moved(at: At, counter: Counter) -> None:  # noqa: F811
    priya, list_id = at("priya"), put_aside(at, counter)
    assert in_carts() == []
    assert on_lists() == [("Bridge", "Hammer", 2, ""), ("Bridge", "Saw", 1, "")]
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Price).where(Price.offer_id == counter.offers["hammer"])).one().amount = 1100
    assert "2 lines are in your cart, at today’s prices." in (page := buy(priya, list_id))
    assert "Price was €10.00, is €11.00 now" in page
    assert in_carts() == [("Hammer", 2), ("Saw", 1)]
    assert rows("select count(*) from requisition_list") == [(0,)]  # it is the cart again


def test_what_cannot_be_had_stays_put_aside(at: At, counter: Counter) -> None:  # noqa: F811
    priya, list_id = at("priya"), put_aside(at, counter)
    every = [str(row[0]) for row in rows("select id from requisition_line order by created_at, id")]
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["hammer"])).one().on_hand = 1
    assert "Hammer: 2 wanted, 1 left; 1 went in." in buy(priya, list_id, every)
    assert in_carts() == [("Hammer", 1), ("Saw", 1)]
    assert on_lists() == [("Bridge", "Hammer", 1, "")]


def test_a_colleague_takes_a_copy_and_nobody_shops_in_anothers_cart(at: At, counter: Counter) -> None:  # noqa: F811
    ada, list_id = at("ada"), put_aside(at, counter, shared="yes")
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Price).where(Price.offer_id == counter.offers["hammer"])).one().amount = 1100
    page = buy(ada, list_id)
    assert "2 lines are in your cart" in page
    assert "Price was" not in page  # she never saw another
    assert on_lists() == [("Bridge", "Hammer", 2, ""), ("Bridge", "Saw", 1, "")]
    owners = """select u.email, count(*) from cart_line l join cart c on c.id = l.cart_id
        join account u on u.id = c.user_id group by 1"""
    assert rows(owners) == [("ada@rail.example", 2)]


def test_a_cart_that_is_kept_nowhere_stays_as_it_is(at: At, counter: Counter) -> None:  # noqa: F811
    priya, otto = at("priya"), at("otto")
    put_aside(at, counter)
    add(priya, counter, glove=12)
    page = words(priya.post(f"{LISTS}/from-cart", data={"aside": "yes", "name": "bridge"}).text)
    assert "You have a list “bridge” already." in page
    add(otto, counter, hammer=1)
    page = words(otto.post(f"{LISTS}/from-cart", data={"aside": "yes", "name": "Mine", "shared": "yes"}).text)
    assert "nobody to share a list with" in page
    assert in_carts() == [("Glove", 12), ("Hammer", 1)]
    assert rows("select name from requisition_list") == [("Bridge",)]

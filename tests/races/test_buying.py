"""Buyers as real processes that start at the same moment; and a checkout that breaks at every place it can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter as Tally

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.failpoints import VARIABLE
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Promotion
from marketplace.models.company import CompanyLocation
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import list_stuck_checkouts, settle_checkout
from marketplace.services.buying.promotion_codes import enter_code
from tests.factories.companies import make_company, make_member
from tests.factories.shop import Counter, cart_of, guest, make_counter

SYSTEM = Scope.system()


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def race(database: str, buyers: list[tuple[str, ...]], *, env: dict[str, str] | None = None) -> Tally[str]:
    """Let all buyers go at one moment; how often each answer came."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.races.buyer", json.dumps(buyers)],
        env={**os.environ, "DATABASE_URL": database, **(env or {})},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    tally = Tally(line.split()[0] for line in done.stdout.splitlines())
    return tally + Tally({"died": len(buyers) - tally.total()})


def carts(counter: Counter, how_many: int, **goods: int) -> list[tuple[str, ...]]:
    return [
        (counter.tenant_id, f"browser-{n}", counter.cart(guest(f"browser-{n}"), **goods), f"key-{n}")
        for n in range(how_many)
    ]


def test_twenty_units_and_six_buyers(database: str) -> None:
    counter = make_counter(stock=20)
    tally = race(database, carts(counter, 6, hammer=5))
    assert tally["placed"] == 4
    assert tally["placed"] + tally["refused"] == 6
    assert rows("select sum(quantity)::int from order_line") == [(20,)]
    assert rows(f"select on_hand, reserved from stock_level where offer_id = '{counter.offers['hammer']}'") == [(0, 0)]


def test_without_the_guard_more_is_sold_than_there_is(database: str) -> None:
    """The same race against read-then-write: the check constraint is all that is left, and errors reach buyers."""
    counter = make_counter(stock=20)
    with owner_engine().begin() as owner:
        owner.execute(text("alter table stock_level drop constraint ck_stock_level_reserved"))
    naive = [(*buyer, "4242", "stock") for buyer in carts(counter, 6, hammer=5)]
    race(database, naive)
    assert rows("select sum(quantity) > 20 from order_line") == [(True,)]


def test_fifty_clicks_make_one_order(database: str) -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=1)
    clicks = [(counter.tenant_id, "a-browser", cart, f"key-{n % 5}") for n in range(50)]
    tally = race(database, clicks)
    assert rows("select count(*) from order_group") == [(1,)]
    assert rows("select count(*), sum(amount)::int from payment where status = 'captured'") == [(1, 1904)]
    assert tally["died"] == 0
    assert race(database, clicks[:5]) == Tally({"placed": 5})  # whoever clicks again is told of the one order


def test_without_the_guards_clicks_make_several_orders(database: str) -> None:
    """The same clicks without the cart's lock and the unique keys of a cart: each finds the cart open and buys it."""
    counter = make_counter()
    with owner_engine().begin() as owner:
        owner.execute(text("drop index uq_checkout_open"))
        owner.execute(text("alter table order_group drop constraint uq_order_group_tenant_id_cart_id"))
    cart = counter.cart(guest(), hammer=1)
    race(database, [(counter.tenant_id, "a-browser", cart, f"key-{n}", "4242", "cart") for n in range(8)])
    assert rows("select count(*) > 1 from order_group") == [(True,)]


@pytest.mark.parametrize("naive", [False, True])
def test_the_last_use_of_a_promotion(database: str, naive: bool) -> None:
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        db.add(
            Promotion(
                id=new_id("prm"),
                tenant_id=counter.tenant_id,
                title="First three",
                code="THREE",
                kind="percentage",
                value_bps=1000,
                usage_limit=3,
            )
        )
    if naive:
        with owner_engine().begin() as owner:
            owner.execute(text("alter table promotion drop constraint ck_promotion_usage"))
    buyers = carts(counter, 6, hammer=1)
    for buyer in buyers:
        counter.transact(lambda db, cart=buyer[2]: enter_code(db, cart_of(db, cart), "THREE"))
    race(database, [(*buyer, "4242", *(["promotion"] if naive else [])) for buyer in buyers])
    ((used, with_code),) = rows(
        "select (select used from promotion), (select count(*) from promotion_use where status = 'spent')"
    )
    assert (used > 3) if naive else (used == 3 == with_code)


PLACES = ["checkout.reserved", "checkout.asking", "checkout.charged", "checkout.recording"]


@pytest.mark.parametrize("how", ["raise", "kill"])
@pytest.mark.parametrize("place", PLACES)
def test_a_checkout_that_breaks_anywhere_is_finished_or_undone(database: str, place: str, how: str) -> None:
    """After a restart and a drained sweep the books are those of a checkout that was paid, or of none at all."""
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    tally = race(database, [(counter.tenant_id, "a-browser", cart, "key")], env={VARIABLE: f"{place}={how}"})
    assert tally == Tally({"died": 1})
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update checkout set updated_at = updated_at - interval '2 minutes'"))
        stuck = list_stuck_checkouts(db)
    assert len(stuck) == 1
    for _ in range(2):
        ended = settle_checkout(counter.transact, stuck[0][1])
    charged = place in ("checkout.charged", "checkout.recording")
    assert ended.status == ("placed" if charged else "undone")
    level = f"select on_hand, reserved from stock_level where offer_id = '{counter.offers['hammer']}'"
    assert rows(level) == [(18, 0) if charged else (20, 0)]
    assert rows("select count(*) from order_group") == [(1 if charged else 0,)]
    assert rows("select count(*) from job where kind = 'order.settle'") == [(1 if charged else 0,)]
    if not charged:  # the cart is as it was, and can be bought
        assert race(database, [(counter.tenant_id, "a-browser", cart, "key-2")])["placed"] == 1


@pytest.mark.parametrize(("place", "orders"), [("checkout.charged", 1), ("checkout.asking", 1)])
def test_the_next_click_goes_on_where_the_last_one_died(database: str, place: str, orders: int) -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    buyer = (counter.tenant_id, "a-browser", cart, "key")
    race(database, [buyer], env={VARIABLE: f"{place}=kill"})
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update checkout set updated_at = updated_at - interval '2 minutes'"))
    race(database, [buyer])
    race(database, [(*buyer[:3], "key-2")])
    assert rows("select count(*) from order_group") == [(orders,)]
    assert rows("select count(*) from payment where status = 'captured'") == [(orders,)]


@pytest.mark.parametrize("naive", [False, True])
def test_the_last_of_a_credit_limit(database: str, naive: bool) -> None:
    """Four people of one place, whose limit is enough for two orders; the naive ones read it and then write."""
    counter = make_counter()
    buyers = []
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, counter.tenant_id, places=("York",))
        york = db.exec(select(CompanyLocation)).one()
        york.net_days, york.credit_limit_amount = 30, 2 * 1904
        people = [make_member(db, company, f"buyer-{n}@aldermoor.example", "buyer") for n in range(4)]
    for n, actor in enumerate(people):
        cart = counter.cart(Shopper(actor), hammer=1)
        buyers.append((counter.tenant_id, actor.user_id, cart, f"key-{n}", "on_account", "credit" if naive else ""))
    tally = race(database, buyers)
    owed = rows("select coalesce(sum(amount), 0)::int from payment where status = 'owed'")
    if naive:
        assert (tally, owed) == (Tally({"placed": 4}), [(4 * 1904,)])
    else:
        assert (tally, owed) == (Tally({"placed": 2, "refused": 2}), [(2 * 1904,)])

"""Two people pack the same order at once: never more than was ordered leaves, and a double press is one parcel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter as Tally
from typing import Any

import pytest
from sqlalchemy import text

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.finance.settlement import settle
from tests.factories.bought import buy, lines_in, orders_of
from tests.factories.catalogue import make_catalogue
from tests.factories.people import make_vendor_owner


@pytest.fixture
def desk(database: str) -> dict[str, Any]:
    """A vendor with an order of ten drills; what a press needs to name it."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Drill", price=10_000, stock=50)
        owner = make_vendor_owner(db, shop.vendors["bolt"])
        order = orders_of(db, buy(db, shop, {"Drill": 10}))[0]
        settle(db, order.id)
        line = lines_in(db, order)["Drill"].id
    return {
        "tenant": shop.store.id,
        "vendor": shop.vendors["bolt"].id,
        "user": owner.user_id,
        "order": order.id,
        "line": line,
        "database": database,
    }


def race(desk: dict[str, Any], presses: list[dict[str, Any]]) -> Tally[str]:
    """Let everybody press at one moment; how often each answer came."""
    orders_of = [{**desk, "act": "ship", **press} for press in presses]
    done = subprocess.run(
        [sys.executable, "-m", "tests.races.packer", json.dumps(orders_of)],
        env={**os.environ, "DATABASE_URL": desk["database"]},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    return Tally(line.split()[0] for line in done.stdout.splitlines())


def row(statement: str) -> tuple[Any, ...]:
    with unit_of_work(Scope.system()) as db:
        return tuple(db.connection().execute(text(statement)).one())


SENT = "select coalesce(sum(quantity), 0)::int, count(distinct fulfilment_id)::int from fulfilment_line"


def test_two_people_ship_the_same_pieces(desk: dict[str, Any]) -> None:
    tally = race(desk, [{"key": f"press-{n}", "lines": {desk["line"]: 7}} for n in range(4)])
    assert tally == {"done": 1, "refused": 3}
    assert row(SENT) == (7, 1)
    assert row("select fulfilled_quantity, (select status from vendor_order) from order_line") == (7, "part_shipped")


def test_parts_that_fit_all_leave(desk: dict[str, Any]) -> None:
    assert race(desk, [{"key": f"press-{n}", "lines": {desk["line"]: 2}} for n in range(5)]) == {"done": 5}
    assert row(SENT) == (10, 5)
    assert row("select count(distinct number)::int, max(number) from fulfilment") == (5, 5)
    assert row("select status from vendor_order") == ("shipped",)


def test_a_double_press_is_one_parcel(desk: dict[str, Any]) -> None:
    assert race(desk, [{"key": "the-same", "lines": {desk["line"]: 3}}] * 6) == {"done": 6}
    assert row(SENT) == (3, 1)


def test_shipping_and_cancelling_at_once(desk: dict[str, Any]) -> None:
    """Whoever comes first decides: everything leaves, or everything is paid back; never both."""
    race(desk, [{"key": "s", "lines": {desk["line"]: 10}}, {"key": "c", "act": "cancel", "lines": {}}])
    status, sent, cancelled, refunds = row(
        "select o.status, l.fulfilled_quantity, l.cancelled_quantity, (select count(*)::int from refund)"
        " from vendor_order o join order_line l on l.order_id = o.id"
    )
    assert (status, sent, cancelled, refunds) in (("shipped", 10, 0, 0), ("cancelled", 0, 10, 1))


def test_without_the_lock_more_leaves_than_was_ordered(desk: dict[str, Any]) -> None:
    """What the lock on the order is for: two who read before either writes both ship."""
    race(desk, [{"key": f"naive-{n}", "lines": {desk["line"]: 7}, "naive": True} for n in range(2)])
    assert row("select coalesce(sum(quantity), 0)::int > 10 from fulfilment_line") == (True,)

"""A quote that is changed behind the product's back: `verify` says which rule broke."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.buying.checkout import check_out
from marketplace.services.operations.verification.quotes import QUOTE_RULES
from tests.factories.quotes import Market, make_market
from tests.factories.shop import form

AWARDED, QUOTED, ORDERED = QUOTE_RULES


@pytest.fixture
def market(database: str) -> Market:
    """One request that was ordered, one that was awarded, one that is open."""
    market = make_market()
    for step in range(3):
        request = market.ask()
        market.answer(request, "bolt", 850, None)
        market.answer(request, "nut", None, 450)
        if step < 2:
            cart = market.award(request, "bolt", "nut")
        if step == 0:
            check_out(market.counter.transact, market.shopper, cart, form(), key="k")
    return market


def broken(change: str = "") -> set[str]:
    """The rules that a change breaks; it is undone again."""
    with unit_of_work(Scope.system()) as db:
        if not change:
            return {name for name, (_, bad) in QUOTE_RULES.items() if db.connection().execute(text(bad)).first()}
    with owner_engine().connect() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text("set local session_replication_role = replica"))
        assert owner.execute(text(change)).rowcount > 0
        rules = {name for name, (_, bad) in QUOTE_RULES.items() if owner.execute(text(bad)).first()}
        owner.rollback()
    return rules


def test_what_was_really_done_keeps_every_rule(market: Market) -> None:
    assert broken() == set()
    with unit_of_work(Scope.system()) as db:
        counts = [db.connection().execute(text(count)).scalar_one() for count, _ in QUOTE_RULES.values()]
    assert counts == [3, 4, 2]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("update quote_request set cart_id = null where number = 1001", AWARDED),
        (
            "update quote set status = 'quoted' where request_id = (select id from quote_request where number = 1001) "
            "and status = 'accepted'",
            AWARDED,
        ),
        ("update cart_line set quoted = jsonb_set(quoted, '{unit_amount}', '1')", QUOTED),
        ("update cart_line set quantity = quantity + 1 where quoted is not null", QUOTED),
        ("update order_line set unit_amount = 1", ORDERED),
        ("update order_line set discount_amount = 1", ORDERED),
    ],
)
def test_a_change_is_seen(market: Market, change: str, rule: str) -> None:
    assert rule in broken(change)

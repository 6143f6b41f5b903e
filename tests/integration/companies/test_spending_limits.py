"""A member's limit: what is held and spent counts, what comes back is free again, and more is not ordered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.companies.spending import OtherCurrency, OverLimit
from marketplace.domain.errors import Forbidden
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart
from marketplace.models.order import Order, OrderGroup
from marketplace.services.buying.checkout import settle_checkout
from marketplace.services.buying.reserving import reserve
from marketplace.services.companies import spending
from marketplace.services.orders.cancelling import cancel_order, give_up_group
from tests.factories.bought import send_refunds
from tests.factories.people import make_operator
from tests.factories.shop import HOME, form, twin_market
from tests.factories.spending import PRIYA, Office, make_office

BANK = {"provider": "bank_transfer"}


@pytest.fixture
def office(database: str) -> Office:
    """Priya may spend 60.00 a month; a cart of two hammers is 30.94, of three 42.84."""
    return make_office(spending_limit_amount=6000)


def states(office: Office) -> list[tuple[object, ...]]:
    return office.rows("select status, amount from spending order by created_at, id")


def test_what_is_left_is_ordered_and_more_is_not(office: Office) -> None:
    assert office.buy(office.cart(hammer=2)).status == "placed"
    assert states(office) == [("spent", 3094)]
    assert office.used() == "€30.94"
    cart = office.cart(hammer=3)
    with pytest.raises(OverLimit) as refused:
        office.buy(cart)
    assert refused.value.sentence.startswith("This is more than you may still spend for your company: EUR 29.06 of ")
    assert "EUR 60.00 are left until 1 " in refused.value.sentence
    # Nothing of it happened, and the cart is as it was.
    assert states(office) == [("spent", 3094)]
    assert office.rows("select count(*) from checkout") == [(1,)]
    assert office.rows("select sum(reserved)::int from stock_level") == [(0,)]
    assert office.rows("select completed_at from cart where id = :c", c=cart) == [(None,)]
    office.change(spending_limit_amount=3094 + 4284)  # to the last cent
    assert office.buy(cart).status == "placed"


def test_another_place_is_the_same_limit(office: Office) -> None:
    office.buy(office.cart("York", hammer=2))
    with pytest.raises(OverLimit):
        office.buy(office.cart("Derby", hammer=3))


def test_a_checkout_that_waits_at_the_bank_holds_its_money(office: Office) -> None:
    waiting = office.buy(office.cart(hammer=2), "3155")
    assert (waiting.status, states(office)) == ("paying", [("held", 3094)])
    assert office.used() == "€30.94"
    derby = office.cart("Derby", hammer=3)
    with pytest.raises(OverLimit):
        office.buy(derby)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update checkout set created_at = created_at - interval '31 minutes'"))
    assert settle_checkout(office.counter.transact, waiting.checkout_id).status == "undone"
    assert states(office) == [("released", 3094)]
    assert office.buy(derby).status == "placed"


def test_a_declined_card_gives_the_money_back(office: Office) -> None:
    assert office.buy(office.cart(hammer=2), "0002").status == "failed"
    assert states(office) == [("released", 3094)]
    assert office.used() == "€0.00"


def test_what_is_cancelled_or_paid_back_may_be_spent_again(office: Office) -> None:
    bought = office.buy(office.cart(hammer=2))
    with unit_of_work(Scope.system()) as db:
        order = db.exec(select(Order).where(Order.group_id == bought.group_id)).one()
        cancel_order(db, make_operator(db), order.id, reason="Sold out meanwhile", key="k-1")
        send_refunds(db)
    assert office.used() == "€0.00"
    unpaid = office.buy(office.cart(hammer=3), **BANK)
    assert office.used() == "€42.84"
    with unit_of_work(Scope.system()) as db:
        group = db.exec(select(OrderGroup).where(OrderGroup.id == unpaid.group_id)).one()
        give_up_group(db, office.actor(), group, "Changed my mind")
    assert office.used() == "€0.00"


def test_a_limit_starts_again_where_the_company_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.buy(office.cart(hammer=2))
    with unit_of_work(Scope.system()) as db:  # London's May begins at 23:00 UTC
        db.connection().execute(text("update spending set counted_at = '2026-04-30T22:59:59Z'"))
    cart = office.cart(hammer=3)
    monkeypatch.setattr(spending, "now", lambda: datetime(2026, 4, 30, 22, 59, 59, tzinfo=UTC))
    with pytest.raises(OverLimit):
        office.buy(cart)
    monkeypatch.setattr(spending, "now", lambda: datetime(2026, 4, 30, 23, 0, tzinfo=UTC))
    assert office.buy(cart).status == "placed"


def test_a_limit_is_in_the_companys_currency_and_compared_with_no_other(office: Office) -> None:
    abroad = twin_market(office.counter)
    cart = office.cart(hammer=1)
    with unit_of_work(Scope.system()) as db:
        row = db.exec(select(Cart).where(Cart.id == cart)).one()
        row.region_id, row.currency = abroad, "USD"
    there = replace(HOME, country="US", postal_code="10001")
    with pytest.raises(OtherCurrency, match="counts its spending in EUR, and this cart is paid in USD"):
        office.buy(cart, shipping=there)
    assert office.rows("select count(*) from checkout") == [(0,)]
    office.change(spending_limit_amount=None)
    assert office.buy(cart, shipping=there).status == "placed"


def test_who_was_let_go_meanwhile_orders_nothing(office: Office) -> None:
    cart = office.cart(hammer=1)
    buyer = office.shopper()
    office.change(role="viewer")  # after the page read who they are
    with pytest.raises(Forbidden, match="You do not order for this company any more"):
        office.counter.transact(lambda db: reserve(db, buyer, cart, form(), key="k"))
    assert office.rows("select count(*) from checkout") == [(0,)]


def test_one_without_a_limit_spends_and_it_is_counted(office: Office) -> None:
    office.change(spending_limit_amount=None)
    office.buy(office.cart(hammer=3))
    office.change(spending_limit_amount=5000)
    assert office.used(PRIYA) == "€42.84"

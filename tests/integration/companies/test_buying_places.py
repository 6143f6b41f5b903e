"""For whom somebody buys: one place at a time, with a cart and prices of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.buying.buyer import Buyer, buyer_of
from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart
from marketplace.models.company import Company
from marketplace.models.offer import Price, PriceList
from marketplace.models.user import User
from marketplace.services.buying.cart_access import Shopper, find_cart, own_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.reserving import reserve
from marketplace.services.companies.buying_places import choose_place
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import actor_for
from tests.factories.shop import HOME, Counter, make_counter


@dataclass
class Yard:
    counter: Counter
    company: Company
    york: str
    derby: str
    email: str = "priya@aldermoor.example"

    def actor(self) -> Actor:
        """Priya, as her session would read her now."""
        with unit_of_work(Scope.system()) as db:
            return actor_for(db, db.exec(select(User).where(User.email == self.email)).one())

    def choose(self, place: str) -> None:
        self.counter.transact(lambda db: choose_place(db, self.actor(), self.counter.tenant_id, place))

    def total(self, cart_id: str) -> int:
        shopper = Shopper(self.actor())
        return int(
            self.counter.transact(lambda db: basket_of(db, own_cart(db, shopper, cart_id), shopper.actor).goods_amount)
        )


@pytest.fixture
def yard(database: str) -> Yard:
    """Priya buys for York and Derby; Derby has a hammer of its own at 7.00."""
    counter = make_counter()
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id)
        york, derby = (place_id(db, company, name) for name in ("York", "Derby"))
        make_member(db, company, "priya@aldermoor.example", "buyer")
        ids = {"tenant_id": counter.tenant_id}
        contract = PriceList(id=new_id("plt"), title="Derby 2026", kind="contract_location", owner_id=derby, **ids)
        db.add(contract)
        db.flush()
        price = {"offer_id": counter.offers["hammer"], "price_list_id": contract.id, "currency": "EUR", "amount": 700}
        db.add(Price(id=new_id("pri"), **price, **ids))
    return Yard(counter, company, york, derby)


def test_each_place_has_its_own_cart_and_its_own_prices(yard: Yard) -> None:
    assert buyer_of(yard.actor(), yard.counter.tenant_id) == Buyer(yard.company.id, yard.york)  # the oldest place
    for_york = yard.counter.cart(Shopper(yard.actor()), hammer=1)
    yard.choose(yard.derby)
    assert buyer_of(yard.actor(), yard.counter.tenant_id) == Buyer(yard.company.id, yard.derby)
    for_derby = yard.counter.cart(Shopper(yard.actor()), hammer=2)
    assert for_derby != for_york
    # Each keeps the prices of its place, whichever is bought for now: a program names its cart.
    assert (yard.total(for_york), yard.total(for_derby)) == (1000, 1400)
    yard.choose(yard.york)
    assert (yard.total(for_york), yard.total(for_derby)) == (1000, 1400)
    with unit_of_work(Scope.tenant(yard.counter.tenant_id)) as db:
        cart = find_cart(db, yard.counter.tenant_id, Shopper(yard.actor()))
        assert cart is not None
        assert cart.id == for_york


def test_a_cart_from_before_becomes_that_of_the_place(yard: Yard) -> None:
    cart = yard.counter.cart(Shopper(yard.actor()), hammer=1)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update cart set company_location_id = null"))
    yard.choose(yard.derby)
    assert yard.counter.cart(Shopper(yard.actor()), saw=1) == cart
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Cart.company_location_id)).all() == [yard.derby]
    assert yard.total(cart) == 700 + 2000


def test_nobody_chooses_a_place_that_is_not_theirs(yard: Yard) -> None:
    with unit_of_work(Scope.system()) as db:
        other = make_company(db, yard.counter.tenant_id, "Osteria Group", places=("Bologna",))
        bologna = place_id(db, other, "Bologna")
    for actor, place, refusal in (
        (yard.actor(), bologna, NotFound),
        (yard.actor(), "loc_nowhere", NotFound),
        (GUEST, yard.york, Unauthenticated),
    ):
        with pytest.raises(refusal), unit_of_work(Scope.tenant(yard.counter.tenant_id)) as db:
            choose_place(db, actor, yard.counter.tenant_id, place)
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text("select count(*) from buying_place")).scalar_one() == 0


def test_a_cart_of_a_place_one_no_longer_buys_for_is_gone(yard: Yard) -> None:
    cart = yard.counter.cart(Shopper(yard.actor()), hammer=1)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update company_member set status = 'left'"))
        db.connection().execute(text("delete from membership where role = 'company_contact'"))
    with pytest.raises(NotFound), unit_of_work(Scope.tenant(yard.counter.tenant_id)) as db:
        own_cart(db, Shopper(yard.actor()), cart)
    assert yard.counter.cart(Shopper(yard.actor()), saw=1) != cart  # what they buy now is their own


def test_who_looks_on_does_not_order(yard: Yard) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update membership set title = 'viewer' where role = 'company_contact'"))
        db.connection().execute(text("update company_member set role = 'viewer'"))
    shopper = Shopper(yard.actor())
    cart = yard.counter.cart(shopper, hammer=1)
    form = CheckoutForm(email=yard.email, shipping=HOME, provider="manual")
    with pytest.raises(Forbidden), unit_of_work(Scope.tenant(yard.counter.tenant_id)) as db:
        reserve(db, shopper, cart, form, key="one")
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text("select count(*) from checkout")).scalar_one() == 0
        assert db.connection().execute(text("select sum(reserved) from stock_level")).scalar_one() == 0

"""A list of a group holds for each company in it, from the moment it joins until it leaves, and for nobody else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.price_context import list_terms
from marketplace.services.buying.cart_access import Shopper, own_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.search.indexing import index_store
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import Counter, make_counter

SYSTEM = Scope.system()


@pytest.fixture
def counter(database: str) -> Counter:
    return make_counter()


def titles(counter: Counter, buyer: Buyer) -> set[str]:
    def read(db):  # type: ignore[no-untyped-def]
        store = db.get(Tenant, counter.tenant_id)
        return {terms.title for terms in list_terms(db, store, buyer).values()}

    return set(counter.transact(read))


def test_a_group_s_list_holds_for_its_companies_while_they_are_in_it(counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        rail, osteria = (make_company(db, counter.tenant_id, name) for name in ("Rail", "Osteria"))
        york = place_id(db, rail, "York")
        priya = make_member(db, rail, "priya@rail.example", "buyer")
        group = make_group(db, counter.tenant_id, rail.id)
        make_list(db, counter.tenant_id, "group", group, title="Railways", prices={counter.offers["hammer"]: 800})
    mine, theirs = Buyer(rail.id, york), Buyer(osteria.id, "")
    assert titles(counter, mine) == {"Railways"}
    assert titles(counter, theirs) == titles(counter, GUEST) == set()
    cart = counter.cart(Shopper(priya), hammer=2, saw=1)

    def total() -> int:
        return int(counter.transact(lambda db: basket_of(db, own_cart(db, Shopper(priya), cart), priya).goods_amount))

    assert total() == 2 * 800 + 2000
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("delete from company_group_member"))
    assert titles(counter, mine) == set()  # nothing that was remembered outlives the change
    assert total() == 2 * 1000 + 2000
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text("insert into company_group_member (id, tenant_id, group_id, company_id) values ('a', :t, :g, :c)"),
            {"t": counter.tenant_id, "g": group, "c": osteria.id},
        )
    assert titles(counter, theirs) == {"Railways"}
    assert titles(counter, mine) == set()


def test_a_company_s_own_list_is_stronger_than_its_group_s_and_that_than_the_store_s(counter: Counter) -> None:
    hammer = counter.offers["hammer"]
    with unit_of_work(SYSTEM) as db:
        rail = make_company(db, counter.tenant_id, "Rail")
        priya = make_member(db, rail, "priya@rail.example", "buyer")
        group = make_group(db, counter.tenant_id, rail.id)
        make_list(db, counter.tenant_id, "store", None, prices={hammer: 700})
    cart = counter.cart(Shopper(priya), hammer=1)

    def total() -> int:
        return int(counter.transact(lambda db: basket_of(db, own_cart(db, Shopper(priya), cart), priya).goods_amount))

    assert total() == 700
    for kind, owner, amount in (
        ("group", group, 900),
        ("contract_company", rail.id, 950),
        ("contract_location", None, 990),
    ):
        with unit_of_work(SYSTEM) as db:
            owner_id = owner or place_id(db, rail, "York")
            make_list(db, counter.tenant_id, kind, owner_id, prices={hammer: amount})
        assert total() == amount  # dearer, and all the same: the stronger agreement holds


def test_documents_that_everybody_shares_hold_nobody_s_own_prices(counter: Counter) -> None:
    saw = counter.offers["saw"]
    with unit_of_work(SYSTEM) as db:
        rail = make_company(db, counter.tenant_id, "Rail")
        group = make_group(db, counter.tenant_id, rail.id)
        own_lists = [
            make_list(db, counter.tenant_id, "group", group, prices={saw: 1711}),
            make_list(db, counter.tenant_id, "contract_company", rail.id, prices={saw: 1712}),
            make_list(db, counter.tenant_id, "contract_location", place_id(db, rail, "York"), prices={saw: 1713}),
        ]
        sale = make_list(db, counter.tenant_id, "store", None, title="November", prices={saw: 1900})
    run(Scope.tenant(counter.tenant_id), index_store)
    with unit_of_work(SYSTEM) as db:
        rows = db.connection().execute(text("select card, listing, prices from search_document")).all()
    kept = json.dumps([list(row) for row in rows])
    assert sale in kept
    assert "1900" in kept
    for secret in (*own_lists, "1711", "1712", "1713"):
        assert secret not in kept

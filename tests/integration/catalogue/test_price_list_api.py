"""Price lists for programs: a store's, a vendor's own, and nobody else's; shoppers' programs have their own prices."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.search.indexing import index_store
from tests.factories.api_market import Market, make_market
from tests.factories.companies import make_company, make_member

SYSTEM = Scope.system()


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def company(market: Market, name: str = "Rail", email: str = "") -> str:
    with unit_of_work(SYSTEM) as db:
        made = make_company(db, market.tenants["north"], name)
        if email:
            make_member(db, made, email, "buyer")
        return made.id


def body(owner: str, **fields: Any) -> dict[str, Any]:
    return {"title": "Rail 2027", "currency_code": "eur", "scope": "contract_company", "owner_id": owner, **fields}


def offer(market: Market, vendor: str) -> str:
    with unit_of_work(SYSTEM) as db:
        statement = (
            "select o.id from offer o join vendor v on v.id = o.vendor_id where v.handle = :v order by o.id limit 1"
        )
        return str(db.connection().execute(text(statement), {"v": vendor}).scalar_one())


def test_a_store_makes_prices_archives_and_restores_a_list(market: Market) -> None:
    staff, rail = market.staff("north@example.com"), company(market)
    made = staff.post("/admin/price-lists", body(rail, priority=3, starts_on="2027-01-01", ends_on="2027-12-31"))
    assert made.status_code == 200, made.text
    price_list = made.json()["price_list"]
    assert {
        name: price_list[name] for name in ("title", "scope", "owner_id", "currency_code", "priority", "status")
    } == {
        "title": "Rail 2027",
        "scope": "contract_company",
        "owner_id": rail,
        "currency_code": "eur",
        "priority": 3,
        "status": "active",
    }
    assert price_list["ends_at"].startswith("2028-01-01T00:00:00")
    path = f"/admin/price-lists/{price_list['id']}"
    steps = [{"min_quantity": 1, "amount": 9.5}, {"min_quantity": 10, "percent_off": 12.5}]
    assert staff.post(f"{path}/prices", {"offer_id": offer(market, "bolt"), "steps": steps}).status_code == 200
    prices = staff.get(f"{path}/prices").json()
    assert prices["count"] == 2
    assert [(one["min_quantity"], one["amount"], one["percent_off"]) for one in prices["prices"]] == [
        (1, 9.5, None),
        (10, None, 12.5),
    ]
    wrong = staff.post(f"{path}/prices", {"offer_id": offer(market, "bolt"), "steps": [steps[0], steps[0]]})
    assert (wrong.status_code, wrong.json()["message"]) == (400, "Rows 1 and 2 both start at 1. Change one of them.")
    for action, status in (("archive", "archived"), ("restore", "active")):
        assert staff.post(f"{path}/{action}").json()["price_list"]["status"] == status
    listed = staff.get("/admin/price-lists?q=rail").json()
    assert (listed["count"], listed["price_lists"][0]["id"]) == (1, price_list["id"])


def test_a_key_needs_its_scope(market: Market) -> None:
    rail = company(market)
    reads, writes = market.secret("catalogue:read"), market.secret("catalogue:write")
    refused = reads.post("/admin/price-lists", body(rail))
    assert (refused.status_code, "catalogue:write" in refused.json()["message"]) == (403, True)
    assert writes.post("/admin/price-lists", body(rail)).status_code == 200


def test_a_vendor_has_its_own_lists_and_offers_alone(market: Market) -> None:
    bolt, nut, staff = market.vendor(), market.vendor("nut@example.com"), market.staff("north@example.com")
    rail = company(market)
    made = bolt.post("/vendor/price-lists", body(rail)).json()["price_list"]
    assert made["vendor_id"] == market.vendors["bolt"]
    mine = {"offer_id": offer(market, "bolt"), "steps": [{"amount": 8}]}
    assert bolt.post(f"/vendor/price-lists/{made['id']}/prices", mine).status_code == 200
    theirs = {"offer_id": offer(market, "nut"), "steps": [{"amount": 1}]}
    assert bolt.post(f"/vendor/price-lists/{made['id']}/prices", theirs).status_code == 404
    stores = staff.post("/admin/price-lists", body(rail, title="The store's")).json()["price_list"]["id"]
    for path in (f"/vendor/price-lists/{made['id']}", f"/vendor/price-lists/{stores}"):
        for answer in (nut.get(path), nut.get(f"{path}/prices"), nut.post(f"{path}/archive")):
            assert answer.status_code == 404
    assert [one["title"] for one in bolt.get("/vendor/price-lists").json()["price_lists"]] == ["Rail 2027"]
    assert nut.get("/vendor/price-lists").json()["count"] == 0
    refused = bolt.post("/vendor/price-lists", body(rail, scope="store", owner_id=""))
    assert (refused.status_code, refused.json()["message"]) == (400, "Choose a company, or one of its locations.")


def test_shoppers_programs_have_their_own_prices_in_every_order(market: Market) -> None:
    rail = company(market, "Rail", "shopper@example.com")
    writes, goods = market.secret("catalogue:write"), offer(market, "bolt")
    made = writes.post("/admin/price-lists", body(rail)).json()["price_list"]["id"]
    assert writes.post(f"/admin/price-lists/{made}/prices", {"offer_id": goods, "steps": [{"amount": 7.13}]}).is_success
    run(Scope.tenant(market.tenants["north"]), index_store)
    token = market.program("customer", "shopper@example.com").headers["Authorization"]
    with unit_of_work(SYSTEM) as db:
        region = (
            db.connection()
            .execute(text("select id from region where tenant_id = :t limit 1"), {"t": market.tenants["north"]})
            .scalar_one()
        )
    path = f"/store/products?region_id={region}&fields=*variants.calculated_price"
    for who in ("", token, "", token, token, ""):
        answer = market.shop(token=who).get(path)
        assert answer.status_code == 200
        assert ("7.13" in answer.text) == bool(who)

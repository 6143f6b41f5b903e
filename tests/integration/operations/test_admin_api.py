"""The stores' and the platform's API: by person, by session, by secret key within its scopes; never beyond a store."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from marketplace.api.app import make_api
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.models.vendor import Vendor
from marketplace.services.identity.api_keys import revoke_key
from tests.authorization.world import fingerprint
from tests.factories.api_market import Market, Program, make_market, operator_of

SYSTEM = Scope.system()


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def row(table: Any, key: str) -> Any:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(table).where(table.id == key)).one()


def events(action: str) -> list[AuditEvent]:
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(AuditEvent).where(AuditEvent.action == action)))


def test_who_is_not_of_the_staff_is_told_so(market: Market) -> None:
    shopper = market.program("customer", "shopper@example.com")
    strangers = (
        market.shop(),
        shopper,
        market.vendor(),
        Program(market.client, {"Authorization": "Bearer sk_no"}),
        Program(market.client, {"Authorization": "Basic ???"}),
        Program(market.client, {"Authorization": "Basic c2tfbm86"}),
    )
    before = fingerprint()
    for who in strangers:
        for answer in (
            who.get("/admin/tenants"),
            who.get("/admin/orders"),
            who.post("/admin/tenants", {"nonsense": 1}),
        ):
            assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
    assert fingerprint() == before


def test_a_shoppers_session_is_not_enough(market: Market) -> None:
    token = market.program("customer", "shopper@example.com").headers["Authorization"]
    cookie = market.client.post("/auth/session", headers={"Authorization": token}).headers["set-cookie"].split(";")[0]
    for path in ("/admin/orders", "/vendor/orders"):
        answer = market.client.get(path, headers={"cookie": cookie})
        assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")


def test_each_sees_their_own_stores(market: Market) -> None:
    north, south = market.tenants["north"], market.tenants["south"]
    body = market.staff().get("/admin/tenants").json()
    assert (body["count"], [one["id"] for one in body["tenants"]]) == (2, [north, south])
    assert body["tenants"][0]["figures"] == {"vendors": 2, "products": 2, "orders": 1, "revenue": 47.6}
    admin = market.staff("north@example.com")
    assert [one["id"] for one in admin.get("/admin/tenants").json()["tenants"]] == [north]
    assert admin.get(f"/admin/tenants/{north}").json()["tenant"]["default_currency_code"] == "eur"
    for noun, own_id, foreign in (
        ("vendors", market.vendors["bolt"], market.vendors["far"]),
        ("products", market.products["bolt"], market.products["far"]),
        ("orders", market.groups["north"], market.groups["south"]),
        ("tenants", north, south),
    ):
        listed = admin.get(f"/admin/{noun}").json()
        assert foreign not in str(listed)
        assert own_id in str(listed)
        assert admin.get(f"/admin/{noun}/{own_id}").status_code == 200
        for answer in (admin.get(f"/admin/{noun}/{foreign}"), admin.get(f"/admin/{noun}/nobody")):
            assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
        if noun == "tenants":
            continue
        for tenant in (south, "nobody"):
            assert admin.get(f"/admin/{noun}?tenant_id={tenant}").status_code == 404
        assert market.staff().get(f"/admin/{noun}?tenant_id={south}").json()["count"] == 1


def test_a_purchase_as_the_store_reads_it(market: Market) -> None:
    order = market.staff().get(f"/admin/orders/{market.groups['north']}").json()["order"]
    assert {name: order[name] for name in ("status", "payment_status", "fulfillment_status", "currency_code")} == {
        "status": "pending",
        "payment_status": "captured",
        "fulfillment_status": "not_fulfilled",
        "currency_code": "eur",
    }
    assert (order["total"], order["subtotal"], order["tax_total"]) == (47.6, 40, 7.6)
    assert [(one["id"], one["total"]) for one in order["vendor_orders"]] == [
        (market.orders["bolt"], 35.7),
        (market.orders["nut"], 11.9),
    ]
    (listed,) = market.staff("north@example.com").get("/admin/orders").json()["orders"]
    assert (listed["id"], listed["total"], listed["payment_status"]) == (market.groups["north"], 47.6, "captured")
    assert market.staff().get("/admin/orders?view=awaiting").json()["count"] == 0


def test_products_as_the_store_reads_them(market: Market) -> None:
    body = market.staff("north@example.com").get("/admin/products?order=title").json()
    assert [(p["title"], p["status"], p["vendor_id"]) for p in body["products"]] == [
        ("Glove", "published", market.vendors["nut"]),
        ("Hammer", "published", market.vendors["bolt"]),
    ]
    (price,) = body["products"][1]["variants"][0]["prices"]
    assert (price["amount"], price["currency_code"], price["min_quantity"]) == (10, "eur", None)
    one = market.staff().get(f"/admin/products/{market.products['bolt']}?fields=title,variants.sku").json()["product"]
    assert one["title"] == "Hammer"
    assert set(one) == {"id", "title", "variants"}


def test_a_store_is_made_and_changed_by_operators_alone(market: Market) -> None:
    operator, admin = market.staff(), market.staff("north@example.com")
    before = fingerprint()
    denied = admin.post("/admin/tenants", {"name": "West", "handle": "west"})
    own_path, foreign = (f"/admin/tenants/{market.tenants[name]}" for name in ("north", "south"))
    assert (denied.status_code, admin.post(own_path, {"name": "Mine"}).status_code) == (403, 403)
    assert admin.ask("PATCH", foreign, {"name": "Mine"}).status_code == 404
    assert operator.post("/admin/tenants", {"name": "W", "handle": "north"}).json()["fields"] == {
        "name": "Enter a name of 2 to 60 characters.",
        "handle": "“north” is taken.",
    }
    assert operator.post(own_path, {"is_active": False, "brand": {}}).status_code == 400
    assert fingerprint() == before
    made = operator.post("/admin/tenants", {"name": "West", "handle": "west", "currency_codes": ["gbp"]}).json()
    assert made["publishable_key"].startswith("pk_")
    assert made["tenant"]["is_active"] is False
    assert made["tenant"]["currency_codes"] == ["eur", "gbp"]
    path = f"/admin/tenants/{made['tenant']['id']}"
    changed = operator.ask("PATCH", path, {"name": "Far West", "is_active": True}).json()["tenant"]
    assert (changed["name"], changed["handle"], changed["is_active"]) == ("Far West", "west", True)
    assert operator.post(path, {"is_active": True}).status_code == 200  # it is so already
    stored = row(Tenant, made["tenant"]["id"])
    assert (stored.name, stored.currencies, stored.is_active) == ("Far West", ["EUR", "GBP"], True)


def test_an_application_is_decided(market: Market) -> None:
    waits = market.vendors["waits"]
    foreign = market.staff("south@example.com")
    for verb in ("approve", "reject"):
        answer = foreign.post(f"/admin/vendors/{waits}/{verb}", {"reason": "Because I can"})
        assert answer.status_code == 404
    assert row(Vendor, waits).status == "pending"
    admin = market.staff("north@example.com")
    assert admin.get("/admin/vendors?status=pending").json()["count"] == 1
    assert admin.post(f"/admin/vendors/{waits}/reject", {"reason": "No"}).json()["type"] == "invalid_data"
    assert row(Vendor, waits).status == "pending"
    decided = admin.post(f"/admin/vendors/{waits}/approve", {"commission_percent": 7.5, "payout_schedule": "daily"})
    assert decided.status_code == 200, decided.text
    vendor = decided.json()["vendor"]
    assert (vendor["status"], vendor["commission_percent"], vendor["payout_schedule"]) == ("approved", 7.5, "daily")
    late = admin.post(f"/admin/vendors/{waits}/reject", {"reason": "On second thought, no."})
    assert (late.status_code, late.json()["type"]) == (409, "conflict")
    assert row(Vendor, waits).commission_bps == 750


@pytest.mark.parametrize("is_bearer", [False, True])
def test_a_secret_key_acts_for_its_store(market: Market, is_bearer: bool) -> None:
    key = market.secret("orders:read", "vendors:write", is_bearer=is_bearer)
    assert [one["id"] for one in key.get("/admin/orders").json()["orders"]] == [market.groups["north"]]
    assert key.get(f"/admin/orders/{market.groups['south']}").status_code == 404
    assert key.get("/vendor/orders").status_code == 401
    before = {table: digest for table, digest in fingerprint().items() if table != "api_key"}
    for answer in (
        key.get("/admin/products"),
        key.get("/admin/tenants"),
        key.post("/admin/tenants", {"name": "W", "handle": "w"}),
        key.post("/admin/products", {"title": "Saw", "vendor_id": market.vendors["bolt"]}),
    ):
        assert answer.status_code == 403
        assert "scope" in answer.json()["message"]
    assert {table: digest for table, digest in fingerprint().items() if table != "api_key"} == before
    done = key.post(f"/admin/vendors/{market.vendors['waits']}/reject", {"reason": "No papers came."})
    assert done.json()["vendor"]["status"] == "rejected"
    assert [event.actor_name for event in events("vendor:vendor:rejected")] == ["Program (API key)"]
    with unit_of_work(SYSTEM) as db:
        stored = db.exec(select(ApiKey).where(ApiKey.kind == "secret")).one()
        assert stored.last_used_at is not None
        revoke_key(db, operator_of(db), stored.id)
    assert key.get("/admin/orders").json() == {"message": "Unauthorized"}


def test_a_key_of_the_platform_makes_stores(market: Market) -> None:
    key = market.secret("tenants:write", store=None)
    assert key.get("/admin/tenants").json()["count"] == 2
    assert key.post("/admin/tenants", {"name": "West", "handle": "west"}).json()["tenant"]["handle"] == "west"
    assert key.get("/admin/orders").status_code == 403


def test_staff_make_drafts_for_their_vendors(market: Market) -> None:
    admin, bolt, far = market.staff("north@example.com"), market.vendors["bolt"], market.vendors["far"]
    whole: dict[str, Any] = {
        "title": "Flow",
        "options": [{"title": "Size", "values": ["One"]}],
        "variants": [{"title": "One", "options": {"Size": "One"}, "prices": [{"amount": 9, "currency_code": "eur"}]}],
    }
    before = fingerprint()
    nobody = admin.post("/admin/products", whole)
    assert (nobody.status_code, nobody.json()["message"]) == (400, "Say in vendor_id which vendor the product is of.")
    assert admin.post("/admin/products", {**whole, "vendor_id": bolt, "status": "published"}).status_code == 400
    assert admin.post("/admin/products", {**whole, "vendor_id": far}).status_code == 404
    on_sale = admin.ask("DELETE", f"/admin/products/{market.products['bolt']}")
    assert (on_sale.status_code, on_sale.json()["message"]) == (409, "Hammer is in the store. Its vendor takes it out.")
    assert admin.ask("DELETE", f"/admin/products/{market.products['far']}").status_code == 404
    assert fingerprint() == before
    made = admin.post("/admin/products", {**whole, "vendor_id": bolt})
    assert made.status_code == 200, made.text
    product = made.json()["product"]
    assert (product["status"], product["vendor_id"], product["handle"]) == ("draft", bolt, "flow")
    assert product["variants"][0]["prices"][0]["amount"] == 9
    assert events("product:product:created")[-1].actor_name == "North Test"
    by_key = market.secret("catalogue:write").post("/admin/products", {"title": "Keyed", "vendor_id": bolt})
    assert by_key.json()["product"]["status"] == "draft"
    assert events("product:product:created")[-1].actor_name == "Program (API key)"
    gone = admin.ask("DELETE", f"/admin/products/{product['id']}")
    assert gone.json() == {"id": product["id"], "object": "product", "deleted": True}
    assert row(Product, product["id"]).status == "archived"


def test_the_description_says_which_token_a_route_needs(market: Market) -> None:
    paths = make_api().openapi()["paths"]
    for path, methods in paths.items():
        for operation in methods.values():
            names = {name for choice in operation.get("security", []) for name in choice}
            if path.startswith("/vendor/"):
                assert (operation["tags"], names) == (["vendor"], {"bearer", "session"})
            if path.startswith("/admin/"):
                assert (operation["tags"], names) == (["admin"], {"bearer", "session", "secretKey"})

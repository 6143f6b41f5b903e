"""The vendors' API: what a member's program sees and does, exactly; and that nobody else sees or does anything."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.ledger import Payout
from marketplace.models.offer import Offer
from marketplace.models.order import Fulfilment, Order, OrderLine
from tests.authorization.world import fingerprint
from tests.factories.api_market import Market, make_market

SYSTEM = Scope.system()


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def rows(table: Any) -> list[Any]:
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(table)))


def row(table: Any, key: str) -> Any:
    return next(one for one in rows(table) if one.id == key)


def test_who_is_not_at_the_desk_is_told_so(market: Market) -> None:
    before = fingerprint()
    shopper = market.program("customer", "shopper@example.com")
    for path in ("/vendor/dashboard", "/vendor/products", "/vendor/orders", "/vendor/transactions", "/vendor/payouts"):
        for who in (market.shop(), shopper, market.staff()):
            answer = who.get(path)
            assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
    refused = shopper.post("/vendor/products", {"title": "Mine"})
    assert (refused.status_code, refused.json()) == (401, {"message": "Unauthorized"})
    changed = {table for table, digest in fingerprint().items() if before[table] != digest}
    assert changed <= {"audit_event", "account", "sign_in_misses"}  # the two sign-ins


def test_nobody_learns_what_a_request_should_look_like_before_they_are_known(market: Market) -> None:
    answer = market.shop().post("/vendor/products", {"nonsense": True})
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


def test_a_cookie_opens_the_desk_and_changes_nothing_from_elsewhere(market: Market) -> None:
    token = market.vendor().headers["Authorization"]
    made = market.client.post("/auth/session", headers={"Authorization": token})
    cookie = made.headers["set-cookie"].split(";")[0]
    assert market.client.get("/vendor/products", headers={"cookie": cookie}).json()["count"] == 1
    accept = f"/vendor/orders/{market.orders['bolt']}/accept"
    elsewhere = {"cookie": cookie, "origin": "https://evil.example", "x-publishable-api-key": market.keys["north"]}
    assert market.client.post(accept, headers=elsewhere).status_code == 401
    assert market.client.post(accept, headers={"cookie": cookie}).status_code == 401
    assert market.client.get("/vendor/products", headers=elsewhere).status_code == 401
    assert row(Order, market.orders["bolt"]).accepted_at is None
    answer = market.client.post(
        f"/vendor/orders/{market.orders['bolt']}/accept", headers={"cookie": cookie, "origin": "http://localhost"}
    )
    assert answer.json()["order"]["is_accepted"] is True


def test_dashboard(market: Market) -> None:
    dashboard = market.vendor().get("/vendor/dashboard").json()["dashboard"]
    assert dashboard["vendor"]["id"] == market.vendors["bolt"]
    assert dashboard["currency_code"] == "eur"
    assert dashboard["orders"] == {"to_fulfil": 1, "late": 0, "cancel_requested": 0, "returns_open": 0}
    assert dashboard["products"] == {"all": 1, "published": 1, "draft": 0, "no_stock": 0, "low_stock": 0}
    assert dashboard["balance"] == {"pending": 0, "available": 26.43, "reserve": 0, "in_transit": 0}
    assert len(dashboard["sales"]["by_day"]) == 30
    support = market.vendor("support.bolt@example.com").get("/vendor/dashboard").json()["dashboard"]
    assert (support["balance"], support["orders"]["to_fulfil"]) == (None, 1)
    catalogue = market.vendor("catalogue.bolt@example.com").get("/vendor/dashboard").json()["dashboard"]
    assert (catalogue["balance"], catalogue["orders"], catalogue["sales"]) == (None, None, None)
    assert catalogue["products"]["all"] == 1


def test_products_are_listed_with_prices_and_stock(market: Market) -> None:
    body = market.vendor().get("/vendor/products").json()
    assert (body["count"], body["offset"], body["limit"]) == (1, 0, 50)
    (product,) = body["products"]
    assert (product["id"], product["title"], product["status"]) == (market.products["bolt"], "Hammer", "published")
    (variant,) = product["variants"]
    assert variant["inventory_quantity"] == 17
    assert [(p["amount"], p["currency_code"], p["min_quantity"], p["max_quantity"]) for p in variant["prices"]] == [
        (10, "eur", None, None)
    ]
    (offer,) = variant["offers"]
    assert (offer["sku"], offer["stocked_quantity"], offer["reserved_quantity"]) == ("BO-HAMMER", 17, 0)
    for query, expected in (("q=hamm", 1), ("q=glove", 0), ("status=draft", 0), ("limit=0", 0), ("offset=1", 0)):
        assert len(market.vendor().get(f"/vendor/products?{query}").json()["products"]) == expected, query
    refused = market.vendor().get("/vendor/products?order=colour")
    assert (refused.status_code, refused.json()["type"]) == (400, "invalid_data")
    assert market.vendor().get("/vendor/products?fields=title").json()["products"] == [
        {"id": market.products["bolt"], "title": "Hammer"}
    ]


def test_a_product_is_made_whole_in_one_call(market: Market) -> None:
    answer = market.vendor().post(
        "/vendor/products",
        {
            "title": "Glove",
            "brand": "Nut",
            "weight": 120,
            "options": [{"title": "Size", "values": ["S", "M"]}],
            "variants": [
                {
                    "sku": "G-S",
                    "options": {"Size": "S"},
                    "inventory_quantity": 5,
                    "prices": [{"currency_code": "eur", "amount": 9.5}],
                },
                {
                    "sku": "G-M",
                    "options": {"Size": "M"},
                    "prices": [
                        {"currency_code": "eur", "amount": 9.5, "max_quantity": 9},
                        {"currency_code": "eur", "percent_off": 10, "min_quantity": 10},
                    ],
                },
            ],
        },
    )
    assert answer.status_code == 200, answer.text
    product = answer.json()["product"]
    assert (product["title"], product["status"], product["weight"]) == ("Glove", "draft", 120)
    assert [(v["title"], v["sku"], v["inventory_quantity"]) for v in product["variants"]] == [
        ("S", "G-S", 5),
        ("M", "G-M", 0),
    ]
    steps = product["variants"][1]["prices"]
    assert [(s["amount"], s["percent_off"], s["min_quantity"], s["max_quantity"]) for s in steps] == [
        (9.5, None, 1, 9),
        (None, 10, 10, None),
    ]
    stored = row(Product, product["id"])
    assert (stored.vendor_id, stored.tenant_id, stored.brand) == (
        market.vendors["bolt"],
        market.tenants["north"],
        "Nut",
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"title": "Saw", "tenant_id": "x"}, "Unrecognized fields: 'tenant_id'"),
        ({"title": "Saw", "vendor_id": "x"}, "Unrecognized fields: 'vendor_id'"),
        ({"title": "Saw", "variants": [{"prices": [{"currency_code": "eur", "amount": 1.005}]}]}, "1.005 has more"),
        ({"title": "Saw", "variants": [{"prices": [{"currency_code": "usd", "amount": 1}]}]}, "does not sell in USD"),
        ({"title": "Saw", "variants": [{"sku": "A"}, {"sku": "B"}]}, "in which options the variants differ"),
        ({"title": "Saw", "status": "published"}, "Choose where shoppers find it."),
        ({"title": "S\x00w"}, "title"),
        ({}, "title"),
    ],
)
def test_a_product_that_cannot_be_made_leaves_nothing(market: Market, body: dict[str, Any], says: str) -> None:
    desk = market.vendor()
    before = fingerprint()
    answer = desk.post("/vendor/products", body)
    assert answer.status_code == 400
    assert says in answer.json()["message"]
    assert fingerprint() == before


def test_a_product_is_changed_in_parts(market: Market) -> None:
    desk, path = market.vendor(), f"/vendor/products/{market.products['bolt']}"
    version = desk.get(path).json()["product"]["version"]
    changed = desk.ask(
        "PATCH",
        path,
        {
            "subtitle": "Forged",
            "version": version,
            "variants": [{"inventory_quantity": 40, "prices": [{"currency_code": "eur", "amount": "12.25"}]}],
        },
    )
    assert changed.status_code == 200, changed.text
    product = changed.json()["product"]
    assert (product["title"], product["subtitle"]) == ("Hammer", "Forged")
    assert product["variants"][0]["inventory_quantity"] == 40
    assert product["variants"][0]["prices"][0]["amount"] == 12.25
    late = desk.post(path, {"subtitle": "Cast", "version": version})
    assert (late.status_code, late.json()["type"]) == (409, "conflict")
    assert row(Product, market.products["bolt"]).subtitle == "Forged"
    assert desk.post(path, {"status": "draft"}).json()["product"]["status"] == "draft"
    assert desk.post(path, {"status": "published"}).json()["product"]["status"] == "published"
    assert desk.ask("DELETE", path).json() == {"id": market.products["bolt"], "object": "product", "deleted": True}
    assert row(Product, market.products["bolt"]).status == "archived"
    assert desk.get("/vendor/products").json()["count"] == 0
    assert desk.get("/vendor/products?status=archived").json()["count"] == 1


def test_who_may_only_answer_buyers_changes_no_product(market: Market) -> None:
    support = market.vendor("support.bolt@example.com")
    before = fingerprint()
    path = f"/vendor/products/{market.products['bolt']}"
    for answer in (
        support.post("/vendor/products", {"title": "Saw"}),
        support.post(path, {"title": "Saw"}),
        support.ask("DELETE", path),
        support.post("/vendor/payouts/request", key="k"),
        support.post(f"/vendor/orders/{market.orders['bolt']}/accept"),
        support.get("/vendor/transactions"),
        support.get("/vendor/payouts"),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")
    assert fingerprint() == before


def test_of_others_there_is_nothing(market: Market) -> None:
    desk = market.vendor()
    before = fingerprint()
    for vendor in ("nut", "far"):
        product, order = f"/vendor/products/{market.products[vendor]}", f"/vendor/orders/{market.orders[vendor]}"
        for answer in (
            desk.get(product),
            desk.post(product, {"title": "Mine"}),
            desk.ask("PATCH", product, {"title": "Mine"}),
            desk.ask("DELETE", product),
            desk.get(order),
            desk.post(f"{order}/accept"),
            desk.post(f"{order}/refuse", {"reason": "It is not mine"}),
            desk.post(f"{order}/fulfill", {"carrier": "DHL"}),
        ):
            assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    assert desk.get("/vendor/payouts/pay_missing").status_code == 404
    assert fingerprint() == before


def test_an_order_as_its_vendor_reads_it(market: Market) -> None:
    desk = market.vendor()
    listed = desk.get("/vendor/orders").json()
    assert (listed["count"], [one["id"] for one in listed["orders"]]) == (1, [market.orders["bolt"]])
    assert desk.get("/vendor/orders?view=shipped").json()["count"] == 0
    answer = desk.get(f"/vendor/orders/{market.orders['bolt']}")
    order = answer.json()["order"]
    assert order["display_id"].endswith("-1")
    assert {name: order[name] for name in ("status", "currency_code", "item_subtotal", "tax_total", "total")} == {
        "status": "to_fulfil",
        "currency_code": "eur",
        "item_subtotal": 30,
        "tax_total": 5.7,
        "total": 35.7,
    }
    (item,) = order["items"]
    assert (item["sku"], item["quantity"], item["open_quantity"], item["unit_price"]) == ("BO-HAMMER", 3, 3, 10)
    tax = [item[f"tax_{name}"] for name in ("rate", "category", "reason", "reason_code")]
    assert tax == [19, "S", None, None]
    assert (order["shipping_tax_rate"], order["shipping_discount_total"], order["tax_id"]) == (19, 0, None)
    assert order["shipping_address"]["company"] == "Stadtwerke Lenz"
    # Whoever knows the purchase's id may read all its parts, so no vendor is told it; nor the cart's, nor the total.
    group = market.groups["north"].partition("_")[2]
    assert group not in answer.text
    assert "glove" not in answer.text.lower()
    assert "47.6" not in answer.text


def test_an_order_is_accepted_and_sent_in_parts(market: Market) -> None:
    desk, path = market.vendor(), f"/vendor/orders/{market.orders['bolt']}"
    assert desk.post(f"{path}/accept").json()["order"]["is_accepted"] is True
    line = next(line.id for line in rows(OrderLine) if line.order_id == market.orders["bolt"])
    body = {"items": [{"id": line, "quantity": 2}], "carrier": "DHL", "tracking_number": "JD01460000123"}
    first = desk.post(f"{path}/fulfill", body, key="parcel-1")
    assert first.status_code == 200, first.text
    assert first.json()["order"]["status"] == "part_shipped"
    again = desk.post(f"{path}/fulfill", body, key="parcel-1")
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert len(rows(Fulfilment)) == 1
    rest = desk.post(f"{path}/fulfill", {"carrier": "Own van"})
    assert (rest.json()["order"]["status"], rest.json()["order"]["items"][0]["open_quantity"]) == ("shipped", 0)
    assert [p["number"] for p in rest.json()["order"]["fulfillments"]] == [1, 2]
    over = desk.post(f"{path}/fulfill", {"carrier": "Own van"})
    assert (over.status_code, over.json()["type"]) == (409, "conflict")
    assert len(rows(Fulfilment)) == 2


def test_a_parcel_that_cannot_leave(market: Market) -> None:
    desk, path = market.vendor(), f"/vendor/orders/{market.orders['bolt']}/fulfill"
    before = fingerprint()
    assert desk.post(path, {"carrier": "Pigeon"}).json()["fields"] == {"carrier": "Choose who brings it."}
    line = next(line.id for line in rows(OrderLine) if line.order_id == market.orders["bolt"])
    many = desk.post(path, {"carrier": "DHL", "items": [{"id": line, "quantity": 4}]})
    assert many.json()["fields"] == {f"line.{line}": "At most 3 of Article BO-HAMMER to ship."}
    assert desk.post(path, {"carrier": "DHL", "items": []}).status_code == 400
    assert fingerprint() == before


def test_an_order_is_refused_with_a_reason(market: Market) -> None:
    desk, path = market.vendor(), f"/vendor/orders/{market.orders['bolt']}/refuse"
    assert desk.post(path, {}).status_code == 400
    assert row(Order, market.orders["bolt"]).status == "to_fulfil"
    refused = desk.post(path, {"reason": "The hammer broke in our hands"}).json()["order"]
    assert refused["status"] == "cancelled"
    assert [(r["amount"], r["reason"]) for r in refused["refunds"]] == [(35.7, "The hammer broke in our hands")]
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Offer.id)).first()


def test_an_order_that_cost_nothing_is_refused_too(market: Market) -> None:
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order).where(Order.id == market.orders["bolt"])).one()
        order.goods_amount = order.tax_amount = order.total_amount = 0
        order.shipping_amount = order.shipping_tax_amount = 0
        for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id)):
            line.unit_amount = line.tax_amount = line.total_amount = 0
    path = f"/vendor/orders/{market.orders['bolt']}/refuse"
    refused = market.vendor().post(path, {"reason": "The hammer broke in our hands"}).json()["order"]
    assert (refused["status"], [(r["amount"], r["status"]) for r in refused["refunds"]]) == (
        "cancelled",
        [(0, "pending")],
    )


def test_transactions_say_gross_commission_and_net(market: Market) -> None:
    body = market.vendor().get("/vendor/transactions").json()
    assert body["totals"] == [
        {"currency_code": "eur", "gross": 30, "commission": 3, "commission_tax": 0.57, "net": 26.43}
    ]
    (sale,) = body["transactions"]
    assert (sale["kind"], sale["status"], sale["order_id"]) == ("sale", "available", market.orders["bolt"])
    assert (sale["gross"], sale["commission"], sale["commission_tax"], sale["net"]) == (30, 3, 0.57, 26.43)
    assert [(f["base"], f["rate_percent"], f["commission"]) for f in sale["lines"]] == [(30, 10, 3)]
    assert market.vendor().get("/vendor/transactions?kind=refund").json()["count"] == 0


def test_a_payout_is_asked_for_once(market: Market) -> None:
    desk = market.vendor()
    before = fingerprint()
    refused = desk.post("/vendor/payouts/request")
    assert (refused.status_code, refused.json()["type"]) == (400, "invalid_data")
    assert "Idempotency-Key" in refused.json()["message"]
    assert fingerprint() == before
    made = desk.post("/vendor/payouts/request", {"currency_code": "eur"}, key="november")
    assert made.status_code == 200, made.text
    payout = made.json()["payout"]
    assert (payout["amount"], payout["currency_code"], payout["goods"], payout["earnings_count"]) == (
        26.43,
        "eur",
        30,
        1,
    )
    assert payout["account"]["iban"] == "IBAN ending 2051"
    assert "DE0212030000000020" not in made.text
    again = desk.post("/vendor/payouts/request", {"currency_code": "eur"}, key="november")
    assert (again.json(), again.headers["idempotent-replayed"]) == (made.json(), "true")
    assert [one.amount for one in rows(Payout)] == [2643]
    more = desk.post("/vendor/payouts/request", key="december")
    assert more.status_code == 409
    assert len(rows(Payout)) == 1
    assert desk.get("/vendor/payouts").json()["payouts"] == [payout]
    assert desk.get(f"/vendor/payouts/{payout['id']}").json()["payout"] == payout
    assert market.vendor("nut@example.com").get(f"/vendor/payouts/{payout['id']}").status_code == 404
    settled = desk.get(f"/vendor/transactions?payout_id={payout['id']}").json()
    assert settled["count"] == 1

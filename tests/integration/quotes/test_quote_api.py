"""Quotes by HTTP: a buyer's program asks several vendors, theirs answer, the store looks on."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.api.app import make_api, serve_api
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.api_keys import create_key
from marketplace.settings import settings
from tests.authorization.world import fingerprint
from tests.factories.days import in_a_week
from tests.factories.people import PASSWORD, give_role, make_user
from tests.factories.quotes import Market, make_market

SYSTEM = Scope.system()
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lind",
    "address_1": "Lange Gasse 3",
    "city": "Kassel",
    "postal_code": "34117",
    "country_code": "de",
}
PRIYA, EVA = "priya@aldermoor.example", "eva@elsewhere.example"


class Shop:
    """The market with programs of everybody in it."""

    def __init__(self, market: Market, key: str) -> None:
        self.market = market
        self.http = TestClient(serve_api(make_api()), base_url="http://localhost")
        self.key = key
        self.tokens: dict[str, str] = {}

    def call(self, method: str, path: str, body: Any = None, *, as_: str = "", status: int = 200, key: str = "") -> Any:
        """As `guest` (empty), a customer's, vendor's or user's e-mail address, or a secret key."""
        headers = {"Idempotency-Key": key} if key else {}
        if path.startswith("/store"):
            headers["x-publishable-api-key"] = self.key
        if as_.startswith("sk_"):
            headers["Authorization"] = f"Basic {b64encode(f'{as_}:'.encode()).decode()}"
        elif as_:
            kind = {"store": "customer", "vendor": "vendor", "admin": "user"}[path.split("/")[1]]
            headers["Authorization"] = f"Bearer {self.token(kind, as_)}"
        self.http.cookies.clear()
        answer = self.http.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def token(self, kind: str, email: str) -> str:
        if email not in self.tokens:
            made = self.http.post(f"/auth/{kind}/emailpass", json={"email": email, "password": PASSWORD})
            self.tokens[email] = made.json()["token"]
        return self.tokens[email]

    def item(self, title: str, quantity: int, **fields: Any) -> dict[str, Any]:
        return {"offer_id": self.market.counter.offers[title], "quantity": quantity, **fields}

    def ask(self, *, as_: str = PRIYA, **fields: Any) -> Any:
        body = {"items": [self.item("hammer", 10), self.item("glove", 24)], "title": "Line 3 refit", **fields}
        return self.call("POST", "/store/quotes", body, as_=as_)["quote"]

    def answer(self, quote: Any, vendor: str = "bolt", *prices: float | None, **fields: Any) -> Any:
        """A vendor's answer to a request that its buyer has read."""
        items = [
            {"item_id": item["id"], **({"cannot": True} if price is None else {"unit_price": price, "lead_days": 4})}
            for item, price in zip(quote["items"], prices, strict=True)
        ]
        body = {"items": items, "valid_until": in_a_week().isoformat(), "freight": 7, **fields}
        path = f"/vendor/quotes/{of_vendor(quote, vendor)['id']}/answer"
        return self.call("POST", path, body, as_=f"owner@{vendor}.example")

    def read(self, quote: Any, *, as_: str = PRIYA) -> Any:
        return self.call("GET", f"/store/quotes/{quote['id']}", as_=as_)["quote"]

    def act(self, quote: Any, what: str, body: Any, *, as_: str = PRIYA, **fields: Any) -> Any:
        return self.call("POST", f"/store/quotes/{quote['id']}/{what}", body, as_=as_, **fields)

    def order(self, cart_id: str, as_: str = "") -> Any:
        """Complete the cart of an award as any cart."""
        cart = f"/store/carts/{cart_id}"
        assert self.call("GET", f"/store/shipping-options?cart_id={cart_id}", as_=as_) == {"shipping_options": []}
        self.call("POST", cart, {"shipping_address": ADDRESS}, as_=as_)
        made = self.call("POST", "/store/payment-collections", {"cart_id": cart_id}, as_=as_)["payment_collection"]
        session = {"provider_id": "pp_card_card", "data": {"card": "4242"}}
        self.call("POST", f"/store/payment-collections/{made['id']}/payment-sessions", session, as_=as_)
        answer = self.call("POST", f"{cart}/complete", as_=as_)
        assert answer["type"] == "order", answer
        return answer["order"]


def of_vendor(quote: Any, vendor: str) -> Any:
    return next(one for one in quote["vendor_quotes"] if one["vendor"]["handle"] == vendor)


@pytest.fixture
def shop(database: str, no_rate_limits: None) -> Shop:
    market = make_market()
    with unit_of_work(SYSTEM) as db:
        key = create_key(db, market.operator, kind="publishable", tenant_id=market.tenant_id, title="Shop").token
        make_user(db, EVA)
    STORES.forget()
    return Shop(market, key)


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def refused(shop: Shop, *given: Any, **named: Any) -> Any:
    """The body of a refusal that changed nothing."""
    if (who := named.get("as_", "sk_")) and not who.startswith("sk_"):
        shop.token({"store": "customer", "vendor": "vendor", "admin": "user"}[given[1].split("/")[1]], who)
    before = fingerprint()
    body = shop.call(*given, **named)
    assert {table for table, digest in fingerprint().items() if before[table] != digest} <= {"api_key"}
    return body


def test_a_request_says_what_was_asked_and_of_whom(shop: Shop) -> None:
    body = {
        "items": [
            shop.item("hammer", 10, target_price=7.5, wanted_on="2030-05-01", note="Ash handle"),
            {"title": "Fit for NEMA 34", "quantity": 200},
        ],
        "title": "Line 3 refit",
        "note": "Drawing follows.",
        "ship_to": {"country_code": "de", "postal_code": "34117", "city": "Kassel"},
        "answer_days": 5,
        "shares_targets": True,
    }
    quote = shop.call("POST", "/store/quotes", body, as_=PRIYA)["quote"]
    hammer = quote["items"][0]
    assert {name: hammer[name] for name in hammer if name not in ("id", "variant_id", "product_id")} == {
        "offer_id": shop.market.counter.offers["hammer"],
        "sku": "BO-HAMMER",
        "title": "Hammer, HAMMER",
        "unit": "each",
        "quantity": 10,
        "target_price": 7.5,
        "wanted_on": "2030-05-01",
        "note": "Ash handle",
    }
    assert (quote["items"][1]["title"], quote["items"][1]["offer_id"]) == ("Fit for NEMA 34", None)
    names = ("display_id", "status", "currency_code", "name", "email", "source", "cart_id", "chosen", "ship_to")
    assert {name: quote[name] for name in names} == {
        "display_id": "Q-1001",
        "status": "pending",
        "currency_code": "eur",
        "name": "Priya Test",
        "email": PRIYA,
        "source": "free",
        "cart_id": None,
        "chosen": [],
        "ship_to": {"country_code": "de", "postal_code": "34117", "city": "Kassel"},
    }
    (bolt,) = quote["vendor_quotes"]
    assert (bolt["vendor"]["name"], bolt["status"], bolt["turn"], bolt["revision"]) == ("Bolt", "pending", "vendor", 0)
    assert "link" not in quote
    assert shop.read(quote) == quote


def test_a_request_is_made_once_for_a_key(shop: Shop) -> None:
    body = {"items": [shop.item("hammer", 10)]}
    first, second = (shop.call("POST", "/store/quotes", body, as_=PRIYA, key="k1") for _ in range(2))
    assert first == second
    assert shop.call("POST", "/store/quotes", {"items": [shop.item("saw", 1)]}, as_=PRIYA, key="k1", status=422) == {
        "code": "invalid_request_error",
        "type": "duplicate_error",
        "message": "This request was sent before with other content. Reload the page and try again.",
    }
    assert rows("select count(*) from quote_request") == [(1,)]


def test_all_of_a_cart_is_asked_for(shop: Shop) -> None:
    cart = shop.market.counter.cart(shop.market.shopper, hammer=3, glove=12)
    quote = shop.call("POST", "/store/quotes", {"cart_id": cart}, as_=PRIYA)["quote"]
    assert sorted((one["sku"], one["quantity"]) for one in quote["items"]) == [("BO-HAMMER", 3), ("NU-GLOVE", 12)]
    assert quote["source"] == "cart"


def test_from_the_request_to_the_cart_with_a_counter_between(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    answered = shop.answer(quote, "bolt", 9, note="Ex stock.", payment_terms="30 days net")
    assert answered["below_margin"] == []
    (revision,) = answered["quote"]["revisions"]
    assert {name: revision[name] for name in revision if name not in ("created_at", "items")} == {
        "number": 1,
        "side": "vendor",
        "author": "Owner Test",
        "valid_until": f"{in_a_week():%Y-%m-%dT%H:%M:%S}.000Z",
        "payment_terms": "30 days net",
        "note": "Ex stock.",
        "is_tax_inclusive": False,
        "freight": 7,
        "item_total": 90,
        "shipping_total": 7,
        "tax_total": 18.43,
        "total": 115.43,
    }
    countered = shop.act(
        quote,
        "counter",
        {"revision": 1, "items": [{"item_id": quote["items"][0]["id"], "unit_price": 8, "quantity": 12}]},
    )["quote"]
    assert (countered["status"], of_vendor(countered, "bolt")["status"]) == ("pending", "countered")
    assert of_vendor(countered, "bolt")["turn"] == "vendor"
    shop.answer(countered, "bolt", 8.5)
    seen = of_vendor(shop.read(quote), "bolt")
    assert [(one["number"], one["side"], one["total"]) for one in seen["revisions"]] == [
        (1, "vendor", 115.43),
        (2, "buyer", 122.57),
        (3, "vendor", 129.71),
    ]
    accepted = shop.act(quote, "accept", {"revision": 3})["quote"]
    assert accepted["status"] == "accepted"
    assert accepted["chosen"] == [{"item_id": quote["items"][0]["id"], "vendor_quote_id": seen["id"]}]
    cart = shop.call("GET", f"/store/carts/{accepted['cart_id']}", as_=PRIYA)["cart"]
    assert (cart["total"], [(one["quantity"], one["unit_price"]) for one in cart["items"]]) == (129.71, [(12, 8.5)])
    assert shop.act(quote, "accept", {"revision": 3})["quote"]["cart_id"] == accepted["cart_id"]


def test_an_award_by_item_is_one_cart(shop: Shop) -> None:
    quote = shop.ask()
    shop.answer(quote, "bolt", 8.5, None)
    shop.answer(quote, "nut", None, 4.5, freight=3)
    hammer, glove = quote["items"]
    choice = {
        "items": [
            {"item_id": hammer["id"], "vendor_quote_id": of_vendor(quote, "bolt")["id"]},
            {"item_id": glove["id"], "vendor_quote_id": of_vendor(quote, "nut")["id"]},
        ],
        "revisions": {of_vendor(quote, "bolt")["id"]: 1},
    }
    awarded = shop.act(quote, "award", choice)["quote"]
    assert [one["status"] for one in awarded["vendor_quotes"]] == ["accepted", "accepted"]
    assert shop.call("GET", f"/store/carts/{awarded['cart_id']}", as_=PRIYA)["cart"]["total"] == 241.57
    assert shop.act(quote, "award", choice)["quote"]["cart_id"] == awarded["cart_id"]
    assert shop.order(awarded["cart_id"], PRIYA)["total"] == 241.57
    other = {"items": choice["items"][:1]}
    assert refused(shop, "POST", f"/store/quotes/{quote['id']}/award", other, as_=PRIYA, status=409) == {
        "code": "invalid_state_error",
        "type": "conflict",
        "message": "This request is awarded already. Open its cart to order what was chosen.",
    }


def test_a_newer_revision_than_was_seen_is_not_accepted(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    shop.answer(quote, "bolt", 9)
    assert refused(shop, "POST", f"/store/quotes/{quote['id']}/accept", {"revision": 2}, as_=PRIYA, status=409) == {
        "code": "invalid_state_error",
        "type": "conflict",
        "message": "There is a newer revision (1) than you saw. Look at it, then decide again.",
    }


def test_what_is_read_cannot_be_taken_back(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    path = f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}"
    shop.answer(quote, "bolt", 9)
    taken = shop.call("POST", f"{path}/take-back", as_="owner@bolt.example")["quote"]
    assert (taken["status"], taken["turn"], taken["revisions"]) == ("pending", "vendor", [])
    shop.answer(quote, "bolt", 9.5)
    assert [one["number"] for one in of_vendor(shop.read(quote), "bolt")["revisions"]] == [2]
    assert refused(shop, "POST", f"{path}/take-back", as_="owner@bolt.example", status=409) == {
        "code": "invalid_state_error",
        "type": "conflict",
        "message": "The buyer has seen it already. Send another revision once it is your turn, or write to them.",
    }


def test_decline_reject_and_withdraw(shop: Shop) -> None:
    quote = shop.ask()
    bolt, nut = (of_vendor(quote, one)["id"] for one in ("bolt", "nut"))
    assert refused(shop, "POST", f"/store/quotes/{quote['id']}/decline", {}, as_=PRIYA, status=400) == {
        "type": "invalid_data",
        "message": "Several vendors were asked. Name the quote that you mean.",
        "fields": {"vendor_quote_id": "Several vendors were asked. Name the quote that you mean."},
    }
    declined = shop.act(quote, "decline", {"vendor_quote_id": bolt, "reason": "Too late."})["quote"]
    assert (of_vendor(declined, "bolt")["status"], of_vendor(declined, "bolt")["end_reason"]) == (
        "declined",
        "Too late.",
    )
    rejected = shop.call("POST", f"/vendor/quotes/{nut}/reject", {"reason": "No gloves."}, as_="owner@nut.example")
    assert (rejected["quote"]["status"], rejected["quote"]["turn"]) == ("rejected", None)
    assert shop.read(quote)["status"] == "declined"
    assert refused(shop, "POST", f"/store/quotes/{quote['id']}/withdraw", {}, as_=PRIYA, status=409) == {
        "code": "invalid_state_error",
        "type": "conflict",
        "message": "Nothing of this request is open any more.",
    }
    again = shop.ask()
    assert shop.act(again, "withdraw", {"reason": "Found some."})["quote"]["status"] == "declined"
    assert shop.market.standing(again["id"]) == {"bolt": "withdrawn", "nut": "withdrawn"}


def test_the_other_side_reads_no_internal_message(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    path = of_vendor(quote, "bolt")["id"]
    for who, at, internal in (
        ("owner@bolt.example", f"/vendor/quotes/{path}/messages", True),
        ("owner@bolt.example", f"/vendor/quotes/{path}/messages", False),
        ("op@example.com", f"/admin/quotes/{path}/messages", True),
        (PRIYA, f"/store/quotes/{quote['id']}/messages", True),
        (PRIYA, f"/store/quotes/{quote['id']}/messages", False),
    ):
        body = {"body": f"{who.split('@')[0]}{' inside' if internal else ''}", "is_internal": internal}
        shop.call("POST", at, body, as_=who)

    def bodies(one: Any) -> list[str]:
        return [message["body"] for message in one["messages"]]

    assert bodies(of_vendor(shop.read(quote), "bolt")) == ["owner", "priya inside", "priya"]
    ours = ["owner inside", "owner", "op inside", "priya"]
    assert bodies(shop.call("GET", f"/vendor/quotes/{path}", as_="owner@bolt.example")["quote"]) == ours
    assert bodies(shop.call("GET", f"/admin/quotes/{path}", as_="op@example.com")["quote"]) == ours


def test_a_vendor_reads_no_rival_no_target_and_no_address(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10, target_price=7.77), shop.item("glove", 24)], hides_vendors=True)
    shop.answer(quote, "nut", None, 4.44)
    bolt = shop.call("GET", f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}", as_="owner@bolt.example")["quote"]
    assert [(one["offer_id"] is None, one["sku"], one["target_price"]) for one in bolt["items"]] == [
        (False, "BO-HAMMER", None),
        (True, None, None),
    ]
    listed = shop.call("GET", "/vendor/quotes", as_="owner@bolt.example")
    assert listed["count"] == 1
    for text_of in (str(bolt), str(listed)):
        for secret in ("Nut", "nut", "4.44", "7.77", PRIYA, shop.market.counter.offers["glove"]):
            assert secret not in text_of, secret


def test_another_vendors_quote_is_a_404(shop: Shop) -> None:
    quote = shop.ask()
    nut = of_vendor(quote, "nut")["id"]
    missing = {"type": "not_found", "message": f"Quote with id: {nut} was not found"}
    assert shop.call("GET", f"/vendor/quotes/{nut}", as_="owner@bolt.example", status=404) == missing
    for what, body in (("reject", {"reason": "x"}), ("take-back", None), ("messages", {"body": "x"})):
        refused(shop, "POST", f"/vendor/quotes/{nut}/{what}", body, as_="owner@bolt.example", status=404)


def test_somebody_elses_request_is_a_404_and_nothing_happens(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    shop.answer(quote, "bolt", 9)
    missing = {"type": "not_found", "message": f"Quote with id: {quote['id']} was not found"}
    assert refused(shop, "GET", f"/store/quotes/{quote['id']}", as_=EVA, status=404) == missing
    for what, body in (
        ("accept", {}),
        ("award", {"items": [{"item_id": "x", "vendor_quote_id": "y"}]}),
        ("counter", {"revision": 1, "items": []}),
        ("decline", {}),
        ("messages", {"body": "x"}),
        ("withdraw", {}),
    ):
        assert refused(shop, "POST", f"/store/quotes/{quote['id']}/{what}", body, as_=EVA, status=404) == missing
        assert shop.call("POST", f"/store/quotes/{quote['id']}/{what}", body, status=401) == {"message": "Unauthorized"}
    assert shop.call("GET", "/store/quotes", as_=EVA)["count"] == 0


def test_a_guest_asks_reads_and_accepts_by_the_key(shop: Shop) -> None:
    items = [shop.item("hammer", 10)]
    assert refused(shop, "POST", "/store/quotes", {"items": items}, status=400)["fields"] == {
        "email": "Enter an e-mail address such as name@company.com.",
        "name": "Say who asks: vendors answer people.",
    }
    quote = shop.ask(as_="", items=items, name="Ada Lind", email="ada@lind.example")
    assert quote["link"] == f"{settings().base_url}/s/northforge/quotes/open/{quote['id']}/{quote['key']}"
    path = f"/store/quotes/{quote['id']}"
    assert shop.call("GET", path, status=401) == {"message": "Unauthorized"}
    assert shop.call("GET", f"{path}?key=wrong", status=404)["type"] == "not_found"
    shop.answer(quote, "bolt", 8.5)
    assert shop.call("GET", f"{path}?key={quote['key']}")["quote"]["status"] == "quoted"
    accepted = shop.call("POST", f"{path}/accept?key={quote['key']}", {})["quote"]
    cart = shop.call("GET", f"/store/carts/{accepted['cart_id']}")["cart"]
    assert (cart["total"], cart["shipping_total"], len(cart["shipping_methods"])) == (109.48, 8.33, 1)
    assert shop.order(cart["id"])["total"] == 109.48
    vendor = shop.call("GET", f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}", as_="owner@bolt.example")
    assert accepted["cart_id"] not in str(vendor)
    assert quote["key"] not in str(vendor)


def test_two_guests_behind_one_address_never_share_an_answer(shop: Shop) -> None:
    body = {"items": [shop.item("hammer", 10)], "name": "Ada Lind", "email": "ada@lind.example"}
    first, second = (shop.call("POST", "/store/quotes", body, key="k1")["quote"] for _ in range(2))
    assert first["id"] != second["id"]


def test_the_list_is_called_by_the_five_words(shop: Shop) -> None:
    def request(*steps: Callable[[Any], Any]) -> str:
        quote = shop.ask(items=[shop.item("hammer", 10)])
        for step in steps:
            step(quote)
        return str(quote["display_id"])

    def countered(quote: Any) -> None:
        shop.act(quote, "counter", {"revision": 1, "note": "Less?"})

    waits = request()
    quoted = request(lambda quote: shop.answer(quote, "bolt", 9))
    talked = request(lambda quote: shop.answer(quote, "bolt", 9), countered)
    taken = request(lambda quote: shop.answer(quote, "bolt", 9), lambda quote: shop.act(quote, "accept", {}))
    back = request(lambda quote: shop.act(quote, "withdraw", {}))
    over = request()
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text(
                "update quote set status = 'expired', ended_at = now() where request_id = "
                f"(select id from quote_request where number = {over[2:]})"
            )
        )
    expected = {
        "": [over, back, taken, talked, quoted, waits],
        "pending": [talked, waits],
        "quoted": [quoted],
        "accepted": [taken],
        "declined": [back],
        "expired": [over],
    }
    for word, numbers in expected.items():
        answer = shop.call("GET", f"/store/quotes?status={word}", as_=PRIYA)
        assert ([one["display_id"] for one in answer["quotes"]], answer["count"]) == (numbers, len(numbers)), word
        assert all(shop.read(one)["status"] == one["status"] for one in answer["quotes"])
    page = shop.call("GET", "/store/quotes?limit=2&offset=1", as_=PRIYA)
    assert ([one["display_id"] for one in page["quotes"]], page["count"]) == ([back, taken], 6)
    assert shop.call("GET", "/store/quotes?status=open", as_=PRIYA, status=400)["type"] == "invalid_data"


def test_a_vendors_list_is_narrowed_by_status_and_turn(shop: Shop) -> None:
    first, second = shop.ask(), shop.ask()
    shop.answer(second, "bolt", 8.5, None)

    def ids(query: str) -> list[str]:
        listed = shop.call("GET", f"/vendor/quotes{query}", as_="owner@bolt.example")["quotes"]
        return [one["display_id"] for one in listed]

    assert (ids(""), ids("?turn=vendor"), ids("?status=quoted")) == (["Q-1002", "Q-1001"], ["Q-1001"], ["Q-1002"])
    row = shop.call("GET", "/vendor/quotes?turn=buyer", as_="owner@bolt.example")["quotes"][0]
    assert (row["total"], row["buyer"], row["turn"]) == (109.48, {"name": "Priya Test"}, "buyer")
    assert first["display_id"] == "Q-1001"


def test_an_answer_below_the_margin_waits_for_an_owner(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update vendor set quote_margin_bps = 5000"))
        db.connection().execute(text("update offer set cost_amount = 800, cost_currency = 'EUR'"))
        clerk = make_user(db, "clerk@bolt.example")
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        give_role(db, clerk, Role.VENDOR_MEMBER, vendor=vendor, title="orders")
    body = {"items": [{"item_id": quote["items"][0]["id"], "unit_price": 8.5}], "valid_until": in_a_week().isoformat()}
    path = f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}/answer"
    held = shop.call("POST", path, body, as_="clerk@bolt.example")
    assert held["below_margin"] == [quote["items"][0]["id"]]
    assert (held["quote"]["status"], held["quote"]["revisions"]) == ("pending", [])
    assert shop.call("POST", path, body, as_="owner@bolt.example")["quote"]["status"] == "quoted"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"items": []}, None),
        ({"valid_until": "2020-01-01T00:00:00Z"}, {"valid_until"}),
        ({"freight": 7.001}, {"freight"}),
        ({"unit_price": None}, {"price"}),
        ({"breaks": [{"min_quantity": 1, "unit_price": 8}]}, {"breaks"}),
        ({"offer_id": "off_x"}, {"lines"}),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, Any], fields: set[str] | None) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    item = {"item_id": quote["items"][0]["id"], "unit_price": 8.5}
    body: dict[str, Any] = {"items": [item], "valid_until": in_a_week().isoformat()}
    (body if set(change) <= {"items", "valid_until", "freight"} else item).update(change)
    path = f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}/answer"
    answer = refused(shop, "POST", path, body, as_="owner@bolt.example", status=400)
    assert answer["type"] == "invalid_data"
    assert fields is None or {name.partition("-")[0] for name in answer["fields"]} == fields


def test_only_who_is_on_turn_answers(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    shop.answer(quote, "bolt", 9)
    body = {"items": [{"item_id": quote["items"][0]["id"], "unit_price": 1}], "valid_until": in_a_week().isoformat()}
    path = f"/vendor/quotes/{of_vendor(quote, 'bolt')['id']}/answer"
    assert refused(shop, "POST", path, body, as_="owner@bolt.example", status=409) == {
        "code": "invalid_state_error",
        "type": "conflict",
        "message": "It is Priya Test’s turn. You can change lines again once they have answered.",
    }


def test_the_store_extends_and_ends_within_its_keys_scopes(shop: Shop) -> None:
    quote = shop.ask(items=[shop.item("hammer", 10)])
    shop.answer(quote, "bolt", 9)
    path = f"/admin/quotes/{of_vendor(quote, 'bolt')['id']}"
    reader, writer = (_secret(shop, *scopes) for scopes in (("orders:read",), ("orders:read", "orders:write")))
    seen = shop.call("GET", path, as_=reader)["quote"]
    assert (seen["buyer"], seen["items"][0]["sku"]) == ({"name": "Priya Test", "email": PRIYA}, "BO-HAMMER")
    later = (in_a_week() + timedelta(days=9)).isoformat()
    assert refused(shop, "POST", f"{path}/extend", {"until": later, "reason": "x"}, as_=reader, status=403) == {
        "type": "forbidden",
        "message": "This key does not have the scope orders:write. Make a key that has it.",
    }
    extended = shop.call("POST", f"{path}/extend", {"until": later, "reason": "Holidays."}, as_=writer)["quote"]
    assert datetime.fromisoformat(extended["valid_until"]) == in_a_week() + timedelta(days=9)
    wrote = shop.call("POST", f"{path}/messages", {"body": "We look into it."}, as_=writer)["quote"]
    assert [(one["side"], one["author"]) for one in wrote["messages"]] == [("store", "Program (API key)")]
    ended = shop.call("POST", f"{path}/end", {"reason": "Asked for twice."}, as_=writer)["quote"]
    assert (ended["status"], ended["end_reason"]) == ("withdrawn", "Asked for twice.")
    listed = shop.call("GET", "/admin/quotes?status=withdrawn", as_="op@example.com")
    assert [one["id"] for one in listed["quotes"]] == [ended["id"]]
    assert shop.call("GET", "/admin/quotes", as_=_secret(shop, "catalogue:read"), status=403) == {
        "type": "forbidden",
        "message": "This key does not have the scope orders:read. Make a key that has it.",
    }


def _secret(shop: Shop, *scopes: str) -> str:
    with unit_of_work(SYSTEM) as db:
        by: Actor = shop.market.operator
        fields = {"tenant_id": shop.market.tenant_id, "title": "Program", "scopes": scopes, "password": PASSWORD}
        return create_key(db, by, kind="secret", **fields).token


def test_a_store_that_shows_guests_no_prices_takes_no_request_of_them(shop: Shop) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update tenant set access_posture = 'prices_after_login'"))
    STORES.forget()
    body = {"items": [shop.item("hammer", 1)], "name": "Ada", "email": "ada@lind.example"}
    assert refused(shop, "POST", "/store/quotes", body, status=401) == {"message": "Unauthorized"}

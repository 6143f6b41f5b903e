"""Our answers beside those that a real Medusa 2.21 server gave to the same calls: keys and types, recursively.

`recorded/` holds the recorded answers (lists cut to two members, tokens taken out). Every difference that is meant is
in `intended.py` with its reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.compare import differences
from tests.contract.intended import INTENDED, OTHER_WORDS, fits
from tests.running import Running

RECORDED = {
    file.stem: json.loads(file.read_text()) for file in sorted((Path(__file__).parent / "recorded").glob("*.json"))
}
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Peer",
    "address_1": "Street 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country_code": "de",
    "phone": "+49 30 1",
}
PASSWORD = "a good long password"
Answers = dict[str, tuple[int, Any]]


class Shopper:
    """Plays the recorded calls on our server and keeps what it answered, by the name of the recording."""

    def __init__(self, url: str, key: str) -> None:
        headers = {"x-publishable-api-key": key, "x-medusa-locale": "", "content-type": "application/json"}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=30)
        self.answers: Answers = {}

    def ask(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One call; the name `` is not kept."""
        content = b"" if body is None else json.dumps(body).encode()
        answer = self.http.request(method, path, content=content, headers=headers)
        if name:
            assert RECORDED[name]["request"]["method"] == method
            self.answers[name] = (answer.status_code, answer.json())
        return answer.json()

    def browse(self) -> None:
        """01 to 14: regions and products."""
        self.region = self.ask("01-list-regions", "GET", "/store/regions")["regions"][0]["id"]
        self.ask("02-retrieve-region", "GET", f"/store/regions/{self.region}")
        first = self.ask("03-list-products-without-region", "GET", "/store/products?limit=100")["products"]
        one = next(p for p in first if p["options"] and p["images"] and not p["collection_id"])
        self.ask("04-list-products-with-prices", "GET", f"/store/products?limit=100&region_id={self.region}")
        self.ask("05-second-page-does-not-overlap-the-first", "GET", "/store/products?limit=100&offset=100")
        self.ask("06-list-products-sorted-by-title-descending", "GET", "/store/products?limit=100&order=-title")
        self.ask("07-select-fields", "GET", "/store/products?limit=2&fields=id%2Ctitle%2C%2Avariants")
        wanted = "fields=%2Avariants.calculated_price%2C%2Bvariants.inventory_quantity"
        self.ask("08-retrieve-product", "GET", f"/store/products/{one['id']}?region_id={self.region}&{wanted}")
        self.ask("09-product-by-handle", "GET", f"/store/products?handle={one['handle']}")
        self.ask("10-search-products-q", "GET", f"/store/products?q={one['title']}&limit=5")
        self.ask("11-list-collections", "GET", "/store/collections")
        self.ask("12-list-categories", "GET", "/store/product-categories")
        self.ask("13-unknown-product-is-404-not-found", "GET", "/store/products/prod_doesnotexist")
        del self.http.headers["x-publishable-api-key"]
        self.ask("14-no-publishable-key-is-400", "GET", "/store/products?limit=1")

    def choose_goods(self) -> None:
        """Two variants that can be bought one by one: one with options, of one vendor."""
        fields = "id,*variants,*variants.options,%2Bvariants.offers,%2Bvariants.calculated_price"
        products = self.ask("", "GET", f"/store/products?limit=100&region_id={self.region}&fields={fields}")["products"]
        plain = [
            (variant["id"], offer["seller"]["id"])
            for product in products
            for variant in product["variants"]
            for offer in variant["offers"][:1]
            if offer["min_quantity"] == offer["quantity_step"] == 1 and offer["inventory_quantity"] > 20
        ]
        seller = plain[0][1]
        self.goods = [variant for variant, sold_by in plain if sold_by == seller][:2]

    def fill(self) -> None:
        """15 to 19: a cart and its lines."""
        cart = self.ask("15-create-cart", "POST", "/store/carts", {"region_id": self.region})["cart"]
        self.cart = f"/store/carts/{cart['id']}"
        lines = f"{self.cart}/line-items"
        added = self.ask("16-add-line-item", "POST", lines, {"variant_id": self.goods[0], "quantity": 2})["cart"]
        line = added["items"][0]["id"]
        self.ask("17-update-line-item", "POST", f"{lines}/{line}", {"quantity": 3})
        name = "18-add-and-delete-a-second-line-item"
        more = self.ask(f"{name}-1", "POST", lines, {"variant_id": self.goods[1], "quantity": 1})["cart"]
        other = next(item["id"] for item in more["items"] if item["id"] != line)
        self.ask(f"{name}-2", "DELETE", f"{lines}/{other}")
        self.ask(f"{name}-3", "GET", self.cart)
        self.ask("19-unknown-variant-is-refused", "POST", lines, {"variant_id": "variant_doesnotexist", "quantity": 1})

    def buy(self) -> None:
        """20 to 29: delivery, payment, order."""
        self.email = f"flow-{uuid4().hex[:8]}@peer.example"
        addresses = {"email": self.email, "shipping_address": ADDRESS, "billing_address": ADDRESS}
        self.ask("20-set-email-and-addresses", "POST", self.cart, addresses)
        cart_id = self.cart.rpartition("/")[2]
        options = self.ask("21-list-shipping-options-of-the-cart", "GET", f"/store/shipping-options?cart_id={cart_id}")[
            "shipping_options"
        ]
        chosen = {"option_id": options[0]["id"]}
        self.ask("22-add-shipping-method", "POST", f"{self.cart}/shipping-methods", chosen)
        self.ask("23-complete-without-payment-is-refused", "POST", f"{self.cart}/complete")
        self.ask("24-list-payment-providers", "GET", f"/store/payment-providers?region_id={self.region}")
        self._pay("25-payment-collection-and-session-1", "25-payment-collection-and-session-2", cart_id)
        order = self.ask("26-complete-cart", "POST", f"{self.cart}/complete")["order"]
        self.ask("27-complete-again-gives-the-same-order", "POST", f"{self.cart}/complete")
        self.ask("28-retrieve-order", "GET", f"/store/orders/{order['id']}")
        self.ask("29-unknown-cart-is-404", "GET", "/store/carts/cart_doesnotexist")

    def _pay(self, first: str, second: str, cart_id: str, **headers: str) -> None:
        made = self.ask(first, "POST", "/store/payment-collections", {"cart_id": cart_id}, **headers)
        path = f"/store/payment-collections/{made['payment_collection']['id']}/payment-sessions"
        self.ask(second, "POST", path, {"provider_id": "pp_system_default"}, **headers)

    def sign_in(self) -> None:
        """30 to 33: an account, and an order by it."""
        known = {"email": self.email, "password": PASSWORD}
        token = self.ask("30-register-customer-1", "POST", "/auth/customer/emailpass/register", known)["token"]
        person = {"email": self.email, "first_name": "Ada", "last_name": "Peer"}
        self.ask("30-register-customer-2", "POST", "/store/customers", person, authorization=f"Bearer {token}")
        login = self.ask("31-login-customer-1", "POST", "/auth/customer/emailpass", known)
        bearer = f"Bearer {login['token']}"
        self.ask("31-login-customer-2", "GET", "/store/customers/me", authorization=bearer)
        name = "32-order-by-a-logged-in-customer-and-list-own-orders"
        wish = {
            "region_id": self.region,
            "email": self.email,
            "shipping_address": ADDRESS,
            "billing_address": ADDRESS,
            "items": [{"variant_id": self.goods[0], "quantity": 1}],
        }
        cart = self.ask(f"{name}-1", "POST", "/store/carts", wish, authorization=bearer)["cart"]["id"]
        options = self.ask("", "GET", f"/store/shipping-options?cart_id={cart}", authorization=bearer)
        chosen = {"option_id": options["shipping_options"][0]["id"]}
        self.ask(f"{name}-2", "POST", f"/store/carts/{cart}/shipping-methods", chosen, authorization=bearer)
        self._pay(f"{name}-3", f"{name}-4", cart, authorization=bearer)
        self.ask(f"{name}-5", "POST", f"/store/carts/{cart}/complete", authorization=bearer)
        self.ask(f"{name}-6", "GET", "/store/orders", authorization=bearer)
        wrong = {**known, "password": "wrong"}
        self.ask("33-wrong-password-is-401", "POST", "/auth/customer/emailpass", wrong, authorization=bearer)


@pytest.fixture(scope="session")
def answers(product: Running) -> Answers:
    """What our server answered to the recorded calls."""
    facts = json.loads(product.command("demo-info", "--json").stdout)
    key = next(store["publishable_key"] for store in facts["stores"] if store["handle"] == "northforge")
    shopper = Shopper(product.url, key)
    shopper.browse()
    shopper.http.headers["x-publishable-api-key"] = key
    shopper.choose_goods()
    shopper.fill()
    shopper.buy()
    shopper.sign_in()
    shopper.http.close()
    return shopper.answers


def test_every_recorded_call_was_made(answers: Answers) -> None:
    assert sorted(answers) == sorted(RECORDED)


@pytest.mark.parametrize("name", RECORDED)
def test_status_and_shape(name: str, answers: Answers) -> None:
    status, body = answers[name]
    recorded = RECORDED[name]["response"]
    assert status == recorded["status"], body
    unlisted = [one for one in differences(recorded["body"], body) if not any(fits(p, one) for p in INTENDED)]
    assert not unlisted, "\n".join(f"{one.path} {one.says}" for one in unlisted)


def test_refusals_say_the_same_words(answers: Answers) -> None:
    for name in RECORDED:
        recorded = RECORDED[name]["response"]
        if recorded["status"] >= 400:
            assert (answers[name][1] != recorded["body"]) == (name in OTHER_WORDS), name


def test_every_intended_difference_is_still_one(answers: Answers) -> None:
    every_difference = [
        one for name, (_, body) in answers.items() for one in differences(RECORDED[name]["response"]["body"], body)
    ]
    gone = [pattern for pattern in INTENDED if not any(fits(pattern, one) for one in every_difference)]
    assert not gone, f"no difference any more: {gone}"


@pytest.mark.parametrize(
    ("recorded", "ours", "expected"),
    [
        ({"a": 1}, {"a": 1.5, "b": 2}, []),
        ({"a": 1}, {}, ["a is not there"]),
        ({"a": None}, {"a": "x"}, []),
        ({"a": "x"}, {"a": None}, []),
        ({"a": "x"}, {"a": 1}, ["a is a number, not text"]),
        ({"a": True}, {"a": 1}, ["a is a number, not true or false"]),
        ({"a": [{"b": 1}]}, {"a": []}, ["a[] has no member to compare"]),
        ({"a": [{"b": 1}, {"c": {"d": 1}}]}, {"a": [{"b": 1}, {"c": {}}]}, ["a[].c.d is not there"]),
        ({"a": {"b": 1}}, {"a": [1]}, ["a is a list, not an object"]),
    ],
)
def test_the_comparison_finds_what_differs(recorded: Any, ours: Any, expected: list[str]) -> None:
    assert [f"{one.path} {one.says}" for one in differences(recorded, ours)] == expected

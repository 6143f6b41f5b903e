"""The store API used in ways that nobody meant: two keys at once, half-told carts, abandoned banks, closed stores."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart, CartLine
from marketplace.models.order import OrderGroup
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.open_stores import STORES
from tests.factories.api_market import make_market
from tests.integration.buying.test_store_api import Desk, Open, desk, open_desk  # noqa: F401  fixtures

SYSTEM = Scope.system()


def challenge(desk: Desk, cart: Any) -> Any:  # noqa: F811
    """Choose the card that asks who its buyer is, and try to buy."""
    made = desk.ask("POST", "/store/payment-collections", {"cart_id": cart["id"]})["payment_collection"]["id"]
    paying = {"provider_id": "pp_card_card", "data": {"card": "3155"}}
    desk.ask("POST", f"/store/payment-collections/{made}/payment-sessions", paying)
    return desk.ask("POST", f"/store/carts/{cart['id']}/complete")


def test_a_request_with_two_keys_fills_nobodys_memory(database: str, no_rate_limits: None) -> None:
    """One key decides which store answers; under the other one that answer must not be kept."""
    market = make_market()
    names = ("north", "south")
    doubled = [("x-publishable-api-key", market.keys[name]) for name in names]
    for order in (doubled, doubled[::-1]):
        assert market.client.get("/store/products?fields=title", headers=order).status_code == 200
    titles = [
        sorted(one["title"] for one in market.shop(name).get("/store/products?fields=title").json()["products"])
        for name in names
    ]
    assert titles == [["Glove", "Hammer"], ["Lamp"]]


def test_a_cart_without_a_billing_address_can_be_completed_again(desk: Desk) -> None:  # noqa: F811
    """The first try must leave the cart as it was told, or the second one is another request under the same key."""
    cart = desk.ready(hammer=3)
    assert cart["billing_address"] is None
    first = challenge(desk, cart)
    assert first["error"]["type"] == "payment_requires_more_error"
    again = desk.ask("POST", f"/store/carts/{cart['id']}/complete")
    assert again["error"]["type"] == "payment_requires_more_error"
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(OrderGroup)).all() == []


def test_the_way_to_the_bank_is_shown_though_the_last_pieces_are_held(open_desk: Open) -> None:  # noqa: F811
    desk = open_desk(stock=3)  # noqa: F811
    answer = challenge(desk, desk.ready(hammer=3))
    (session,) = answer["cart"]["payment_collection"]["payment_sessions"]
    assert session["status"] == "requires_more"
    assert session["data"]["action_url"].startswith("/sandbox/card/")


def test_another_card_for_the_last_pieces_buys_them(open_desk: Open) -> None:  # noqa: F811
    """The abandoned try gives back what it held before the new one is priced."""
    desk = open_desk(stock=3)  # noqa: F811
    cart = desk.ready(hammer=3)
    challenge(desk, cart)
    desk.pay(cart)
    done = desk.ask("POST", f"/store/carts/{cart['id']}/complete")
    assert (done["type"], done["order"]["total"]) == ("order", cart["total"])


def test_a_cart_of_things_for_later_is_empty(desk: Desk) -> None:  # noqa: F811
    cart = desk.ready(hammer=3)
    with unit_of_work(SYSTEM) as db:
        for line in db.exec(select(CartLine).where(CartLine.cart_id == cart["id"])):
            line.saved_for_later = True
    refused = desk.ask("POST", f"/store/carts/{cart['id']}/complete", status=400)
    assert refused["message"] == "Cannot complete a cart with no items"


def test_every_change_makes_it_another_cart(desk: Desk) -> None:  # noqa: F811
    """Money that comes late looks at the version: what was promised for the old address is not sent to the new one."""
    cart = desk.ready(hammer=3)

    def version() -> int:
        with unit_of_work(SYSTEM) as db:
            return db.exec(select(Cart.version).where(Cart.id == cart["id"])).one()

    before = version()
    desk.ask("POST", f"/store/carts/{cart['id']}", {"shipping_address": {"city": "Kiel", "country_code": "de"}})
    assert version() == before + 1


@pytest.mark.parametrize("posture", ["prices_after_login", "login_required"])
def test_a_store_that_shows_guests_no_prices_tells_their_programs_none(desk: Desk, posture: str) -> None:  # noqa: F811
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Tenant).where(Tenant.id == desk.counter.tenant_id)).one().access_posture = posture
    STORES.forget()
    path = f"/store/products/{desk.products['hammer']}?region_id={desk.counter.region_id}&fields=*variants,*variants"
    if posture == "login_required":
        desk.ask("GET", path + ".calculated_price", status=401)
    else:
        (variant,) = desk.ask("GET", path + ".calculated_price")["product"]["variants"]
        assert variant.get("calculated_price") is None
    desk.ask("GET", f"/store/volume-pricing/{desk.products['hammer']}", status=401)
    desk.ask("POST", "/store/carts", {"region_id": desk.counter.region_id}, status=401)
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Cart)).all() == []

"""Paying on account, as the checkout's page and the store's API say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.api.app import make_api, serve_api
from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyLocation
from marketplace.models.offer import Offer
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.api_keys import create_key
from marketplace.services.search.indexing import index_store
from tests.contract.test_described import token_of
from tests.factories.companies import make_company, make_member
from tests.factories.people import make_operator
from tests.factories.shop import Counter
from tests.integration.buying.test_cart_pages import CHECKOUT, add, browser, counter, place, rows, words
from tests.state.browser import sign_in

__all__ = ["counter"]


@pytest.fixture
def priya(counter: Counter) -> Actor:
    """She buys for York, which may owe 25.00."""
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id, places=("York",))
        york = db.exec(select(CompanyLocation)).one()
        york.net_days, york.credit_limit_amount, york.requires_po = 30, 25_00, True
        return make_member(db, company, "priya@aldermoor.example", "buyer")


@pytest.fixture
def visitor(priya: Actor) -> Iterator[TestClient]:
    with browser() as client:
        client.cookies.set("session", sign_in(priya))
        yield client


def way(page: str) -> str:
    """The choice `On account` as it is drawn."""
    return next(one for one in re.findall(r'<label class="pick.*?</label>', page, re.DOTALL) if "On account" in one)


def test_the_terms_are_said_and_the_purchase_order_is_asked_for(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert "Net 30 days, from the day the goods leave" in words(way(page))
    assert "York has one on every order." in words(page)
    place(visitor, page, provider="on_account")
    page = visitor.get(CHECKOUT).text
    assert "Enter the number of your purchase order: York has one on every order." in words(page)
    assert re.search(r'value="on_account"[^>]* checked|checked[^>]*value="on_account"', way(page))
    placed = place(visitor, page, provider="on_account", po_number="4500012", note="Gate 2")
    order = words(visitor.get(placed.headers["location"]).text)
    assert "4500012" in order
    assert "Gate 2" in order
    assert "On account" in order
    assert "To be paid when its invoices are due" in order
    assert rows("select status, amount from payment") == [("owed", 1904)]


def test_over_the_limit_the_way_is_shown_closed_with_the_way_out(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, saw=1)
    page = visitor.get(CHECKOUT).text
    assert "disabled" in way(page)
    out = "York may owe EUR 25.00 and owes EUR 0.00, so EUR 30.94 more is too much. Pay open invoices"
    assert out in words(way(page))
    place(visitor, page, provider="on_account", po_number="1")  # sent all the same
    page = visitor.get(CHECKOUT).text
    assert out in words(page.replace(way(page), ""))
    assert 'value="1"' in page  # nothing that was typed is lost
    assert rows("select count(*) from payment") == [(0,)]


def test_a_program_pays_on_account_within_the_limit(counter: Counter, priya: Actor) -> None:
    with unit_of_work(Scope.system()) as db:
        key = create_key(db, make_operator(db), kind="publishable", tenant_id=counter.tenant_id, title="Shop").token
        token = token_of(db, "customer", priya)
    counter.transact(index_store)
    STORES.forget()
    client = TestClient(serve_api(make_api()), base_url="http://localhost")
    as_guest = {"x-publishable-api-key": key}
    as_priya = {**as_guest, "Authorization": f"Bearer {token}"}
    ways = f"/store/payment-providers?region_id={counter.region_id}"
    mine, theirs = (
        [one["id"] for one in client.get(ways, headers=who).json()["payment_providers"]] for who in (as_priya, as_guest)
    )
    assert set(mine) - set(theirs) == {"pp_on_account_on_account"}

    def buy(**goods: int) -> dict[str, object]:
        def post(path: str, body: object = None) -> dict[str, object]:
            answer = client.post(path, json=body, headers=as_priya)
            assert answer.status_code == 200, answer.text
            return answer.json()

        address = {"first_name": "P", "last_name": "N", "address_1": "Lange Gasse 3", "city": "Kassel"}
        cart = post(
            "/store/carts",
            {
                "region_id": counter.region_id,
                "email": "priya@aldermoor.example",
                "shipping_address": {**address, "postal_code": "34117", "country_code": "de"},
                "metadata": {"po_number": "4500012", "note": "Gate 2"},
            },
        )["cart"]["id"]  # type: ignore[index]
        with unit_of_work(Scope.system()) as db:
            variants = {
                title: db.exec(select(Offer.variant_id).where(Offer.id == counter.offers[title])).one()
                for title in goods
            }
        for title, quantity in goods.items():
            post(f"/store/carts/{cart}/line-items", {"variant_id": variants[title], "quantity": quantity})
        options = client.get(f"/store/shipping-options?cart_id={cart}", headers=as_priya).json()["shipping_options"]
        post(f"/store/carts/{cart}/shipping-methods", {"option_id": options[0]["id"]})
        collection = post("/store/payment-collections", {"cart_id": cart})["payment_collection"]["id"]  # type: ignore[index]
        post(f"/store/payment-collections/{collection}/payment-sessions", {"provider_id": "pp_on_account_on_account"})
        return post(f"/store/carts/{cart}/complete")

    order = buy(hammer=1)["order"]
    assert (order["po_number"], order["note"], order["payment_status"]) == (  # type: ignore[index]
        "4500012",
        "Gate 2",
        "authorized",
    )
    refused = buy(saw=1)
    assert refused["type"] == "cart"
    assert refused["error"] == {  # type: ignore[comparison-overlap]
        "name": "Error",
        "type": "payment_authorization_error",
        "message": "York may owe EUR 25.00 and owes EUR 19.04, so EUR 30.94 more is too much. Pay open invoices, pay "
        "this order another way, or ask Northforge for a higher limit.",
    }
    assert rows("select count(*), sum(amount)::int from payment") == [(1, 1904)]

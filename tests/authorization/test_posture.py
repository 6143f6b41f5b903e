"""What a store shows to guests, asked of every page, form, event and API route: one gate, and nothing beside it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import marketplace.state.storefront
from marketplace.api.app import api_routes, make_api, serve_api
from marketplace.app import ROUTES
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.api_keys import create_key
from marketplace.services.search.indexing import index_store
from marketplace.web.edge import Edge
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tests.authorization.drive import handlers, visible_state
from tests.factories.people import actor_for, make_operator, make_user
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab

for module in pkgutil.walk_packages(marketplace.state.storefront.__path__, "marketplace.state.storefront."):
    importlib.import_module(module.name)
PLACES = [
    (method, one.path)
    for one in ROUTES
    if isinstance(one, Route) and one.path.startswith("/s/")
    for method in sorted((one.methods or {"GET"}) - {"HEAD", "OPTIONS"})
]
# What a sign-in needs, and what is a person's own: no goods and no prices of the store.
BEFORE_SIGN_IN = re.compile(r"/store/(regions|currencies|locales|customers)")
PRICES = re.compile(r"(€|EUR|&euro;)\s?(10|20|5|30)\.00|\"(?:calculated|original)_amount|\"amount\": ?\d")
GOODS = re.compile(r"Hammer|Saw\b|Glove")


@pytest.fixture
def counter(database: str, no_rate_limits: None, front_end: None) -> Counter:
    made = make_counter()
    with unit_of_work(Scope.tenant(made.tenant_id)) as db:
        index_store(db)
    return made


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    app = Edge(Starlette(routes=list(ROUTES)))
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    with TestClient(app, base_url="http://shop.example", headers=headers, follow_redirects=False) as client:
        yield client
    forget()


def forget() -> None:
    RESPONSES.clear()
    VERSIONS.forget()


def posture(value: str) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update tenant set access_posture = :v"), {"v": value})
    VERSIONS.forget()


def address(path: str) -> str:
    filled = {"store": "northforge", "product": "hammer", "category": "tools", "vendor": "bolt", "number": "1001"}
    return re.sub(r"\{(\w+)[^}]*\}", lambda match: filled.get(match[1], "missing"), path)


def account() -> str:
    with unit_of_work(Scope.system()) as db:
        actor = actor_for(db, make_user(db, "ada@lind.example"))
    return sign_in(actor)


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_a_closed_store_sends_every_guest_to_sign_in(visitor: TestClient, method: str, path: str) -> None:
    visitor.get(address("/s/{store}"))  # what was drawn while the store was open is given to nobody any more
    visitor.request(method, address(path))
    posture("login_required")
    answer = visitor.request(method, address(path))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Fs%2Fnorthforge")
    assert answer.headers["location"].endswith("store=northforge")
    assert not answer.content
    assert visitor.get(address(path), headers={"cookie": "session=made-up"}).status_code == 303


def test_a_closed_store_is_whole_for_who_is_signed_in_and_lies_in_no_cache(visitor: TestClient) -> None:
    posture("login_required")
    page = visitor.get("/s/northforge/search", headers={"cookie": f"session={account()}"})
    assert page.status_code == 200
    assert GOODS.search(page.text)
    assert page.headers["cache-control"] == "private, no-store"
    sitemap = visitor.get("/s/northforge/sitemap.xml", headers={"cookie": f"session={account_again()}"})
    assert (sitemap.status_code, sitemap.headers["cache-control"]) == (200, "private, no-store")
    assert visitor.get("/s/northforge/search").status_code == 303


def account_again() -> str:
    with unit_of_work(Scope.system()) as db:
        return sign_in(actor_for(db, db.exec(select(User).where(User.email == "ada@lind.example")).one()))


def test_the_platforms_own_pages_tell_nothing_of_a_closed_store_but_its_door(visitor: TestClient) -> None:
    posture("login_required")
    assert "northforge/sitemap.xml" not in visitor.get("/robots.txt").text
    door = visitor.get("/stores?q=hammer").text
    assert "1 match" not in door
    assert "For customers who are signed in" in door


@pytest.mark.parametrize("path", sorted({path for method, path in PLACES if method == "GET"}))
def test_no_page_tells_a_guest_a_price_that_is_for_later(visitor: TestClient, path: str) -> None:
    posture("prices_after_login")
    answer = visitor.get(address(path))
    assert not PRICES.search(answer.text), PRICES.search(answer.text)
    assert answer.status_code in (200, 303, 404)


def test_nothing_is_bought_where_prices_are_for_later(visitor: TestClient, counter: Counter) -> None:
    visitor.get("/s/northforge")
    visitor.post("/s/northforge/cart/add", data={"offer": counter.offers["hammer"], "quantity": "3"})
    posture("prices_after_login")
    for path, data in (
        ("/s/northforge/cart/add", {"offer": counter.offers["saw"], "quantity": "1"}),
        ("/s/northforge/checkout", {"cart": "x", "provider": "card"}),
    ):
        answer = visitor.post(path, data=data)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")
    for path in ("cart", "checkout"):
        answer = visitor.get(f"/s/northforge/{path}")
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/sign-in?next=%2Fs%2Fnorthforge%2F{path}&store=northforge",
        )
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text("select sum(quantity) from cart_line")).scalar_one() == 3
        assert db.connection().execute(text("select count(*) from order_group")).scalar_one() == 0
    visitor.cookies.set("session", account())
    added = visitor.post("/s/northforge/cart/add", data={"offer": counter.offers["saw"], "quantity": "1"})
    assert added.headers["location"] == "/s/northforge/cart"
    assert "€20.00" in visitor.get("/s/northforge/cart").text


def test_neither_range_nor_order_tells_a_price(visitor: TestClient) -> None:
    posture("prices_after_login")
    narrowed = visitor.get("/s/northforge/search?from=6&to=15").text
    assert set(GOODS.findall(narrowed.split('<div id="snapshot">')[1])) == {"Hammer", "Saw", "Glove"}
    assert 'value="price"' not in narrowed
    assert 'value="-price"' not in narrowed


EVENTS = [one for one in handlers() if ".state.storefront." in one.state.__module__]


@pytest.mark.parametrize("handler", EVENTS, ids=lambda one: one.name)
@pytest.mark.parametrize("value", ["login_required", "prices_after_login"])
def test_no_event_tells_a_guest_what_a_page_does_not(counter: Counter, handler: Any, value: str) -> None:
    posture(value)
    for path in ("/s/northforge", "/s/northforge/search", "/s/northforge/p/hammer", "/s/northforge/v/bolt"):
        answered = answered_to(handler, path, "")
        assert not PRICES.search(answered)
        if value == "login_required":
            assert not GOODS.search(answered)


def answered_to(handler: Any, path: str, token: str) -> str:
    state = tab(handler.state, path, token=token, store_handle="northforge", product_handle="hammer")
    given = {"typed": ["ham"], "quantity_typed": ["3"]}.get(handler.event, [])
    messages = do(state, handler.event, *given)
    return messages + json.dumps(visible_state(state._get_root_state()), default=str)


def test_the_same_events_tell_who_is_signed_in(counter: Counter) -> None:
    posture("login_required")
    search = next(one for one in EVENTS if one.name == "SearchBox.typed")
    assert "Hammer" in answered_to(search, "/s/northforge", account())


ROUTED = sorted(
    {(method, one.path) for one in api_routes() if one.path.startswith("/store/") for method in one.methods}
)


@pytest.fixture
def api(counter: Counter) -> TestClient:
    with unit_of_work(Scope.system()) as db:
        key = create_key(db, make_operator(db), kind="publishable", tenant_id=counter.tenant_id, title="Shop").token
    STORES.forget()
    return TestClient(serve_api(make_api()), base_url="http://localhost", headers={"x-publishable-api-key": key})


def test_no_route_of_the_api_answers_a_guest_of_a_closed_store(api: TestClient) -> None:
    with unit_of_work(Scope.system()) as db:
        product = db.exec(select(Product.id).where(Product.handle == "hammer")).one()
    assert api.get(f"/store/products/{product}").status_code == 200  # kept in memory from now on
    posture("login_required")
    for method, path in ROUTED:
        at = re.sub(r"\{[^}]+\}", product, path)
        answer = api.request(method, at, json={} if method == "POST" else None)
        assert not GOODS.search(answer.text), (method, path)
        if not BEFORE_SIGN_IN.match(path):
            assert answer.status_code in (400, 401), (method, path, answer.status_code)


def test_no_route_of_the_api_tells_a_guest_a_price_that_is_for_later(api: TestClient, counter: Counter) -> None:
    with unit_of_work(Scope.system()) as db:
        product = db.exec(select(Product.id).where(Product.handle == "hammer")).one()
        assert db.exec(select(Tenant.handle)).one() == "northforge"
    region = f"region_id={counter.region_id}&fields=%2A,%2Avariants.calculated_price,%2Avariants.price_tiers"
    assert PRICES.search(api.get(f"/store/products/{product}?{region}").text)
    posture("prices_after_login")
    for method, path in ROUTED:
        at = re.sub(r"\{[^}]+\}", product, path)
        for query in ("", f"?{region}"):
            answer = api.request(method, at + query, json={} if method == "POST" else None)
            assert not PRICES.search(answer.text), (method, path)

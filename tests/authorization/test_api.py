"""Every route of the HTTP API x every kind of token and key x things of one's own, a neighbour, another store, none.

Whoever may not ask is refused; whoever may finds nothing of anybody else's; nothing changes; no canary is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.api.app import api_routes, make_api, serve_api
from marketplace.kit.db import unit_of_work
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart
from marketplace.models.order import OrderGroup
from marketplace.queries.shared.open_stores import STORES
from tests.authorization.api_policy import ALSO, API_ROUTES, CATALOGUE, ELSEWHERE, OPEN, PRIVATE, body_of, kind_of
from tests.authorization.api_world import CALLERS, REACH, TARGETS, ApiWorld, build_api_world, canaries_for_caller
from tests.authorization.world import SYSTEM, fingerprint
from tests.conftest import use_database

PARTS = 6  # tests that share one world, so that several workers share the routes
NAMES = sorted({f"{method} {route.path}" for route in api_routes() for method in route.methods})


def test_every_route_of_the_api_is_listed_and_nothing_else() -> None:
    assert sorted(API_ROUTES) == NAMES


@pytest.fixture(scope="module")
def built(module_database: str) -> ApiWorld:
    use_database(module_database)
    return build_api_world()


@pytest.fixture
def world(module_database: str, built: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    monkeypatch.setenv("RATE_LIMITS", "off")
    use_database(module_database)
    return built


@pytest.mark.parametrize("part", range(PARTS))
def test_no_route_of_the_api_leaks_or_acts_for_the_wrong_caller(world: ApiWorld, part: int) -> None:
    STORES.forget()
    client = TestClient(serve_api(make_api()), base_url="http://localhost", raise_server_exceptions=False)
    problems: list[str] = []
    before = fingerprint()
    for name in NAMES[part::PARTS]:
        if name in OPEN:
            continue
        for caller in CALLERS:
            for target in TARGETS:
                problems += visit(client, world, name, caller, target)
        after = fingerprint()
        changed = [table for table in after if after[table] != before[table]]
        if changed:
            problems.append(f"{name} changed {', '.join(changed)} for somebody who may not")
            before = after
    assert not problems, "\n".join(problems)


def visit(client: TestClient, world: ApiWorld, name: str, caller: str, target: str) -> Iterator[str]:
    """One request; yields what is wrong with its answer."""
    method, path = name.split(" ")
    kind = kind_of(path) or ELSEWHERE.get(name, "")
    is_theirs = not kind or name in CATALOGUE or (target in REACH.get(caller, ()) and target in world.objects[kind])
    may = caller in API_ROUTES[name]
    if may and is_theirs and method != "GET":
        return  # what is allowed is the business of the feature's own tests
    client.cookies.clear()
    ids = {noun: world.id_of(noun, target) for noun in world.objects}
    address = path.replace("{line_id}", ids["line"])
    for parameter in ("{id}", "{product_id}", "{code}"):
        address = address.replace(parameter, ids[kind] if kind else "x")
    if method == "GET" and name in ELSEWHERE:
        address += f"?cart_id={ids['cart']}"
    answer = client.request(
        method, address, json=body_of(name, ids), headers={**world.headers[caller], "Idempotency-Key": "matrix"}
    )
    where = f"{name} as {caller} at {target}: {answer.status_code}"
    if answer.status_code >= 500:
        yield where
    if not may and answer.status_code not in _refusals(name, caller):
        yield f"{where}, and should be refused"
    if may and not is_theirs and answer.status_code not in (*ALSO.get(name, ()), 404):
        yield f"{where}, and there should be nothing: {answer.text[:200]}"
    if may and is_theirs and kind and name not in CATALOGUE and answer.status_code != 200:
        yield f"{where}, and is theirs: {answer.text[:200]}"
    body = answer.text.lower()
    yield from (f"{where} shows {canary}" for canary in canaries_for_caller(caller) if canary in body)


def _refusals(name: str, caller: str) -> tuple[int, ...]:
    """Without a publishable key the store API refuses with 400, as the contract has it, or as for a guest."""
    if name not in CATALOGUE and name not in PRIVATE:
        return (401, 403, 404)
    return (400, 401, 403, 404) if caller.startswith(("key", "shopper A")) else (400, 401)


def test_what_a_guests_program_made_is_opened_by_its_own_id_in_its_own_store(
    database: str, no_rate_limits: None
) -> None:
    """A vendor knows the id of its part from its desk; in the store API that opens nothing of the purchase."""
    world = build_api_world()
    cart_id, group_id, order_id = (world.id_of(noun, "own") for noun in ("cart", "group", "order"))
    with unit_of_work(SYSTEM) as db:
        cart = db.exec(select(Cart).where(Cart.id == cart_id)).one()
        group = db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).one()
        cart.user_id, cart.token_hash = None, hash_token(cart_id)
        group.user_id, group.cart_id = None, cart_id
    client = TestClient(serve_api(make_api()), base_url="http://localhost")
    before = fingerprint()

    def status(method: str, path: str, caller: str) -> int:
        body = {"email": "mallory@example.com"} if method == "POST" else None
        return client.request(method, path, json=body, headers=world.headers[caller]).status_code

    assert status("GET", f"/store/carts/{cart_id}", "key A") == 200
    assert status("GET", f"/store/orders/{group_id}", "key A") == 200
    for caller, method, path in (
        ("key A", "GET", f"/store/orders/{order_id}"),
        ("key A", "GET", f"/store/order-groups/{order_id}"),
        ("key B", "GET", f"/store/orders/{group_id}"),
        ("key B", "GET", f"/store/orders/{order_id}"),
        ("key B", "GET", f"/store/carts/{cart_id}"),
        ("key B", "POST", f"/store/carts/{cart_id}"),
        ("key B", "POST", f"/store/carts/{cart_id}/complete"),
    ):
        assert status(method, path, caller) == 404, (caller, method, path)
    assert fingerprint() == before

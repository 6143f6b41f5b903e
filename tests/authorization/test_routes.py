"""Every HTTP route x every role x objects of one's own, a neighbour, another store, and missing ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from marketplace.app import ROUTES as SERVED
from tests.authorization.policy import ROUTES
from tests.authorization.world import ROLES, World, build_world, canaries_for, fingerprint
from tests.conftest import use_database
from tests.factories.goods import picture_bytes

TARGETS = ("own", "neighbour", "foreign", "missing")
PARTS = 4  # tests that share one world, so that several workers share the routes
# Forms that anybody may send; what they do is tested in test_sign_in and they name no object.
FORMS = re.compile(r"^POST /auth/")


def listed(routes: list[BaseRoute], prefix: str = "") -> Iterator[str]:
    """`METHOD /path` of every route, mounted ones included."""
    for route in routes:
        if isinstance(route, Mount):
            yield from listed(list(route.routes), prefix + route.path)
        elif isinstance(route, Route):
            for method in sorted((route.methods or {"GET"}) - {"HEAD", "OPTIONS"}):
                yield f"{method} {prefix}{route.path}"


NAMES = sorted(set(listed([r for r in SERVED if isinstance(r, Route)])))


def test_every_route_is_listed_and_nothing_else() -> None:
    assert sorted(ROUTES) == NAMES


@pytest.fixture(scope="module")
def world(module_database: str, front_end: None) -> World:
    use_database(module_database)
    return build_world()


def address(path: str, world: World, target: str) -> str:
    """The path with the target's identifiers in the place of its parameters."""

    def fill(match: re.Match[str]) -> str:
        name = match[1].split(":")[0]
        for kind, of in world.objects.items():
            if kind in name:
                return of.get(target, "missing")
        return world.objects["product"].get(target, "missing")

    return re.sub(r"\{([^}]+)\}", fill, path)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_route_leaks_or_acts_for_the_wrong_person(world: World, part: int) -> None:
    problems: list[str] = []
    before = fingerprint()
    with TestClient(
        Starlette(routes=SERVED), base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False
    ) as client:
        for name in NAMES[part::PARTS]:
            if FORMS.match(name):
                continue
            method, path = name.split(" ")
            for role in ROLES:
                for target in TARGETS:
                    problems += visit(client, world, method, path, role, target)
            if fingerprint() != before:
                problems.append(f"{name} changed something for somebody who may not")
                before = fingerprint()
    assert not problems, "\n".join(problems)


def visit(client: TestClient, world: World, method: str, path: str, role: str, target: str) -> Iterator[str]:
    """One request; yields what is wrong with its answer."""
    name, allowed = f"{method} {path}", ROUTES[f"{method} {path}"]
    if role in allowed and (method != "GET" or path.endswith(".csv")):
        return  # what is allowed is the business of the feature's own tests; exports leave a line in the trail
    client.cookies.clear()
    if world.tokens[role]:
        client.cookies.set("session", world.tokens[role])
    files = {"file": ("p.jpg", picture_bytes(), "image/jpeg")} if method == "POST" else None
    answer = client.request(method, address(path, world, target), headers={"origin": "http://localhost"}, files=files)
    where = f"{name} as {role} at {target}"
    if answer.status_code >= 500:
        yield f"{where}: {answer.status_code}"
    if role not in allowed and answer.status_code not in (303, 401, 403, 404, 405):
        yield f"{where}: {answer.status_code}, and should be refused"
    if answer.status_code == 303 and role not in allowed and "/sign-in" not in answer.headers["location"]:
        yield f"{where}: sent to {answer.headers['location']}"
    body = answer.text.lower()
    yield from (f"{where} shows {canary}" for canary in canaries_for(role) if canary in body)

"""What is asked of a request before anything of it is read: where it comes from, its host, size and rate."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from marketplace.kit import ratelimit
from marketplace.kit.client_address import client_of, network_of
from marketplace.settings import Settings, settings
from marketplace.web import admission
from marketplace.web.admission import Admission
from marketplace.web.body_limit import LimitedBody, largest_body
from marketplace.web.sockets import OPEN_AT_ONCE, Sockets
from marketplace.web.unavailable import HANDLERS


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(admission, "security_headers", lambda: ())
    settings.cache_clear()
    ratelimit._here.cache_clear()
    yield
    settings.cache_clear()
    ratelimit._here.cache_clear()


def scope(peer: str = "10.0.0.9", *forwarded: str) -> dict[str, Any]:
    return {"client": (peer, 4711), "headers": [(b"x-forwarded-for", one.encode()) for one in forwarded]}


@pytest.mark.parametrize(
    ("hops", "forwarded", "client"),
    [
        (0, ["203.0.113.7"], "10.0.0.9"),  # nobody is believed by default
        (1, ["203.0.113.7"], "203.0.113.7"),
        (1, ["1.2.3.4, 203.0.113.7"], "203.0.113.7"),  # what stands further left the caller wrote
        (2, ["1.2.3.4, 203.0.113.7, 10.0.0.1"], "203.0.113.7"),
        (2, ["203.0.113.7", "10.0.0.1"], "203.0.113.7"),  # two headers are one list
        (2, ["203.0.113.7"], "10.0.0.9"),  # shorter than our proxies: not from them
        (1, [], "10.0.0.9"),
        (1, ["203.0.113.7:5512"], "203.0.113.7"),
        (1, ["[2001:db8::1]:443"], "2001:db8::1"),
        (1, ["::ffff:203.0.113.7"], "203.0.113.7"),
        (1, ["rubbish"], "10.0.0.9"),
    ],
)
def test_the_client_is_who_our_own_proxies_say(hops: int, forwarded: list[str], client: str) -> None:
    assert client_of(scope("10.0.0.9", *forwarded), hops) == client


def test_a_client_without_an_address_is_unknown() -> None:
    assert client_of({"client": None, "headers": []}, 0) == "unknown"


@pytest.mark.parametrize(
    ("address", "counted"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("usr_1", "usr_1")],
)
def test_a_limit_counts_a_subscriber(address: str, counted: str) -> None:
    assert network_of(address) == counted


async def echo(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"{request.client.host if request.client else ''} {len(body)}")


async def no_database(request: Request) -> Response:
    raise OperationalError("select", None, psycopg.OperationalError("terminating connection"))


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/echo", echo, methods=["GET", "POST"]),
        Route("/webhooks/x", echo, methods=["POST"]),
        Route("/away", no_database),
        Route("/health", echo),
    ]
    return TestClient(Admission(Starlette(routes=routes)), base_url="http://localhost", client=("10.0.0.9", 1))


def test_everything_inside_sees_the_client_behind_the_proxy(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"x-forwarded-for": "203.0.113.7"}
    assert client.get("/echo", headers=headers).text == "10.0.0.9 0"
    monkeypatch.setenv("TRUSTED_HOPS", "1")
    settings.cache_clear()
    assert client.get("/echo", headers=headers).text == "203.0.113.7 0"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:3000", 200),
        ("127.0.0.1", 200),
        ("[::1]:3000", 200),
        ("192.168.1.5", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_a_foreign_host_is_not_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/echo", headers={"host": host}).status_code == status
    assert client.get("/health", headers={"host": host}).status_code == 200  # probes ask by whatever address they have


def test_in_production_only_the_public_host_and_those_that_are_named() -> None:
    here = Settings(
        MARKETPLACE_MODE="production",
        SECRET_KEY="s" * 32,
        PUBLIC_URL="https://shop.example",
        SMTP_URL="smtp://mail",
        ALLOWED_HOSTS="www.shop.example, b2b.example",
    )  # type: ignore[call-arg]
    assert [here.answers_to(one) for one in ("shop.example", "www.shop.example:443", "b2b.example")] == [True] * 3
    assert [here.answers_to(one) for one in ("203.0.113.7", "evil.example", "shop.example.evil")] == [False] * 3


def test_a_method_that_nobody_knows_is_refused_before_it_is_counted(client: TestClient) -> None:
    assert client.request("BREW", "/echo").status_code == 501


@pytest.mark.parametrize(("path", "most"), [("/echo", 256 * 1024), ("/webhooks/x", 64 * 1024)])
def test_a_body_that_is_too_large_is_not_read(client: TestClient, path: str, most: int) -> None:
    assert client.post(path, content=b"x" * most).text == f"10.0.0.9 {most}"
    refused = client.post(path, content=b"x" * (most + 1))
    assert refused.status_code == 413
    assert f"larger than the {most // 1024} KB" in refused.json()["message"]
    assert client.post(path, content=iter([b"x" * 1000] * (most // 1000 + 1))).status_code == 413  # without a length


def test_what_is_too_large_by_its_own_word_is_refused_without_reading() -> None:
    async def receive() -> Any:
        raise AssertionError("nothing of it is read")

    async def send(_: Any) -> None: ...

    body = LimitedBody(receive, send, 100)
    for length, refused in ((b"100", False), (b"101", True), (b"-1", True), (b"9" * 30, True), (b"x", True)):
        assert body.is_announced_too_large({"headers": [(b"content-length", length)]}) is refused


def test_every_area_has_a_size() -> None:
    assert largest_body("/vendor-media/prod_1") == 10 * 1024 * 1024 + 64 * 1024
    assert largest_body("/store/carts") == largest_body("/admin/tenants") == 1024 * 1024
    assert largest_body("/s/acme/cart/add") == largest_body("/anything") == 256 * 1024


def test_every_route_has_a_rate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "CHANGES", "3/minute")
    monkeypatch.setattr(admission, "READS", "5/minute")
    assert [client.post("/echo").status_code for _ in range(4)] == [200] * 3 + [429]
    assert [client.get("/echo").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = client.post("/echo")
    assert 1 <= int(refused.headers["retry-after"]) <= 60


async def edge(scope: Any, receive: Any, send: Any) -> None:
    await no_database(Request(scope))


@pytest.mark.parametrize(
    "app", [edge, Starlette(routes=[Route("/away", no_database)], exception_handlers=HANDLERS)], ids=["edge", "pages"]
)
def test_while_the_database_is_away_the_answer_is_503(app: Any) -> None:
    answer = TestClient(Admission(app), base_url="http://localhost").get("/away")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Nothing was changed" in answer.text


def test_other_failures_stay_what_they_are() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TestClient(Admission(broken), base_url="http://localhost").get("/away")


def socket_scope(peer: str) -> dict[str, Any]:
    return {"type": "websocket", "client": (peer, 0), "headers": [], "query_string": b"EIO=4&token=tab-1"}


async def connect() -> Any:
    return {"type": "websocket.connect"}


def test_one_client_opens_so_many_tabs_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    sockets = Sockets(closed.append)
    sockets.open["10.0.0.9"] = OPEN_AT_ONCE
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    def served(peer: str, *, is_known: bool = True) -> list[Any]:
        messages.clear()
        asyncio.run(sockets.serve(app, socket_scope(peer), connect, send, is_known=is_known))
        return [(message["type"], message.get("code")) for message in messages]

    assert served("10.0.0.9") == [("websocket.close", 1013)]
    assert served("10.0.0.8", is_known=False) == [("websocket.close", 1008)]
    assert closed == []
    assert served("10.0.0.8") == [("websocket.accept", None)]
    assert closed == ["tab-1"]
    assert "10.0.0.8" not in sockets.open
    for _ in range(119):
        served("10.0.0.8")
    assert served("10.0.0.8") == [("websocket.close", 1013)]  # 120 new ones a minute


def test_a_tab_that_says_more_than_anybody_types_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.web.sockets.MESSAGES", 3)
    heard: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while heard[-1:] != ["websocket.disconnect"]:
            heard.append((await receive())["type"])

    async def talk() -> Any:
        return {"type": "websocket.receive", "text": "x"}

    async def send(_: Any) -> None: ...

    asyncio.run(Sockets(lambda token: None).serve(app, socket_scope("10.0.0.7"), talk, send, is_known=True))
    assert heard == ["websocket.receive"] * 3 + ["websocket.disconnect"]

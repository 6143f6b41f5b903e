"""The outermost layer: whose requests may change something, and what every answer carries."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from marketplace.api.app import api_routes
from marketplace.kit.cached_response import CachedResponse, cached
from marketplace.web import edge, headers
from marketplace.web.api_paths import ApiPaths
from marketplace.web.edge import Edge
from marketplace.web.response_cache import Kind, Responses, Slot

Headers = dict[str, str]


@pytest.fixture(autouse=True)
def policy(monkeypatch: pytest.MonkeyPatch) -> None:
    headers.security_headers.cache_clear()
    monkeypatch.setattr(headers, "content_security_policy", lambda: "default-src 'self'")


def _not_found(path: str) -> CachedResponse:
    return cached(f"lost: {path}", status=404)


def ask(
    method: str,
    path: str,
    sent: Headers,
    *,
    status: int = 200,
    kind: str = "text/html",
    query: str = "",
    api: Any = None,
    named: Headers | None = None,
) -> Any:
    """The answer of an application that says `status` to everything."""

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        headers = [(name.encode(), value.encode()) for name, value in {"content-type": kind, **(named or {})}.items()]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"inner"})

    return asyncio.run(
        _drive(Edge(inner, not_found=_not_found, api=api, api_paths=ApiPaths(api_routes())), method, path, sent, query)
    )


async def _drive(edge: Edge, method: str, path: str, sent: Headers, query: str) -> Any:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    raw = [(k.encode(), v.encode()) for k, v in {"host": "shop.example", **sent}.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
    await edge(scope, receive, send)
    start = messages[0]
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, messages[1]["body"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "https://shop.example"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://shop.example"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "https://shop.example.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_change_needs_a_sign_of_our_own_page(sent: Headers, status: int) -> None:
    assert ask("POST", "/auth/sign-in", sent)[0] == status
    assert ask("DELETE", "/anything", sent)[0] == status


def test_callers_with_a_token_of_their_own_need_none() -> None:
    assert ask("POST", "/api/orders", {})[0] == 200


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/store/carts", "*/*", 201),
        ("/vendor/products", "application/json", 201),
        ("/admin/vendors", "*/*", 201),
        ("/vendor/products", "text/html,*/*", 200),
        ("/vendor/products.csv", "*/*", 200),
    ],
)
def test_the_api_answers_its_own_paths_unless_a_browser_asks_for_a_page(path: str, accept: bytes, status: int) -> None:
    async def api(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 201, "headers": []})
        await send({"type": "http.response.body", "body": b"api"})

    assert ask("GET", path, {"accept": accept}, api=api)[0] == status


def test_the_stores_page_is_not_one_of_them() -> None:
    assert ask("POST", "/stores", {})[0] == 403


def test_every_answer_carries_the_security_headers() -> None:
    for method, path in (("GET", "/account"), ("POST", "/auth/sign-in"), ("GET", "/assets/x.js")):
        _, got, _ = ask(method, path, {})
        assert got["content-security-policy"] == "default-src 'self'"
        assert got["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in got
        assert "permissions-policy" in got


@pytest.mark.parametrize(
    ("path", "query", "kind", "status", "kept"),
    [
        ("/assets/root-abc.js", "", "text/javascript", 200, "public, max-age=31536000, immutable"),
        ("/css/storefront.css", "v=12", "text/css", 200, "public, max-age=31536000, immutable"),
        ("/css/storefront.css", "", "text/css", 200, "public, max-age=0, must-revalidate"),
        ("/fonts/inter.woff2", "", "font/woff2", 200, "public, max-age=31536000, immutable"),
        ("/assets/gone.js", "", "text/javascript", 404, "no-store"),
        ("/account", "", "text/html; charset=utf-8", 200, "no-store"),
    ],
)
def test_what_may_be_kept_and_for_how_long(path: str, query: str, kind: str, status: int, kept: str) -> None:
    assert ask("GET", path, {}, status=status, kind=kind, query=query)[1]["cache-control"] == kept


def test_a_bare_404_becomes_our_page_for_people_only() -> None:
    status, got, body = ask("GET", "/nowhere", {"accept": "text/html,*/*"}, status=404)
    assert (status, body) == (404, b"lost: /nowhere")
    assert "content-security-policy" in got
    assert ask("GET", "/nowhere", {"accept": "application/json"}, status=404)[2] == b"inner"
    assert ask("GET", "/api/nowhere", {"accept": "text/html"}, status=404)[2] == b"inner"
    for ours in ({"etag": 'W/"1"'}, {"X-Robots-Tag": "noindex"}):  # a page already, such as a desk without the page
        assert ask("GET", "/nowhere", {"accept": "text/html"}, status=404, named=ours)[::2] == (404, b"inner")


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [("http://shop.example", True), ("https://shop.example", True), ("https://evil.example", False), (None, False)],
)
def test_the_socket_takes_only_our_own_pages(origin: str | None, let_in: bool) -> None:
    async def drive() -> tuple[bool, list[Any]]:
        entered, messages = [], []

        async def inner(scope: Any, receive: Any, send: Any) -> None:
            entered.append(scope)

        async def send(message: Any) -> None:
            messages.append(message)

        async def receive() -> Any:
            return {"type": "websocket.connect"}

        raw = [(b"host", b"shop.example")] + ([(b"origin", origin.encode())] if origin else [])
        await Edge(inner)({"type": "websocket", "path": "/_event", "headers": raw}, receive, send)
        return bool(entered), messages

    entered, messages = asyncio.run(drive())
    assert entered is let_in
    assert let_in or messages[0]["type"] == "websocket.close"


def ready(monkeypatch: pytest.MonkeyPatch, answer: CachedResponse) -> Slot:
    """The slot of an answer that this process keeps."""
    responses, slot = Responses(), Slot(Kind.READ, "here", ("ten_1", 1))
    monkeypatch.setattr(edge, "RESPONSES", responses)
    asyncio.run(responses.keep(slot, answer))
    return slot


def test_a_page_in_memory_is_answered_without_entering_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    page = cached("<p>ready</p>", headers=[(b"cache-control", b"public, max-age=0, must-revalidate")])

    here = ready(monkeypatch, page)

    async def page_slot(scope: Any, seen: Any) -> Slot | None:
        return here if scope["path"] == "/s/assay" else None

    async def no_door(scope: Any, seen: Any) -> str:
        return ""

    monkeypatch.setattr(edge, "_page_slot", page_slot)
    monkeypatch.setattr(edge, "sign_in_first", no_door)
    status, got, body = ask("GET", "/s/assay", {})
    assert (status, body) == (200, b"<p>ready</p>")
    assert got["content-security-policy"]
    assert ask("HEAD", "/s/assay", {})[2] == b""
    assert ask("GET", "/s/assay", {"if-none-match": page.etag.decode()})[2] == b""


@pytest.mark.parametrize(
    ("path", "query"),
    [("/s/\x00", ""), ("/s/northforge/p/a\x00b", ""), ("/sign-in", "store=%00"), ("/stores", "q=\x00")],
)
def test_an_address_that_no_database_can_hold_is_refused(path: str, query: str) -> None:
    status, got, _ = ask("GET", path, {}, query=query)
    assert status == 400
    assert got["x-content-type-options"] == "nosniff"


def test_what_is_in_memory_is_sent_without_asking_and_only_to_who_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    here = ready(monkeypatch, cached('{"regions":[]}', content_type="application/json"))

    async def api_slot(scope: Any, seen: Any) -> Slot:
        return here

    async def refuses(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("nobody had to be asked")

    async def answers(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 201, "headers": []})
        await send({"type": "http.response.body", "body": b"asked"})

    paths = ApiPaths(api_routes())
    at_hand = Edge(refuses, api=refuses, api_paths=paths, api_slot=api_slot)
    status, headers, body = asyncio.run(_drive(at_hand, "GET", "/store/regions", {}, ""))
    assert (status, body, headers["content-type"]) == (200, b'{"regions":[]}', "application/json; charset=utf-8")
    assert headers["content-security-policy"] == "default-src 'self'"
    edge = Edge(refuses, api=answers, api_paths=paths, api_slot=api_slot)
    assert asyncio.run(_drive(edge, "POST", "/store/carts", {}, ""))[::2] == (201, b"asked")

"""Pages of stores are answered without Reflex around them; everything else below `/s/` goes on to it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from marketplace.asgi import pages_of_stores
from marketplace.web.edge import Edge


@pytest.fixture
def app() -> ASGIApp:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"page of {request.path_params['store']}")

    again = Route("/s/{store}/orders/{number}/again", page, methods=["POST"])
    routes = [again, Route("/s/{store}/p/{product}", page), Route("/health", page)]
    whole = PlainTextResponse("Reflex")
    return Edge(whole, pages=pages_of_stores(routes, whole))


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/s/assay/p/flask", "page of assay"),
        ("GET", "/s/assay/p/flask/", "Reflex"),
        ("GET", "/s/assay/somewhere/else", "Reflex"),
        ("POST", "/s/assay/p/flask", "Reflex"),
        ("GET", "/s/assay/orders/7/again", "Reflex"),
        ("OPTIONS", "/s/assay/p/flask", "Reflex"),
        ("GET", "/health", "Reflex"),
    ],
)
def test_who_answers(app: ASGIApp, method: str, path: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from marketplace.web import edge

    monkeypatch.setattr(edge, "security_headers", list)
    monkeypatch.setattr(edge.Edge, "_ready", _nothing_ready)
    monkeypatch.setattr(edge, "sign_in_first", _no_door)
    assert asyncio.run(_body(app, method, path)) == expected


async def _nothing_ready(self: Any, scope: Any, seen: Any) -> None:
    return None


async def _no_door(scope: Any, seen: Any) -> str:
    return ""


async def _body(app: ASGIApp, method: str, path: str) -> str:
    chunks: list[bytes] = []

    async def send(message: Any) -> None:
        chunks.append(message.get("body", b""))

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    headers = [(b"host", b"shop.example"), (b"sec-fetch-site", b"same-origin")]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers, "root_path": ""}
    await app(scope, receive, send)
    return b"".join(chunks).decode()

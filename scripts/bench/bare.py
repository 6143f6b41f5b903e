"""The yardstick: the smallest reply this server can give, 200 with two kilobytes of text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import ASGIApp

from marketplace.asgi import on_own_processor

BODY = b"x" * 2048
Send = Callable[[dict[str, Any]], Awaitable[None]]


def app() -> ASGIApp:
    """An ASGI application that does nothing else, on one processor as the product is."""

    async def reply(scope: dict[str, Any], receive: object, send: Send) -> None:
        if scope["type"] != "http":
            return
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"text/plain"), (b"content-length", b"2048")],
            }
        )
        await send({"type": "http.response.body", "body": BODY})

    return on_own_processor(reply)

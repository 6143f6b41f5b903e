"""The yardstick: the smallest reply this server can give, 200 with two kilobytes of text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

BODY = b"x" * 2048
Send = Callable[[dict[str, Any]], Awaitable[None]]


def app() -> Callable[..., Awaitable[None]]:
    """An ASGI application that does nothing else."""

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

    return reply

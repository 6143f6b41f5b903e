"""What every request must satisfy before anything of it is read: address, host, size, rate. The outermost layer.

Plain ASGI, for HTTP and the socket alike. What it finds out about the client (`scope["client"]`) is what limits,
audit trail and guests' idempotency keys go by.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketplace.domain.errors import TooManyRequests
from marketplace.kit.client_address import client_of
from marketplace.kit.db import is_unavailable
from marketplace.kit.ratelimit import limit_here
from marketplace.settings import settings
from marketplace.web.body_limit import LimitedBody, largest_body
from marketplace.web.headers import security_headers
from marketplace.web.sockets import Sockets
from marketplace.web.unavailable import NO_DATABASE

log = structlog.get_logger("web")
# In one process, for one address; what a route allows beside these is its own.
READS, CHANGES = "6000/minute", "1200/minute"
_HOSTS_ARE = "Who runs this copy names its hosts in PUBLIC_URL and ALLOWED_HOSTS."
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Admission:
    """Wraps the application; one instance per process."""

    def __init__(self, app: ASGIApp, on_tab_closed: Callable[[str], None] = lambda token: None) -> None:
        self.app = app
        self.sockets = Sockets(on_tab_closed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            scope["client"] = (client_of(scope, settings().trusted_hops), 0)
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.sockets.serve(self.app, scope, receive, send, is_known=_is_known_host(scope))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in METHODS:
            return await _refuse(scope, send, 501, "This method is not one of ours.")
        if not _is_known_host(scope) and scope["path"] != "/health":
            return await _refuse(scope, send, 421, f"This host is not one of ours. {_HOSTS_ARE}")
        try:
            limit_here(READS if scope["method"] in ("GET", "HEAD") else CHANGES, scope["client"][0])
        except TooManyRequests as error:
            wait = str(error.retry_after)
            return await _refuse(scope, send, 429, error.sentence, (b"retry-after", wait.encode()))
        body = LimitedBody(receive, send, largest_body(scope["path"]))
        if body.is_announced_too_large(scope):
            return await _refuse(scope, send, 413, body.sentence)
        return await self._answer(scope, body, send)

    async def _answer(self, scope: Scope, body: LimitedBody, send: Send) -> None:
        try:
            await self.app(scope, body.receive, body.send)
        except Exception as error:
            if body.is_too_large:
                log.info("request.too_large", path=scope["path"])
            elif is_unavailable(error) and not body.has_answered:
                log.error("request.no_database", path=scope["path"], error=str(error).splitlines()[0])
                await _refuse(scope, send, 503, NO_DATABASE, (b"retry-after", b"5"))
            else:
                raise
        if body.is_too_large and not body.has_answered:
            await _refuse(scope, send, 413, body.sentence)


def _is_known_host(scope: Scope) -> bool:
    """Whether the Host header names this copy; an address by number cannot be made to point here by a stranger."""
    hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    return len(hosts) == 1 and settings().answers_to(hosts[0])


async def _refuse(scope: Scope, send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    asks_for_page = b"text/html" in dict(scope["headers"]).get(b"accept", b"")
    body = sentence.encode() if asks_for_page else json.dumps({"type": "refused", "message": sentence}).encode()
    kind = b"text/plain; charset=utf-8" if asks_for_page else b"application/json"
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *more, *security_headers()]
    message: Message = {"type": "http.response.start", "status": status, "headers": headers}
    await send(message)
    await send({"type": "http.response.body", "body": body})

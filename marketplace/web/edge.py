"""The outermost layer of the web process, plain ASGI: ready pages, same-origin checks, headers, 404 pages.

A page that is in memory is answered here, before Reflex's middlewares are entered at all.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from marketplace.kit.cached_response import CachedResponse, Header, cached
from marketplace.kit.log import begin_request
from marketplace.kit.metrics import PAGE_CACHE, REQUEST_SECONDS, REQUESTS
from marketplace.kit.telemetry import span
from marketplace.queries.shared.open_stores import STORES
from marketplace.web.api_paths import ApiPaths
from marketplace.web.headers import caching, security_headers
from marketplace.web.response_cache import RESPONSES, VERSIONS, Kind, Slot, key_of, store_of
from marketplace.web.shopper_cookie import needs_cookie, with_cookie
from marketplace.web.store_gate import is_closed, sign_in_first

log = structlog.get_logger("web")
_NUL = re.compile(rb"\0|%00")  # PostgreSQL holds every character but this one
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Authenticated by key, token or signature, never by cookie.
_TOKEN_AREAS = ("/api/", "/webhooks/")
_FILES = (
    "/assets/",
    "/fonts/",
    "/css/",
    "/js/",
    "/drawings/",
    "/media/",
    "/auth/",
    "/metrics",
    "/health",
    "/webhooks/",
)


NotFoundPage = Callable[[str], CachedResponse]
SlotOf = Callable[[Scope, Mapping[bytes, bytes]], Awaitable[Slot | None]]


async def _never_kept(scope: Scope, seen: Mapping[bytes, bytes]) -> Slot | None:
    return None


def _bare_not_found(path: str) -> CachedResponse:
    return cached("There is no such page.", status=404, content_type="text/plain")


class Edge:
    """Wraps the application; one instance per process. `not_found` draws the page of a path that leads nowhere."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        not_found: NotFoundPage = _bare_not_found,
        api: ASGIApp | None = None,
        api_paths: ApiPaths | None = None,
        api_slot: SlotOf = _never_kept,
        pages: ASGIApp | None = None,
    ) -> None:
        self.app, self.api, self.api_paths, self.api_slot = app, api, api_paths, api_slot
        self.pages, self.not_found = pages or app, not_found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and not _same_origin(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "another origin"})
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        seen = dict(scope["headers"])
        method = scope["method"]
        if "\0" in scope["path"] or _NUL.search(scope["query_string"]):
            status = 400
            await _refuse(send, 400, b"No page of ours has an address like this.")
        elif scope["path"].startswith("/s/") and (redirect := await sign_in_first(scope, seen)):
            status = 303
            await _send_to(send, redirect)
        elif method in ("GET", "HEAD") and (ready := await self._ready(scope, seen)):
            PAGE_CACHE.labels("hit").inc()
            status = await _answer(ready, seen, send, with_body=method == "GET", path=scope["path"])
        elif self.api is not None and self.api_paths is not None and self.api_paths.take(scope, seen):
            status = await self._answered_inside(self.api, scope, receive, send, seen)
            log.info("api", method=method, path=scope["path"], status=status, ms=_since(started))
            clear_contextvars()
        elif method not in _SAFE and not _may_change(scope, seen):
            status = 403
            await _refuse(send, 403, b"This request came from another site and was not carried out.")
        else:
            app = self.pages if method in ("GET", "HEAD") and scope["path"].startswith("/s/") else self.app
            status = await self._answered_inside(app, scope, receive, send, seen)
            log.info("request", method=method, path=scope["path"], status=status, ms=_since(started))
            clear_contextvars()
        REQUESTS.labels(method, str(status)).inc()
        REQUEST_SECONDS.observe(time.perf_counter() - started)

    async def _ready(self, scope: Scope, seen: Mapping[bytes, bytes]) -> CachedResponse | None:
        slot = await _page_slot(scope, seen) or await self.api_slot(scope, seen)
        return await RESPONSES.find(slot) if slot else None

    async def _answered_inside(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, seen: Mapping[bytes, bytes]
    ) -> int:
        """Pass the request on; everything that is logged meanwhile carries its identifier and its store."""
        begin_request(seen.get(b"x-request-id", b"").decode("latin-1"))
        key = seen.get(b"x-publishable-api-key", b"").decode("latin-1")
        if store := STORES.find(store_of(scope["path"])) or STORES.find_by_key(key):
            bind_contextvars(tenant=store.id, store=store.handle)
        outgoing = _Outgoing(scope, seen, send, self.not_found)
        try:
            with span("request", method=scope["method"], path=scope["path"]):
                await app(scope, receive, outgoing)
        except Exception as error:  # answered with 500 by the layers further in, which pass it on to be written down
            log.error("request.crashed", method=scope["method"], path=scope["path"], exc_info=error)
            return 500
        return await outgoing.finish()


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


class _Outgoing:
    """The way out: adds what every answer carries, and turns a bare 404 into our page."""

    def __init__(self, scope: Scope, seen: Mapping[bytes, bytes], send: Send, not_found: NotFoundPage) -> None:
        self.scope, self.seen, self.send, self.not_found = scope, seen, send, not_found
        self.status = 500
        self.lost = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers: list[Header] = list(message.get("headers", []))
            self.lost = self.status == 404 and _wants_page(self.scope, self.seen) and not _is_ours(headers)
            if not self.lost:
                names = {name.lower() for name, _ in headers}
                extra = [*caching(self.scope, self.status, headers), *security_headers()]
                headers += [header for header in extra if header[0] not in names]
                if _is_page(self.status, headers) and needs_cookie(self.scope["path"], self.seen):
                    headers = with_cookie(headers)
                await self.send({**message, "headers": headers})
        elif not self.lost:
            await self.send(message)

    async def finish(self) -> int:
        """Send the 404 page where a bare one was held back; the status that went out."""
        if self.lost:
            page = await asyncio.to_thread(self.not_found, self.scope["path"])
            await _answer(page, self.seen, self.send, with_body=self.scope["method"] == "GET")
        return self.status


async def _page_slot(scope: Scope, seen: Mapping[bytes, bytes]) -> Slot | None:
    path = scope["path"]
    if not (path.startswith("/s/") or path == "/stores"):
        return None
    stamp = await VERSIONS.stamp(store_of(path))
    if stamp is None or is_closed(store_of(path)):
        return None
    return Slot(Kind.PAGE, key_of(scope, seen), stamp)


async def _answer(
    page: CachedResponse, seen: Mapping[bytes, bytes], send: Send, *, with_body: bool = True, path: str = ""
) -> int:
    status, headers, body = page.answer(seen)
    if needs_cookie(path, seen):
        headers = with_cookie(headers)
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *security_headers()]})
    await send({"type": "http.response.body", "body": body if with_body else b""})
    return status


async def _send_to(send: Send, address: str) -> None:
    headers = [(b"location", address.encode("latin-1")), (b"cache-control", b"no-store"), *security_headers()]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *security_headers()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _may_change(scope: Scope, seen: Mapping[bytes, bytes]) -> bool:
    """An unsafe method needs a sign that our own page sent it, unless the caller brings a token of its own."""
    if scope["path"].startswith(_TOKEN_AREAS):
        return True
    site = seen.get(b"sec-fetch-site")
    if site is not None:
        return site == b"same-origin"
    return _same_origin(scope)


def _same_origin(scope: Scope) -> bool:
    """Whether the Origin header names the very host that was asked."""
    seen = dict(scope["headers"])
    origin = seen.get(b"origin", b"").decode("latin-1")
    return bool(origin) and urlsplit(origin).netloc.lower() == seen.get(b"host", b"").decode("latin-1").lower()


def _wants_page(scope: Scope, seen: Mapping[bytes, bytes]) -> bool:
    path = scope["path"]
    asks = scope["method"] in ("GET", "HEAD") and b"text/html" in seen.get(b"accept", b"")
    return asks and not path.startswith((*_FILES, *_TOKEN_AREAS))


def _is_page(status: int, headers: list[Header]) -> bool:
    return status in (200, 304) and any(n.lower() == b"content-type" and b"text/html" in v for n, v in headers)


def _is_ours(headers: list[Header]) -> bool:
    """Whether a 404 is a page already: ready pages have a weak ETag, the desks say that nobody may index them."""
    named = {name.lower(): value for name, value in headers}
    return named.get(b"etag", b"").startswith(b'W/"') or b"x-robots-tag" in named

"""Public reads answered from memory: the bytes of the last answer, as long as the store has not changed since.

An answer to somebody signed in, or about a cart, is never kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketplace.kit.cached_response import CachedResponse, cached
from marketplace.kit.metrics import PAGE_CACHE
from marketplace.queries.shared.open_stores import STORES
from marketplace.web.response_cache import RESPONSES, Kind, Slot, stamp_of

_PUBLIC = tuple(
    f"/store/{name}"
    for name in (
        "regions",
        "products",
        "product-categories",
        "collections",
        "product-options",
        "product-tags",
        "product-types",
        "product-variants",
        "currencies",
        "locales",
        "volume-pricing",
        "return-reasons",
    )
)
_CACHED = ((b"cache-control", b"public, max-age=0, must-revalidate"), (b"vary", b"x-publishable-api-key, origin"))


async def slot_at_the_edge(scope: Scope, seen: Mapping[bytes, bytes]) -> Slot | None:
    """The slot of a public read that the edge may answer without troubling the API."""
    if b"origin" in seen:  # a browser elsewhere must be told that it may read this
        return None
    return await _slot_of(scope, seen)


async def _slot_of(scope: Scope, seen: Mapping[bytes, bytes]) -> Slot | None:
    """Where the answer to a public read is kept; None for what is nobody else's business."""
    if not _is_public(scope, seen):
        return None
    if not STORES.is_fresh:
        await asyncio.to_thread(STORES.refresh)
    store = STORES.find_by_key(seen[b"x-publishable-api-key"].decode("latin-1"))
    stamp = stamp_of(store)
    return Slot(Kind.READ, (scope["path"], scope["query_string"], stamp[0]), stamp) if stamp else None


class ReadyReads:
    """Wraps the API: what it can answer from memory never reaches a router."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = dict(scope["headers"]) if scope["type"] == "http" else {}
        slot = await _slot_of(scope, seen) if scope["type"] == "http" else None
        if slot is None:
            return await self.app(scope, receive, send)
        known = await RESPONSES.find(slot)
        if known is not None:
            PAGE_CACHE.labels("hit").inc()
            return await _send(known, seen, send)
        return await _Keeping(self.app, slot, seen).run(scope, receive, send)


class _Keeping:
    """Lets the answer be made, keeps it when it is a good one, and sends it with what conditional requests need."""

    def __init__(self, app: ASGIApp, slot: Slot, seen: Mapping[bytes, bytes]) -> None:
        self.app, self.slot, self.seen = app, slot, seen
        self.start: Message = {}
        self.body = b""

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, self._take)
        finally:  # an error of ours has an answer too, and goes on to the log
            if self.start and self.start["status"] != 200:
                await send(self.start)
                await send({"type": "http.response.body", "body": self.body})
        if self.start["status"] != 200:
            return None
        answer = cached(self.body.decode(), headers=_CACHED, content_type="application/json")
        await RESPONSES.keep(self.slot, answer)
        return await _send(answer, self.seen, send)

    async def _take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")


def _is_public(scope: Scope, seen: Mapping[bytes, bytes]) -> bool:
    personal = b"authorization" in seen or b"cookie" in seen
    # A key that comes twice names two stores: which of them answers is not for us to guess.
    keys = sum(name == b"x-publishable-api-key" for name, _ in scope["headers"])
    return (
        scope["method"] == "GET"
        and scope["path"].startswith(_PUBLIC)
        and not personal
        and keys == 1
        and b"cart_id" not in unquote_to_bytes(scope["query_string"])
    )


async def _send(answer: CachedResponse, seen: Mapping[bytes, bytes], send: Send) -> None:
    status, headers, body = answer.answer(seen)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

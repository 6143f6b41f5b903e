"""How many tabs one client may open, and how fast a tab may speak: each holds a state of some 100 KB on the server."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketplace.domain.errors import TooManyRequests
from marketplace.kit.client_address import network_of
from marketplace.kit.ratelimit import limit_here
from marketplace.settings import settings

NEW_TABS = "120/minute"
OPEN_AT_ONCE = 300  # a whole office behind one address
MESSAGES, SPAN_SECONDS = 600, 10.0
_FULL, _TOO_FAST = 1013, 1008


class Sockets:
    """The open sockets of this process, by where they come from. `on_closed` is told the token of each that ends."""

    def __init__(self, on_closed: Callable[[str], None]) -> None:
        self.open: Counter[str] = Counter()
        self.on_closed = on_closed

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, is_known: bool) -> None:
        """Serve one socket from its handshake to its end, or refuse it."""
        place = network_of(scope["client"][0])
        if not is_known or not self._may_open(place):
            await receive()
            await send({"type": "websocket.close", "code": _FULL if is_known else _TOO_FAST})
            return
        self.open[place] += 1
        try:
            await app(scope, _Paced(receive), send)
        finally:
            self.open[place] -= 1
            if not self.open[place]:
                del self.open[place]
            self.on_closed(token_of(scope))

    def _may_open(self, place: str) -> bool:
        if not settings().rate_limits:
            return True
        try:
            limit_here(NEW_TABS, "socket", place)
        except TooManyRequests:
            return False
        return self.open[place] < OPEN_AT_ONCE


class _Paced:
    """What a tab says, until it says more than anybody types or clicks."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._since, self._said = time.monotonic(), 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        moment = time.monotonic()
        if moment - self._since > SPAN_SECONDS:
            self._since, self._said = moment, 0
        self._said += 1
        if self._said > MESSAGES and settings().rate_limits:
            return {"type": "websocket.disconnect", "code": _TOO_FAST}
        return message


def token_of(scope: Scope) -> str:
    """The token of the tab that opens this socket."""
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    return parse_qs(query).get("token", [""])[0]

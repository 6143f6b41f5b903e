"""How much may be sent where: known before it is read when it is announced, and counted while it comes when not."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send

KB, MB = 1024, 1024 * 1024
DEFAULT = 256 * KB
# The first that fits. A file has its own limit (10, 12 or 2 MB); the rest is the form around it.
_LARGEST = (
    ("/vendor-media/", 10 * MB + 64 * KB),
    ("/company-documents/", 10 * MB + 64 * KB),
    ("/price-files/", 12 * MB + 64 * KB),
    ("/webhooks/", 64 * KB),
    ("/store/", MB),
    ("/vendor/", MB),
    ("/admin/", MB),
    ("/auth/", 256 * KB),
)
# By how the path ends, in whichever store: a list to order from; a request for prices, 200 lines of it and five files.
_OF_STORES = (("/quick-order", 2 * MB + 64 * KB), ("/quotes/request", 51 * MB))


def largest_body(path: str) -> int:
    """The most bytes that a request to this path may bring."""
    if path.startswith("/s/"):
        return next((size for end, size in _OF_STORES if path.endswith(end)), DEFAULT)
    return next((size for start, size in _LARGEST if path.startswith(start)), DEFAULT)


class LimitedBody:
    """Stands between the server and the application, and counts what comes in. Past the limit the sender is gone."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self.limit = receive, send, limit
        self._came = 0
        self.is_too_large = self.has_answered = False

    @property
    def sentence(self) -> str:
        """What the sender is told."""
        size = f"{self.limit / MB:.0f} MB" if self.limit >= MB else f"{self.limit / KB:.0f} KB"
        return f"This request is larger than the {size} that are taken here."

    def is_announced_too_large(self, scope: Scope) -> bool:
        """Whether the request itself says that it is: then nothing of it needs to be read."""
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        return not announced.isdigit() or len(announced) > 18 or int(announced) > self.limit

    async def receive(self) -> Message:
        """The next part; a disconnect once too much has come."""
        if self.is_too_large:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._came += len(message.get("body", b""))
        if self._came > self.limit:
            self.is_too_large = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Passes the answer on, unless it answers half a request."""
        if self.is_too_large and not self.has_answered:
            return
        self.has_answered = True
        await self._send(message)

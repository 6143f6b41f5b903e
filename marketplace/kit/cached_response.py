"""Ready answers in memory, exact to a stamp: bytes, their gzip, their ETag.

Every process keeps its own. An answer is valid as long as its stamp is the one it was made at; what a stamp is made
of is for whoever keeps the answer to know.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.kit.bounded_cache import BoundedCache

Header = tuple[bytes, bytes]
Stamp = tuple[Any, ...]
Key = Hashable
_SMALL = 512  # below this gzip costs more than it saves


@dataclass(frozen=True)
class CachedResponse:
    """A page as it goes over the wire."""

    status: int
    body: bytes
    zipped: bytes
    etag: bytes
    headers: tuple[Header, ...] = ()
    content_type: bytes = b"text/html; charset=utf-8"

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped) + 500

    def answer(self, seen: Mapping[bytes, bytes]) -> tuple[int, list[Header], bytes]:
        """Status, headers and body for a request with these headers; 304 where it has this very page."""
        headers = [*self.headers, (b"etag", self.etag), (b"content-type", self.content_type)]
        if self.status == 200 and self.etag in seen.get(b"if-none-match", b""):
            return 304, headers, b""
        if self.zipped and b"gzip" in seen.get(b"accept-encoding", b""):
            headers += [(b"content-encoding", b"gzip"), (b"content-length", str(len(self.zipped)).encode())]
            return self.status, headers, self.zipped
        return self.status, [*headers, (b"content-length", str(len(self.body)).encode())], self.body


def cached(
    text: str, *, status: int = 200, headers: Iterable[Header] = (), content_type: str = "text/html"
) -> CachedResponse:
    """Make a page of a text. The ETag is weak: the two encodings say the same with different bytes."""
    body = text.encode()
    digest = hashlib.blake2b(body, digest_size=10).hexdigest()
    zipped = gzip.compress(body, 6, mtime=0) if len(body) > _SMALL else b""
    kind = f"{content_type}; charset=utf-8".encode()
    return CachedResponse(
        status=status,
        body=body,
        zipped=zipped,
        etag=f'W/"{digest}"'.encode(),
        headers=tuple(headers),
        content_type=kind,
    )


class ResponseCache:
    """At most `limit` bytes of answers, the least recently asked for go first."""

    def __init__(self, limit: int = 64 * 1024 * 1024) -> None:
        self._held: BoundedCache[Key, tuple[Stamp, CachedResponse]] = BoundedCache(limit, lambda held: held[1].size)

    def find(self, key: Key, stamp: Stamp) -> CachedResponse | None:
        """The answer under this key if it was made at this stamp, in this quarter of an hour."""
        held = self._held.find(key)
        if held is None:
            return None
        if held[0] != timed(stamp):
            self._held.drop(key)
            return None
        return held[1]

    def keep(self, key: Key, stamp: Stamp, answer: CachedResponse) -> None:
        """Remember an answer, and forget the oldest ones when it gets too many."""
        self._held.keep(key, (timed(stamp), answer))

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()


def timed(stamp: Stamp) -> Stamp:
    """The stamp with its quarter of an hour. A page says "tomorrow" and "if ordered by 17:00": true until an hour
    strikes somewhere, and zones go by quarters.
    """
    return (*stamp, int(time.time()) // 900)

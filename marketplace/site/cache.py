"""Ready pages in memory, exact to the store's content version: bytes, their gzip, their ETag.

Every process keeps its own (with Redis, `shared.py` lends them to the others). A page is valid as long as its
store's `content_version` is the one it was made at; the versions of all stores are read by one statement, at
most four times a second per process.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from marketplace.kit.db import run
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.market import clean_choice

Header = tuple[bytes, bytes]
Stamp = tuple[Any, ...]
Key = tuple[str, str, bytes, str]
FRESH_SECONDS = 0.25
_SMALL = 512  # below this gzip costs more than it saves


@dataclass(frozen=True)
class Ready:
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


def ready(text: str, *, status: int = 200, headers: Iterable[Header] = (), content_type: str = "text/html") -> Ready:
    """Make a page of a text. The ETag is weak: the two encodings say the same with different bytes."""
    body = text.encode()
    digest = hashlib.blake2b(body, digest_size=10).hexdigest()
    zipped = gzip.compress(body, 6, mtime=0) if len(body) > _SMALL else b""
    kind = f"{content_type}; charset=utf-8".encode()
    return Ready(status, body, zipped, f'W/"{digest}"'.encode(), tuple(headers), kind)


@dataclass
class PageCache:
    """At most `limit` bytes of pages, the least recently asked for go first."""

    limit: int = 64 * 1024 * 1024
    _pages: OrderedDict[Key, tuple[Stamp, Ready]] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def find(self, key: Key, stamp: Stamp) -> Ready | None:
        """The page under this key if it was made at this stamp, in this quarter of an hour."""
        held = self._pages.get(key)
        if held is None:
            return None
        if held[0] != timed(stamp):
            self._drop(key)
            return None
        self._pages.move_to_end(key)
        return held[1]

    def keep(self, key: Key, stamp: Stamp, page: Ready) -> None:
        """Remember a page, and forget the oldest ones when it gets too many."""
        self._drop(key)
        self._pages[key] = (timed(stamp), page)
        self._bytes += page.size
        while self._bytes > self.limit and self._pages:
            self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()
        self._bytes = 0

    def _drop(self, key: Key) -> None:
        held = self._pages.pop(key, None)
        if held is not None:
            self._bytes -= held[1].size


def timed(stamp: Stamp) -> Stamp:
    """The stamp with its quarter of an hour. A page says "tomorrow" and "if ordered by 17:00": true until an hour
    strikes somewhere, and zones go by quarters.
    """
    return (*stamp, int(time.time()) // 900)


@dataclass
class Versions:
    """Which stores are open, and at which content version: as of at most `FRESH_SECONDS` ago."""

    _stores: dict[str, Stamp] = field(default_factory=dict)
    _read_at: float = -1e9
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def stamp(self, store: str) -> Stamp | None:
        """The stamp of a store, or None when it is not open. The empty handle stands for all stores together."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            await self._refresh()
        if not store:
            return tuple(sorted(self._stores.items()))
        return self._stores.get(store)

    async def _refresh(self) -> None:
        async with self._lock:
            if time.monotonic() - self._read_at <= FRESH_SECONDS:
                return
            asked_at = time.monotonic()
            self._stores = await asyncio.to_thread(run, Scope.public(), _read_versions)
            self._read_at = asked_at

    def open_stores(self) -> list[str]:
        """The handles of the open stores, as of the last `stamp`."""
        return sorted(self._stores)

    def forget(self) -> None:
        """Read again at the next question."""
        self._read_at = -1e9


def _read_versions(db: Any) -> dict[str, Stamp]:
    rows = db.exec(select(Tenant.handle, Tenant.id, Tenant.content_version).where(col(Tenant.is_active)))
    return {handle: (key, version) for handle, key, version in rows}


PAGES = PageCache()
VERSIONS = Versions()


def key_of(scope: Mapping[str, Any], seen: Mapping[bytes, bytes]) -> Key:
    """What a page may depend on: host, path, query and the region that the visitor chose."""
    host = seen.get(b"host", b"").decode("latin-1").lower()
    return host, scope["path"], scope.get("query_string", b""), region_of(seen.get(b"cookie", b""))


def store_of(path: str) -> str:
    """The store a path belongs to; empty for pages of the platform: `store_of("/s/assay/c/glassware")` is `assay`."""
    return path[3:].split("/", 1)[0] if path.startswith("/s/") else ""


def region_of(cookie: bytes) -> str:
    """The region choice out of a Cookie header, or nothing when it is not one."""
    for part in cookie.split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == b"region":
            return clean_choice(value.decode("latin-1"))
    return ""

"""Ready pages in Redis, where all web processes of a copy find them; without `REDIS_URL` each has only its own.

Redis is a help here and nothing more: when it does not answer at once, the page is drawn.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from functools import lru_cache
from pathlib import Path

import structlog
from redis import RedisError
from redis.asyncio import Redis

from marketplace.kit.cached_response import CachedResponse, Key, Stamp, timed
from marketplace.settings import settings
from marketplace.web.layout import BUILD

log = structlog.get_logger("web")
KEEP_SECONDS = 900  # a stamp is good for as long (`cached_response.timed`)
PATIENCE_SECONDS = 0.25


class SharedPages:
    """Pages under their key and stamp. One connection pool per event loop, made when it is first needed."""

    def __init__(self, url: str, namespace: str) -> None:
        self._url, self._namespace = url, namespace
        self._client: Redis | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def find(self, key: Key, stamp: Stamp) -> CachedResponse | None:
        """The page that some process kept under this key and stamp; None also when Redis does not answer."""
        try:
            held = await self._redis().get(self._name(key, stamp))
        except (RedisError, OSError) as error:
            log.warning("pages.redis", error=str(error))
            return None
        return unpacked(held) if held else None

    async def keep(self, key: Key, stamp: Stamp, page: CachedResponse) -> None:
        """Give a page to the other processes."""
        try:
            await self._redis().set(self._name(key, stamp), packed(page), ex=KEEP_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("pages.redis", error=str(error))

    async def close(self) -> None:
        """Give the connections back; the next question opens new ones."""
        if self._client is not None:
            await self._client.aclose()
        self._client = None

    def _redis(self) -> Redis:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._client = Redis.from_url(
                self._url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
            )
            self._loop = loop
        return self._client

    def _name(self, key: Key, stamp: Stamp) -> str:
        digest = hashlib.blake2b(repr((key, timed(stamp), _build())).encode(), digest_size=16)
        return f"{self._namespace}:page:{digest.hexdigest()}"


def packed(page: CachedResponse) -> bytes:
    """A page as bytes: a line of JSON, then the body, zipped where the page has it zipped."""
    headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in page.headers]
    facts = [page.status, page.etag.decode(), page.content_type.decode(), headers, bool(page.zipped)]
    return json.dumps(facts).encode() + b"\n" + (page.zipped or page.body)


def unpacked(held: bytes) -> CachedResponse:
    """`packed`, backwards."""
    line, rest = held.split(b"\n", 1)
    status, etag, content_type, headers, is_zipped = json.loads(line)
    return CachedResponse(
        status=status,
        body=gzip.decompress(rest) if is_zipped else rest,
        zipped=rest if is_zipped else b"",
        etag=etag.encode(),
        headers=tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers),
        content_type=content_type.encode(),
    )


@lru_cache
def shared_pages() -> SharedPages | None:
    """The shelf of this copy, when there is a Redis."""
    url = settings().redis_url
    return SharedPages(url, settings().redis_namespace()) if url else None


@lru_cache
def _build() -> str:
    """Which front end these pages belong to: a page names the files of its own build."""
    stamp = Path(BUILD).parents[1] / "build-stamp"
    return stamp.read_text() if stamp.exists() else (BUILD / "__spa-fallback.html").read_text()

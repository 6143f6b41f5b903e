"""Ready pages: valid as long as their store's `content_version` is the one they were made at.

With Redis, `shared.py` lends the pages of one process to the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from marketplace.kit.cached_response import PageCache, Stamp
from marketplace.queries.shared.market import clean_choice
from marketplace.queries.shared.open_stores import STORES, OpenStore

Key = tuple[str, str, bytes, str]


class Versions:
    """Which stores are open, and at which content version."""

    async def stamp(self, store: str) -> Stamp | None:
        """The stamp of a store, or None when it is not open. The empty handle stands for all stores together."""
        if not STORES.is_fresh:
            await asyncio.to_thread(STORES.refresh)
        if not store:
            return tuple((one.handle, one.id, one.version, one.access_posture) for one in STORES.all())
        return stamp_of(STORES.find(store))

    def open_stores(self) -> list[str]:
        """The handles of the open stores, as of the last `stamp`."""
        return [one.handle for one in STORES.all()]

    def forget(self) -> None:
        """Read again at the next question."""
        STORES.forget()


def stamp_of(store: OpenStore | None) -> Stamp | None:
    """What a page or an answer of this store was made at."""
    return (store.id, store.version, store.access_posture) if store else None


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

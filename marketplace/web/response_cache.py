"""Ready answers: pages and public reads of the API, valid as long as their store is as it was when they were made.

What is ready has a slot: its kind, its key and the stamp of its store. With Redis, `shared_pages` lends the pages of
one process to the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from marketplace.kit.cached_response import CachedResponse, Key, ResponseCache, Stamp
from marketplace.queries.shared.market import clean_choice
from marketplace.queries.shared.open_stores import STORES, OpenStore
from marketplace.web.shared_pages import SharedPages, shared_pages

PageKey = tuple[str, str, bytes, str]


class Kind(Enum):
    """What is kept; each has its own 64 MB, so that a flood of one drives out nothing of the other."""

    PAGE = "page"
    READ = "read"  # of the API


@dataclass(frozen=True)
class Slot:
    """Where an answer is kept, and as of when it is made. The stamp is read before the answer is made: one that a
    change overtook is kept under the old stamp, and never given again."""

    kind: Kind
    key: Key
    stamp: Stamp


class Responses:
    """The one way in and out of what is ready; one per process."""

    def __init__(self) -> None:
        self._kept = {kind: ResponseCache() for kind in Kind}

    async def find(self, slot: Slot) -> CachedResponse | None:
        """The answer of this slot: kept here, or a page that another process drew."""
        known = self._kept[slot.kind].find(slot.key, slot.stamp)
        if known is None and (shelf := _shelf(slot)):
            known = await shelf.find(slot.key, slot.stamp)
            if known is not None:
                self._kept[slot.kind].keep(slot.key, slot.stamp, known)
        return known

    async def keep(self, slot: Slot, answer: CachedResponse) -> None:
        """Keep an answer for whoever asks for the same next."""
        self._kept[slot.kind].keep(slot.key, slot.stamp, answer)
        if shelf := _shelf(slot):
            await shelf.keep(slot.key, slot.stamp, answer)

    def clear(self) -> None:
        """Forget everything that this process keeps."""
        for kept in self._kept.values():
            kept.clear()


def _shelf(slot: Slot) -> SharedPages | None:
    return shared_pages() if slot.kind is Kind.PAGE else None


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


RESPONSES = Responses()
VERSIONS = Versions()


def key_of(scope: Mapping[str, Any], seen: Mapping[bytes, bytes]) -> PageKey:
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

"""What a process remembers of what it has worked out: so much and no more, safe to ask from any thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def _one(value: object) -> int:
    return 1


class BoundedCache(Generic[K, V]):
    """At most `limit` values, or values of together `limit` as `size_of` measures them; the least recently used goes
    first. A value is never None. The key says what a value was made of: what changes belongs into it.
    """

    def __init__(self, limit: int, size_of: Callable[[V], int] = _one) -> None:
        self._values: LRUCache[K, V] = LRUCache(limit, size_of)
        self._size_of = size_of
        self._lock = Lock()

    def find(self, key: K) -> V | None:
        """The value under this key, which counts as a use of it."""
        with self._lock:
            return self._values.get(key)

    def keep(self, key: K, value: V) -> V:
        """Remember a value in place of the one before, unless it alone is over the limit; the value."""
        with self._lock:
            self._values.pop(key, None)
            if self._size_of(value) <= self._values.maxsize:
                self._values[key] = value
        return value

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value under this key, made where there is none. Nobody waits: two threads may both make it."""
        known = self.find(key)
        return self.keep(key, make()) if known is None else known

    def drop(self, key: K) -> None:
        """Forget one value."""
        with self._lock:
            self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()

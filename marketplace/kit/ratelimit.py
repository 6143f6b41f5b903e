"""How often somebody may try: a moving window per key, in memory or in Redis."""

from __future__ import annotations

import time
from functools import lru_cache

from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from marketplace.domain.errors import TooManyRequests
from marketplace.kit.client_address import network_of
from marketplace.settings import settings


@lru_cache
def _limiter() -> MovingWindowRateLimiter:
    url = settings().redis_url
    storage = RedisStorage(url, key_prefix=f"{settings().redis_namespace()}:limit") if url else MemoryStorage()
    return MovingWindowRateLimiter(storage)


@lru_cache
def _here() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


_parse = lru_cache(parse)


def limit_here(rate: str, *key: str) -> None:
    """As `limit`, coarser and counted by this process alone: cheap enough to be asked for every request."""
    if not settings().rate_limits:
        return
    item, key = _parse(rate), tuple(map(network_of, key))
    if not _here().hit(item, *key):
        raise TooManyRequests(retry_after=max(1, int(_here().get_window_stats(item, *key).reset_time - time.time())))


def check(rate: str, *key: str) -> None:
    """Raises `TooManyRequests` when `limit` has counted as many of `key` as may be; counts nothing itself.

    For what only counts when it fails: check first, and `limit` the failure.
    """
    if not settings().rate_limits:
        return
    item, key = _parse(rate), tuple(map(network_of, key))
    if not _limiter().test(item, *key):
        reset = _limiter().get_window_stats(item, *key).reset_time
        raise TooManyRequests(retry_after=max(1, int(reset - time.time())))


def limit(rate: str, *key: str) -> None:
    """Count one try of `key` against `rate` (`"10/minute"`); raises `TooManyRequests` when it is one too many."""
    if not settings().rate_limits:
        return
    item, key = _parse(rate), tuple(map(network_of, key))
    if not _limiter().hit(item, *key):
        reset = _limiter().get_window_stats(item, *key).reset_time
        raise TooManyRequests(retry_after=max(1, int(reset - time.time())))

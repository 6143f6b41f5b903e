"""How often somebody may try: a moving window per key, in memory or in Redis."""

from __future__ import annotations

import time
from functools import lru_cache

from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from marketplace.domain.errors import TooManyRequests
from marketplace.settings import settings


@lru_cache
def _limiter() -> MovingWindowRateLimiter:
    url = settings().redis_url
    storage = RedisStorage(url, key_prefix=f"{settings().redis_namespace()}:limit") if url else MemoryStorage()
    return MovingWindowRateLimiter(storage)


def limit(rate: str, *key: str) -> None:
    """Count one try of `key` against `rate` (`"10/minute"`); raises `TooManyRequests` when it is one too many."""
    if not settings().rate_limits:
        return
    item = parse(rate)
    if not _limiter().hit(item, *key):
        reset = _limiter().get_window_stats(item, *key).reset_time
        raise TooManyRequests(retry_after=max(1, int(reset - time.time())))

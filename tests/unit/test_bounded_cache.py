"""What a process remembers is bounded, exact to its key, and whole under many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from marketplace.kit.bounded_cache import BoundedCache


def test_a_value_is_made_once_and_kept_under_its_key() -> None:
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    cache: BoundedCache[str, str] = BoundedCache(2)
    assert cache.find("a") is None
    assert [cache.get("a", lambda: make("A")), cache.get("a", lambda: make("other"))] == ["A", "A"]
    assert made == ["A"]
    cache.drop("a")
    cache.drop("a")
    assert cache.find("a") is None
    cache.keep("b", "B")
    cache.clear()
    assert cache.find("b") is None


def test_the_least_recently_used_goes_first() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.keep("a", 1)
    cache.keep("b", 2)
    assert cache.find("a") == 1
    cache.keep("c", 3)
    assert [cache.find(key) for key in "abc"] == [1, None, 3]


def test_what_alone_is_over_the_limit_drives_nobody_out() -> None:
    cache: BoundedCache[str, str] = BoundedCache(5, len)
    cache.keep("a", "aaa")
    cache.keep("b", "bb")
    assert cache.keep("b", "bbbbbb") == "bbbbbb"
    assert cache.find("b") is None, "an old value stands for what has a newer one"
    assert cache.find("a") == "aaa"
    cache.keep("c", "ccc")
    assert (cache.find("a"), cache.find("c")) == (None, "ccc")


def test_many_threads_at_a_small_cache_all_get_their_own() -> None:
    cache: BoundedCache[int, int] = BoundedCache(3)

    def ask(n: int) -> bool:
        return cache.get(n % 7, lambda: n % 7 * 10) == n % 7 * 10

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(5000)))
    assert sum(cache.find(key) is not None for key in range(7)) == 3

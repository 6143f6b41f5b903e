"""How fast lists, searches and suggestions are over a large store, and how long its index takes.

    python -m scripts.bench.search --products 100000 [--keep]

Makes a scratch database beside the product's own. Every list is asked twice: with nothing remembered (the first
visitor after a change) and again (everybody after). Times are whole answers, database and formatting together.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from scripts.bench.catalogue import (
    ADJECTIVES,
    BRANDS,
    LEAVES,
    NOUNS,
    ROOTS,
    TENANT,
    VOLTAGES,
    fill,
    scratch_database,
    use_database,
)

DATABASE = "bench_search"


def main() -> None:
    """Fill, index, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--products", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=300)
    options.add_argument("--keep", action="store_true", help="use the database of the last run")
    given = options.parse_args()
    if given.keep:
        use_database(DATABASE)
    else:
        url = scratch_database(DATABASE)
        fill(url, given.products)
        _index(url)
    _ask(given.rounds)


def _index(url: str) -> None:
    import psycopg

    from marketplace.kit.db import run
    from marketplace.kit.tenancy import Scope
    from marketplace.services.search.indexing import index_product, index_store

    start = time.perf_counter()
    count = run(Scope.tenant(TENANT), index_store)
    print(f"index of {count:,} products     {time.perf_counter() - start:8.1f} s")
    _show(
        "one product again",
        [_timed(lambda: run(Scope.tenant(TENANT), lambda db: index_product(db, "prod_7"))) for _ in range(50)],
    )
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("vacuum analyze")


def _ask(rounds: int) -> None:
    chance = random.Random(11)
    kinds: dict[str, Callable[[], tuple[str, list[tuple[str, str]], str]]] = {
        "one word": lambda: ("", [("q", chance.choice(NOUNS))], ""),
        "two words": lambda: ("", [("q", f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}")], ""),
        "beginning of a word": lambda: ("", [("q", chance.choice(NOUNS)[:4])], ""),
        "typo": lambda: ("", [("q", _mistyped(chance.choice(NOUNS + ADJECTIVES), chance))], ""),
        "SKU": lambda: ("", [("q", f"{chance.choice(BRANDS)[:2].upper()}-{chance.randrange(10_000)}-0")], ""),
        "word and two facets": lambda: (
            "",
            [("q", chance.choice(NOUNS)), ("f.voltage", chance.choice(VOLTAGES)), ("delivery", "stock")],
            "",
        ),
        "category (1 %)": lambda: (_path(chance), [], ""),
        "category, facet, price": lambda: (_path(chance), [("f.voltage", "18 V"), ("to", "40"), ("sort", "price")], ""),
        "root category (10 %)": lambda: (f"/{_slug(chance.choice(ROOTS))}/", [], ""),
        "whole store": lambda: ("", [], ""),
    }
    first_all: list[float] = []
    for name, make in kinds.items():
        n = rounds if name != "whole store" else max(5, rounds // 50)
        searches = [make() for _ in range(n)]
        first = [_timed(lambda a=a: _list(*a)) for a in searches]
        again = [_timed(lambda a=a: _list(*a)) for a in searches]
        _show(name, first, again)
        first_all += first
    _show("all of them, first time", first_all)
    _show(
        "suggestions", [_timed(lambda: _suggest(chance.choice(NOUNS)[: chance.randrange(2, 5)])) for _ in range(rounds)]
    )


def _list(path: str, params: list[tuple[str, str]], vendor: str) -> Any:
    from marketplace.kit.clock import now
    from marketplace.kit.db import run
    from marketplace.kit.tenancy import Scope
    from marketplace.models.tenant import Tenant
    from marketplace.queries.shared.market import find_market
    from marketplace.queries.storefront.listing import list_products
    from marketplace.queries.storefront.listing_query import ListingQuery

    def use(db: Any) -> Any:
        tenant = db.get(Tenant, TENANT)
        market = find_market(db, tenant)
        query = ListingQuery.from_params(params, market.currency)
        return list_products(db, tenant, market, query, now(), address="/s/bench/search", path=path, vendor_id=vendor)

    return run(Scope.tenant(TENANT), use)


def _suggest(typed: str) -> Any:
    from marketplace.kit.clock import now
    from marketplace.kit.db import run
    from marketplace.kit.tenancy import Scope
    from marketplace.models.tenant import Tenant
    from marketplace.queries.shared.market import find_market
    from marketplace.queries.storefront.suggest import suggest

    def use(db: Any) -> Any:
        tenant = db.get(Tenant, TENANT)
        return suggest(db, tenant, find_market(db, tenant), typed, now())

    return run(Scope.tenant(TENANT), use)


def _path(chance: random.Random) -> str:
    root, leaf = _slug(chance.choice(ROOTS)), _slug(chance.choice(LEAVES))
    return f"/{root}/{root}-{leaf}/"


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def _timed(use: Callable[[], Any]) -> float:
    start = time.perf_counter()
    use()
    return (time.perf_counter() - start) * 1000


def _show(name: str, first: list[float], again: list[float] | None = None) -> None:
    def figures(times: list[float]) -> str:
        ordered = sorted(times)
        return f"{statistics.median(ordered):8.1f} {ordered[int(len(ordered) * 0.95) - 1]:8.1f}"

    print(f"{name:26} p50 p95 ms {figures(first)}" + (f"   again {figures(again)}" if again else ""))


if __name__ == "__main__":
    main()

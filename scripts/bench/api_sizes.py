"""The store API over catalogues of two sizes: how much slower is a hundred times as much?

    .venv/bin/python -m scripts.bench.api_sizes [--sizes 1000 100000] [--clients 4] [--seconds 5]

Makes a scratch database per size beside the product's own (start a copy first, or give DATABASE_URL), serves each
with a web process of its own, and asks both in turns. Nothing is answered from memory: every request asks for
another page, word or quantity. Needs `wrk`.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from marketplace.kit.process.migrations import upgrade
from scripts.bench.api import _SCRIPT, reads
from scripts.bench.catalogue import TENANT, fill, scratch_database, use_database
from scripts.bench.http import wrk
from scripts.bench.web import web_process

KEY = "pk_bench"


@contextmanager
def shop(products: int, *, keep: bool = False, processor: int | None = None) -> Iterator[str]:
    """A web process over a store with this many products; its address. `keep` takes the database of an earlier run,
    `processor` is where the web's Python runs."""
    name = f"bench_api_{products}"
    if keep:
        use_database(name)
        upgrade()
        url = os.environ["DATABASE_URL"]
    else:
        url = scratch_database(name)
        fill(url, products)
        _index(url)
    pinned = {"WEB_PROCESSOR": str(processor)} if processor is not None else {}
    with web_process(DATABASE_URL=url, **pinned) as (address, _):
        yield address


def _index(url: str) -> None:
    import psycopg

    from marketplace.kit import db as kit_db
    from marketplace.kit.tenancy import Scope
    from marketplace.kit.tokens import hash_token
    from marketplace.services.search.indexing import index_store

    kit_db.forget_database()
    began = time.perf_counter()
    count = kit_db.run(Scope.tenant(TENANT), index_store)
    print(
        json.dumps({"what": "index", "products": count, "seconds": round(time.perf_counter() - began, 1)}), flush=True
    )
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select set_config('app.platform', 'on', false)")
        db.execute(
            "insert into api_key (id, tenant_id, kind, title, token, token_hash, hint, scopes)"
            " values ('apk_bench', %s, 'publishable', 'Bench', %s, %s, '', '')",
            [TENANT, KEY, hash_token(KEY)],
        )
        db.execute("vacuum analyze")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs=2, default=[1000, 100_000])
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["BENCH_KEY"] = KEY
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(_SCRIPT)
    with ExitStack() as open_:
        small, large = (open_.enter_context(shop(size)) for size in options.sizes)
        for name, path in reads(small, KEY).items():
            if not name.endswith("made"):
                continue
            times: dict[str, list[float]] = {small: [], large: []}
            for url in (small, large) * options.rounds:
                times[url].append(wrk(url + path, options.clients, options.seconds, file.name).p95_ms)
            one, other = (sorted(times[url])[options.rounds // 2] for url in (small, large))
            print(
                json.dumps(
                    {"what": name, "clients": options.clients, "p95_ms": [one, other], "ratio": round(other / one, 2)}
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()

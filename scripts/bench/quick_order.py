"""How long a pasted list takes to become a priced, checked cart, by its length, in one run.

    python -m scripts.bench.quick_order --products 20000 [--keep]

Makes a synthetic store beside the product's own database. A list is pasted by somebody who has no cart: it is read,
shown as rows with price and stock (a line in twenty is mistyped), put into the cart, and the cart is priced.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from scripts.bench.catalogue import TENANT, fill, scratch_database, use_database

DATABASE = "bench_quick_order"
LENGTHS = (100, 1_000)


def main() -> None:
    """Fill, index, paste, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--products", type=int, default=20_000)
    options.add_argument("--keep", action="store_true", help="use the database of the last run")
    chosen = options.parse_args()
    if chosen.keep:
        use_database(DATABASE)
    else:
        fill(scratch_database(DATABASE), chosen.products)
        from marketplace.kit.db import run
        from marketplace.kit.tenancy import Scope
        from marketplace.services.search.indexing import index_store

        run(Scope.tenant(TENANT), index_store)
    for length in (LENGTHS[0], *LENGTHS):  # the first is thrown away: it opens connections
        steps = paste(length)
        whole = sum(steps.values())
        print(
            f"{length:>6,} lines {whole:7.2f} s   " + "   ".join(f"{name} {took:.2f}" for name, took in steps.items())
        )


def paste(length: int) -> dict[str, float]:
    """Seconds of each step; each is a transaction of its own, as in the product."""
    from marketplace.domain.buying.quick_order import read_list
    from marketplace.domain.permissions import GUEST
    from marketplace.kit.clock import now
    from marketplace.kit.db import run
    from marketplace.kit.tenancy import Scope
    from marketplace.queries.shared.market import find_market
    from marketplace.queries.storefront.cart import show_cart
    from marketplace.queries.storefront.quick_order import get_quick_order
    from marketplace.services.buying.bulk_adding import add_list
    from marketplace.services.buying.cart_access import Shopper, open_cart
    from marketplace.services.buying.carts import basket_of
    from marketplace.services.buying.pasted_lists import find_pasted, keep_pasted

    scope, shopper = Scope.tenant(TENANT), Shopper(GUEST, uuid4().hex)
    text = run(scope, lambda db: _list(db, length))
    steps: dict[str, float] = {}

    def timed(name: str, use: Callable[[Any], Any]) -> Any:
        start = time.perf_counter()
        answer = run(scope, use)
        steps[name] = time.perf_counter() - start
        return answer

    def show(db: Any) -> Any:
        store = _store(db)
        return get_quick_order(db, store, find_market(db, store, ""), find_pasted(db, TENANT, shopper), now())

    def add(db: Any) -> dict[str, str]:
        market = find_market(db, _store(db), "")
        cart = open_cart(db, TENANT, shopper, region_id=market.region_id, currency=market.currency)
        return add_list(db, cart, {row.offer_id: row.quantity for row in page.rows if row.offer_id})

    def price(db: Any) -> Any:
        market = find_market(db, _store(db), "")
        cart = open_cart(db, TENANT, shopper, region_id=market.region_id, currency=market.currency)
        return show_cart(db, basket_of(db, cart, GUEST), market, "/s/bench", now())

    timed("read", lambda db: keep_pasted(db, TENANT, shopper, read_list(text)))
    page = timed("rows", show)
    refused = timed("into the cart", add)
    timed("cart", price)
    lines = sum(bool(row.offer_id) for row in page.rows) - len(refused)
    print(f"       {lines:,} lines in the cart, {len(page.unknown)} unknown")
    return steps


def _store(db: Any) -> Any:
    from sqlmodel import select

    from marketplace.models.tenant import Tenant

    return db.exec(select(Tenant).where(Tenant.id == TENANT)).one()


def _list(db: Any, length: int) -> str:
    from sqlalchemy import text

    rows = db.connection().execute(
        text("select sku from offer order by md5(id || :seed) limit :n"), {"n": length, "seed": str(length)}
    )
    chance = random.Random(length)
    skus = [str(sku) if chance.random() > 0.05 else f"{sku}X" for (sku,) in rows]
    return "\n".join(f"{sku}\t{chance.randint(1, 12)}" for sku in skus)


if __name__ == "__main__":
    main()

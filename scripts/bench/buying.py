"""Checkouts through the services, as many buyers at once; and how soon the worker has done what follows from them.

    python -m scripts.bench.buying --flows 200 --clients 1 4 8
    python -m scripts.bench.buying --orders-per-minute 100 --seconds 60

A flow fills a cart with goods of two vendors and checks it out: six transactions and the card sandbox. Buyers are
processes of their own. The second form buys at a steady pace beside a worker process and reads from the job table
how long each job took from the moment it was asked for until it was done. Works in a database of its own, with the
demo in it, on the server of MARKETPLACE_DATA_DIR (or DATABASE_URL).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import statistics
import subprocess
import sys
import time
from functools import partial
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.permissions import GUEST
from marketplace.kit import db as kit_db
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.buying.cart_access import Shopper, open_cart
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.buying.checkout import check_out
from marketplace.services.buying.checkout_form import CheckoutForm
from scripts.bench.database import own_database

SYSTEM = Scope.system()
HOME = AddressInput(
    first_name="Maren", last_name="Holt", line1="Lange Gasse 3", postal_code="34117", city="Kassel", country="DE"
)
FORM = CheckoutForm("maren@holt.example", HOME, "card", payment_details={"card": "4242"})
# The largest stock of each of two vendors, filled up so that no flow runs dry.
_FILL = text("""
    update stock_level set on_hand = 1000000 where offer_id in (select id from offer where status = 'live')
""")
_OFFERS = text("""
    select distinct on (o.vendor_id) o.id, o.tenant_id, r.id region_id, o.min_quantity, p.amount from offer o
    join tenant t on t.id = o.tenant_id and t.handle = 'northforge'
    join product g on g.id = o.product_id and g.status = 'published'
    join vendor v on v.id = o.vendor_id and v.status = 'approved'
    join region r on r.tenant_id = t.id and r.currency = 'EUR'
    join price p on p.offer_id = o.id and p.currency = 'EUR' and p.price_list_id is null and p.amount >= 4000
    where o.status = 'live' and o.quantity_step = 1 order by o.vendor_id, o.id, r.position limit 2
""")
_DONE = text("""
    select kind, count(*) number, count(*) filter (where status <> 'done') waiting,
      percentile_cont(0.5) within group (order by extract(epoch from finished_at - created_at)) p50,
      percentile_cont(0.95) within group (order by extract(epoch from finished_at - created_at)) p95
    from job where created_at > :since and run_at <= created_at + interval '1 second'
      and kind not in (select kind from schedule)
    group by grouping sets ((kind), ()) order by kind nulls first
""")


class Shop:
    """What a flow needs to know; read once."""

    def __init__(self) -> None:
        with kit_db.owner_engine().begin() as owner:
            owner.execute(text("select set_config('app.platform', 'on', true)"))
            owner.execute(_FILL)
        with unit_of_work(SYSTEM) as db:
            rows = db.connection().execute(_OFFERS).all()
        self.tenant_id, self.region_id = str(rows[0].tenant_id), str(rows[0].region_id)
        self.goods = [(str(row.id), max(row.min_quantity, -(-10_000 // row.amount))) for row in rows]

    def flow(self) -> float:
        """Fill a cart and buy it; seconds."""
        started = time.perf_counter()
        transact, shopper = partial(run, Scope.tenant(self.tenant_id)), Shopper(GUEST, uuid4().hex)

        def fill(db: Session) -> str:
            cart = open_cart(db, self.tenant_id, shopper, region_id=self.region_id, currency="EUR")
            for offer, quantity in self.goods:
                add_to_cart(db, cart, offer, quantity)
            return cart.id

        placed = check_out(transact, shopper, str(transact(fill)), FORM, key=uuid4().hex)
        assert placed.status == "placed", placed
        return time.perf_counter() - started


def buyers(shop: Shop, clients: int, flows: int) -> None:
    """`flows` purchases by so many processes at once."""
    with multiprocessing.get_context("fork").Pool(clients, initializer=_afresh) as pool:
        pool.map(partial(_flow, shop), range(clients), chunksize=1)  # connections and caches are warm
        started = time.perf_counter()
        took = sorted(pool.map(partial(_flow, shop), range(flows), chunksize=1))
        seconds = time.perf_counter() - started
    p50, p95 = statistics.median(took) * 1000, took[int(0.95 * (len(took) - 1))] * 1000
    print(f"  {clients} clients: {flows / seconds:.1f} checkouts a second, p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _afresh() -> None:
    """A connection must not be shared with the process it was inherited from."""
    kit_db.engine().dispose(close=False)


def _flow(shop: Shop, _: int) -> float:
    return shop.flow()


def steady(shop: Shop, per_minute: int, seconds: float) -> None:
    """Buy at a steady pace, let the worker finish, and read how long its jobs took."""
    worker = subprocess.Popen([sys.executable, "-m", "tasks.worker"], env=dict(os.environ))
    try:
        time.sleep(5)  # it starts
        with unit_of_work(SYSTEM) as db:
            since = db.connection().execute(text("select now()")).scalar_one()
        started = time.perf_counter()
        for number in range(int(per_minute * seconds / 60)):
            time.sleep(max(0.0, started + number * 60 / per_minute - time.perf_counter()))
            shop.flow()
        time.sleep(5)
        with unit_of_work(SYSTEM) as db:
            rows = db.connection().execute(_DONE, {"since": since}).all()
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    for row in rows:
        late = f"  NOT DONE: {row.waiting}" if row.waiting else ""
        p50, p95 = row.p50 * 1000, row.p95 * 1000
        print(f"  {row.kind or 'all jobs':<18} {row.number:>6}  p50 {p50:6.0f} ms  p95 {p95:6.0f} ms{late}")


def main() -> None:
    """Plant the demo, buy, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flows", type=int, default=200)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 8])
    parser.add_argument("--orders-per-minute", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    wanted = parser.parse_args()
    from marketplace.demo.load import load

    with own_database("bench_buying"):
        load(print)
        shop = Shop()
        if wanted.orders_per_minute:
            steady(shop, wanted.orders_per_minute, wanted.seconds)
        else:
            for clients in wanted.clients:
                buyers(shop, clients, wanted.flows)


if __name__ == "__main__":
    main()

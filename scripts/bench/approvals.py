"""Approvals decided per second, by several approvers at once; every yes is for a request that somebody asked for.

    python -m scripts.bench.approvals --requests 200 --clients 1 4 8

Buyers of one company fill carts with goods of two vendors and ask; then the approvers say yes, each in a process of
their own, to the basket that they read. A decision is one transaction: the basket is priced again under its lock, the
yes is written, the letter and the order are asked for as jobs. Works in a database of its own, with the demo in it,
on the server of MARKETPLACE_DATA_DIR (or DATABASE_URL).
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from functools import partial

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.kit import db as kit_db
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.approval import ApprovalRule, PurchaseRequest
from marketplace.models.cart import Cart
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.purchase_requests import ask_for_approval
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide_request
from scripts.bench.buying import HOME, Shop
from scripts.bench.company import COMPANY, PLACE, add_company, add_person
from scripts.bench.database import own_database

SYSTEM = Scope.system()
HOME_ADDRESS = "buyer@bench.example"
_ANY_APPROVER = {"kind": "role", "value": "approver"}
Wish = tuple[str, str]  # a request and the digest of the basket that its approver read
_COUNT = text("""
    select count(*) filter (where status = 'approved'), (select count(*) from job where kind = 'request.place')
    from purchase_request where company_id = 'com_bench'
""")


class Office(Shop):
    """The company in the demo's store: `clients` buyers and as many approvers, who decide whatever is ordered."""

    def __init__(self, clients: int) -> None:
        super().__init__()
        with unit_of_work(SYSTEM) as db:
            add_company(db, self.tenant_id)
            ids = {"tenant_id": self.tenant_id, "company_id": COMPANY}
            db.add(ApprovalRule(id="apr_bench", **ids, name="All", kind="total", amount=0, steps=[_ANY_APPROVER]))
            db.flush()
            self.buyers, self.approvers = (
                [add_person(db, self.tenant_id, f"{role}-{n}", role) for n in range(clients)]
                for role in ("buyer", "approver")
            )

    def ask(self, number: int) -> Wish:
        """A cart that becomes a request."""
        shopper = Shopper(self.buyers[number % len(self.buyers)])

        def use(db: Session) -> Wish:
            cart = Cart(
                id=new_id("cart"),
                tenant_id=self.tenant_id,
                region_id=self.region_id,
                currency="EUR",
                user_id=shopper.actor.user_id,
                company_location_id=PLACE,
                email=HOME_ADDRESS,
            )
            db.add(cart)
            db.flush()
            for offer, quantity in self.goods:
                add_to_cart(db, cart, offer, quantity)
            request = ask_for_approval(db, shopper, cart.id, CheckoutForm(HOME_ADDRESS, HOME, "bank_transfer"))
            row = select(PurchaseRequest.digest).where(PurchaseRequest.id == request.request_id)
            return request.request_id, db.exec(row).one()

        return run(Scope.tenant(self.tenant_id), use)

    def decide(self, approver: int, wish: Wish) -> float:
        """A yes to this basket; milliseconds."""
        request_id, digest = wish
        started = time.perf_counter()
        outcome = run(
            Scope.tenant(self.tenant_id),
            lambda db: decide_request(
                db, self.approvers[approver], self.tenant_id, request_id, Verdict(is_yes=True, digest=digest)
            ),
        )
        assert outcome is Outcome.APPROVED, outcome
        return (time.perf_counter() - started) * 1000


def decide_all(office: Office, clients: int, requests: int) -> str:
    """Ask for so many, decide them by so many processes at once, and see that each is decided and goes on."""
    before = _decided()
    with multiprocessing.get_context("fork").Pool(clients, initializer=_afresh) as pool:
        pool.map(partial(_warm, office), range(clients), chunksize=1)
        wishes = pool.map(office.ask, range(requests), chunksize=1)
        started = time.perf_counter()
        shares = [wishes[n::clients] for n in range(clients)]
        took = [one for times in pool.starmap(partial(_decide, office), enumerate(shares)) for one in times]
        seconds = time.perf_counter() - started
    decided, ordered = (after - earlier for after, earlier in zip(_decided(), before, strict=True))
    assert decided == ordered == requests + clients, (decided, ordered, requests)
    p95 = sorted(took)[int(0.95 * (len(took) - 1))]
    return f"{requests / seconds:.1f} approvals a second, p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms"


def _decided() -> tuple[int, int]:
    """How many requests were approved, and how many of them the worker is to order."""
    with unit_of_work(SYSTEM) as db:
        approved, to_place = db.connection().execute(_COUNT).one()
    return int(approved), int(to_place)


def _warm(office: Office, approver: int) -> float:
    """One that is not counted: connections and caches are made."""
    return office.decide(approver, office.ask(approver))


def _decide(office: Office, approver: int, wishes: list[Wish]) -> list[float]:
    return [office.decide(approver, wish) for wish in wishes]


def _afresh() -> None:
    """A connection must not be shared with the process it was inherited from."""
    kit_db.engine().dispose(close=False)


def main() -> None:
    """Plant the demo, ask, decide, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 8])
    wanted = parser.parse_args()
    from marketplace.demo.load import load

    with own_database("bench_approvals"):
        load(print)
        office = Office(max(wanted.clients))
        for clients in wanted.clients:
            print(f"  {clients} at once: {decide_all(office, clients, wanted.requests)}", flush=True)


if __name__ == "__main__":
    main()

"""What a company with 50,000 contract prices waits for, beside a guest, at four readers in one run.

    .venv/bin/python -m scripts.bench.contract_prices [--products 25000] [--prices 50000] [--readers 4] [--keep]

Makes a scratch database beside the product's own (start a copy first, or give DATABASE_URL) and serves it with a web
process. A page is the same HTML for everybody, and a company has what fills in its own prices after it. `page_ratio`
compares the wait for the page, at most 1.3; `filled_ratio` the wait for both, one after the other. `signed_in` is
somebody without a company, who has to be recognised, too. Programs ask the store API for JSON, which is priced for
who asks. Nothing is answered from memory but the HTML of what is called `ready`. All take turns in every round; a
ratio is the median of the rounds' ratios of p95.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from re import findall
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from sqlalchemy import delete, text
from sqlmodel import col, select

from marketplace.api.http.tokens import Claims, make_token
from marketplace.domain import permissions
from marketplace.kit import db as kit_db
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.offer import PriceList
from marketplace.models.user import Membership, User
from marketplace.services.identity.sessions import open_session, session_id_of
from scripts.bench.api_sizes import KEY, shop
from scripts.bench.catalogue import LEAVES, NOUNS, ROOTS, TENANT
from scripts.bench.company import COMPANY, add_company, add_person

STORE = "/s/bench"
Ask = Callable[[str], str]
_numbers = count(1)  # no address is asked for twice: nothing that was made before is an answer


@dataclass(frozen=True)
class Person:
    """Who reads: what their browser and their program bring along."""

    cookies: str = ""
    token: str = ""
    has_prices: bool = False  # of their own: their pages ask for them

    @property
    def headers(self) -> dict[str, str]:
        """Of a page, or of a question to the API: each looks at its own."""
        signed_in = {"cookie": self.cookies} if self.cookies else {}
        bearer = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {"x-publishable-api-key": KEY, "accept": "text/html", "accept-encoding": "gzip", **signed_in, **bearer}


GUEST = Person()


class Reader:
    """One browser or program with a connection of its own."""

    def __init__(self, url: str, person: Person) -> None:
        self.person, self.connection = person, http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def ask(self, path: str, *, is_read: bool = False) -> str:
        """The answer's text where it `is_read`: a browser unpacks what it gets, the clock here need not."""
        headers = self.person.headers | ({"accept-encoding": "identity"} if is_read else {})
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return body.decode() if is_read else ""


@dataclass(frozen=True)
class Work:
    """Something to wait for: `path(chance)` is asked for, and a company's page has its prices filled in after it."""

    name: str
    path: Callable[[random.Random], str]
    fills_in: bool = True
    is_ready: bool = False


def works(url: str) -> list[Work]:
    """Lists and products, as pages and as JSON."""
    region = json.loads(Reader(url, GUEST).ask("/store/regions", is_read=True))["regions"][0]["id"]

    def category(chance: random.Random) -> str:
        root, leaf = (chance.choice(names).lower().replace(" ", "-") for names in (ROOTS, LEAVES))
        return f"{STORE}/c/{root}-{leaf}"

    def product(chance: random.Random) -> str:
        return f"{STORE}/p/p-{chance.randrange(1000)}"

    def fresh(path: str) -> str:
        return f"{path}{'&' if '?' in path else '?'}bench={next(_numbers)}"

    return [
        Work("category, made", lambda chance: fresh(category(chance))),
        Work("search, made", lambda chance: fresh(f"{STORE}/search?q={chance.choice(NOUNS)}")),
        Work("product, made", lambda chance: fresh(product(chance))),
        Work("category, ready", category, is_ready=True),
        Work("product, ready", product, is_ready=True),
        Work(
            "API, list of 12",
            lambda chance: (
                f"/store/products?limit=12&region_id={region}&offset={chance.randrange(5000)}&locale={next(_numbers)}"
            ),
            fills_in=False,
        ),
        Work(
            "API, product",
            lambda chance: f"/store/products/prod_{chance.randrange(1000)}?region_id={region}&locale={next(_numbers)}",
            fills_in=False,
        ),
    ]


def pairs_of(page: str) -> str:
    """What `own-prices.js` asks for after this page."""
    cards = findall(r'data-(?:panel-)?offer="([^"]+)"[^>]*data-of="([^"]+)"', page)
    cards += [(offer, of) for of, offer in findall(r'data-of="([^"]+)"[^>]*data-(?:panel-)?offer="([^"]+)"', page)]
    return ",".join(dict.fromkeys(f"{offer}.{of}" for offer, of in cards))


Wait = tuple[float, float]  # milliseconds until the page is there, and until its prices are the reader's


def wait_once(reader: Reader, path: str, pairs: str) -> Wait:
    """How long one page takes."""
    start = time.perf_counter()
    reader.ask(path)
    page = time.perf_counter()
    if pairs:
        reader.ask(f"{STORE}/own-prices?of={pairs}")
    return (page - start) * 1000, (time.perf_counter() - start) * 1000


def waits(url: str, person: Person, work: Work, asks: list[tuple[str, str]], readers: int) -> list[Wait]:
    """What each of these pages took, read by so many at once."""
    mine_to_ask = [(path, pairs if person.has_prices and work.fills_in else "") for path, pairs in asks]

    def read(mine: list[tuple[str, str]]) -> list[Wait]:
        reader = Reader(url, person)
        return [wait_once(reader, path, pairs) for path, pairs in mine]

    with ThreadPoolExecutor(readers) as pool:
        return [took for times in pool.map(read, (mine_to_ask[n::readers] for n in range(readers))) for took in times]


def report(url: str, people: Mapping[str, Person], readers: int, rounds: int, size: int) -> Iterator[dict[str, Any]]:
    """A line per work: everybody's p95 in milliseconds, and how many times a guest's they are."""
    looker = Reader(url, GUEST)
    for work in works(url):
        p95s: dict[str, list[Wait]] = {name: [] for name in people}
        for number in range(rounds + 1):
            chance = random.Random(number)
            known = {path: pairs_of(looker.ask(path, is_read=True)) for path in {work.path(chance) for _ in range(40)}}
            again = (list(known.items()) * -(-size // len(known)))[:size]
            for name in list(people) if number % 2 else reversed(people):
                asks = [(path if work.is_ready else _again(path), pairs) for path, pairs in again]
                p95s[name].append(_p95(waits(url, people[name], work, asks, readers)))
        yield {"what": work.name, "readers": readers, **_medians(p95s)}


def _medians(p95s: Mapping[str, list[Wait]]) -> dict[str, float]:
    """Without the first round, which opens connections; the ratio is that of each round, then their median."""
    rounds = {name: times[1:] for name, times in p95s.items()}
    figures = {f"{name}_p95_ms": round(statistics.median(filled for _, filled in rounds[name]), 1) for name in rounds}
    pairs = list(zip(rounds["guest"], rounds["company"], strict=True))
    for name, at in (("page_ratio", 0), ("filled_ratio", 1)):
        figures[name] = round(statistics.median(mine[at] / guest[at] for guest, mine in pairs), 2)
    return figures


def _again(path: str) -> str:
    """The same thing under an address that nobody has asked for."""
    head, _, _ = path.rpartition("=")
    return f"{head}={next(_numbers)}"


def _p95(times: list[Wait]) -> Wait:
    at = int(len(times) * 0.95) - 1
    return sorted(page for page, _ in times)[at], sorted(filled for _, filled in times)[at]


def plant_company(url: str, prices: int) -> None:
    """A company with a contract of so many prices, one for each of as many offers."""
    with unit_of_work(Scope.system()) as db:
        add_company(db, TENANT)
        db.add(
            PriceList(
                id="plt_1",
                tenant_id=TENANT,
                title="Contract",
                kind="contract_company",
                owner_id=COMPANY,
                currency="EUR",
            )
        )
        db.flush()
        steps = db.connection().execute(_PRICES, {"tenant": TENANT, "count": prices}).rowcount
        assert steps == prices, f"only {steps:,} offers: ask for more --products"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("vacuum analyze")


_PRICES = text("""
    insert into price (id, tenant_id, offer_id, price_list_id, currency, min_quantity, amount)
    select 'pri_c_' || p.offer_id, p.tenant_id, p.offer_id, 'plt_1', 'EUR', 1, p.amount * 9 / 10 from price p
    where p.tenant_id = :tenant and p.price_list_id is null and p.min_quantity = 1
    order by md5(p.offer_id) limit :count
""")


def sign_in(*, is_buyer: bool) -> Person:
    """Somebody with a session for pages and a token for programs; a buyer of the company, or of none."""
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.id == add_person(db, TENANT, uuid4().hex, "buyer").user_id)).one()
        if not is_buyer:
            db.exec(delete(Membership).where(col(Membership.user_id) == user.id))
        secret = open_session(db, user, actor=permissions.GUEST)
        token = make_token(Claims("customer", user.id, session_id_of(db, secret)))
    return Person(f"{session_cookie()}={secret}", token, is_buyer)


def main() -> None:
    """Fill, serve, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=25_000)
    parser.add_argument("--prices", type=int, default=50_000)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=200, help="pages in a round")
    parser.add_argument("--keep", action="store_true", help="use the database of the last run")
    options = parser.parse_args()
    with shop(options.products, keep=options.keep) as url:
        kit_db.forget_database()
        if not options.keep:
            plant_company(os.environ["DATABASE_URL"].replace("+psycopg", ""), options.prices)
        people = {"guest": GUEST, "signed_in": sign_in(is_buyer=False), "company": sign_in(is_buyer=True)}
        for line in report(url, people, options.readers, options.rounds, options.size):
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()

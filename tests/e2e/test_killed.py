"""A shop that is bought from while its worker, its web server and its database are killed: nothing lost or doubled."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from marketplace.kit.process import embedded
from tests.conftest import SERVER
from tests.e2e.test_running import family, healthy, wait_for
from tests.running import Running, stop

pytestmark = pytest.mark.e2e
STORE = "/s/northforge"
GOODS = f"{STORE}/p/deep-groove-bearing-6204-2rs"
ADDRESS = {
    "email": "wille@stahlbau.example",
    "shipping.last_name": "Wille",
    "shipping.line1": "Hafenweg 4",
    "shipping.postal_code": "28217",
    "shipping.city": "Bremen",
    "shipping.country": "DE",
    "provider": "card",
    "card": "4242",
}


@dataclass
class Shopper:
    """A browser that sends again what had no answer, as people and browsers do; the form's key stays the same."""

    client: httpx.Client
    orders: list[str] = field(default_factory=list)  # the address of every order it was told of
    unanswered: int = 0

    def buy_until(self, closing: threading.Event) -> None:
        """One purchase after another; the last one is seen to its end."""
        offer = first_match(r'name="offer"[^>]*value="(\w+)"', self.send("GET", GOODS).text)
        while not closing.is_set():
            self.put_one(offer)
            page = self.send("GET", f"{STORE}/checkout").text
            form = {name: first_match(rf'name="{name}" value="(\w+)"', page) for name in ("key", "seen", "cart")}
            self.orders.append(self.place({**ADDRESS, **form}))

    def put_one(self, offer: str) -> None:
        """One piece into the cart. Without an answer it may be there already, and is put in once more: so they look."""
        before = self.unanswered
        self.send("POST", f"{STORE}/cart/add", {"offer": offer, "quantity": "1"})
        if self.unanswered > before:
            line = first_match(r'name="line" value="(\w+)"', self.send("GET", f"{STORE}/cart").text)
            self.send("POST", f"{STORE}/cart/change", {"line": line, "quantity": "1"})

    def place(self, form: dict[str, str]) -> str:
        answer = self.send("POST", f"{STORE}/checkout", form)
        while "/orders/" not in (at := answer.headers.get("location", "")):
            # The provider's answer was lost with the web server: the page looks again by itself.
            assert "/checkout/" in (at or str(answer.url)), (answer.status_code, at, words(answer.text))
            time.sleep(1)
            answer = self.send("GET", at or answer.url.path)
        return at

    def send(self, method: str, path: str, form: dict[str, str] | None = None) -> httpx.Response:
        deadline = time.monotonic() + 90
        while True:
            try:
                answer = self.client.request(method, path, data=form)
                if answer.status_code < 500:
                    return answer
            except httpx.HTTPError:
                pass
            self.unanswered += 1
            assert time.monotonic() < deadline, f"{method} {path} never had an answer"
            time.sleep(0.3)


def first_match(pattern: str, page: str) -> str:
    hit = re.search(pattern, page)
    assert hit, (pattern, words(page))
    return hit[1]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", page, flags=re.S))[:600]


def browser(url: str) -> Shopper:
    shopper = Shopper(httpx.Client(base_url=url, timeout=10, headers={"sec-fetch-site": "same-origin"}))
    shopper.send("GET", STORE)  # the first page gives the cart's secret
    return shopper


def ask(folder: Path, question: str) -> Any:
    """The one value that a question to the database answers."""
    with psycopg.connect(embedded.running(folder)) as db:
        row = db.execute(question).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def charged(folder: Path) -> tuple[int, int]:
    """How many charges the card company has taken, and how much of them it keeps."""
    with sqlite3.connect(folder / "sandbox.db") as books:
        row = books.execute("select count(*), sum(amount - refunded) from charge where status = 'captured'").fetchone()
    return int(row[0]), int(row[1] or 0)


def kill(running: Running, what: str) -> None:
    """Kill a part; one that fell with the last is waited for."""
    wait_for(lambda: part_of(running, what) is not None)
    part = part_of(running, what)
    assert part is not None
    part.kill()


def part_of(running: Running, what: str) -> psutil.Process | None:
    for process in family(running):
        with suppress(psutil.Error):
            if what in " ".join(process.cmdline()):
                return process
    return None


def kill_database(folder: Path) -> None:
    os.kill(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


@pytest.mark.skipif(SERVER is not None, reason="kills the embedded database, and there is none in this run")
def test_everything_is_killed_in_turn_while_people_buy(tmp_path: Path, launch: Callable[[], Running]) -> None:
    folder, running = tmp_path / "var", launch()
    before = figures(folder)
    shoppers, closing = [browser(running.url) for _ in range(3)], threading.Event()
    strikes: list[Callable[[], None]] = [
        lambda: kill(running, "tasks.worker"),
        lambda: kill(running, "marketplace.cli web"),
        lambda: kill_database(folder),
        lambda: kill(running, "tasks.worker"),
    ]
    with ThreadPoolExecutor(len(shoppers)) as crowd:
        buying = [crowd.submit(shopper.buy_until, closing) for shopper in shoppers]
        try:
            for strike in strikes:
                sold = sum(len(s.orders) for s in shoppers)
                wait_for(lambda sold=sold: sum(len(s.orders) for s in shoppers) >= sold + 3)
                strike()
            wait_for(lambda: healthy(running))
        finally:
            closing.set()
        for done in buying:
            done.result(120)
    for shopper in shoppers:
        shopper.client.close()
    orders = [at for shopper in shoppers for at in shopper.orders]
    assert sum(shopper.unanswered for shopper in shoppers) > 0, "nobody noticed: nothing was killed"
    unsettled = """select json_agg(to_jsonb(job) order by seq) from job where status in ('pending', 'running')
                   and kind in ('event.dispatch', 'order.settle', 'order.letter')"""
    wait_for(lambda: ask(folder, unsettled) is None, 90, lambda: ask(folder, unsettled))
    wait_for(lambda: ask(folder, "select count(*) from checkout where status in ('reserved', 'paying')") == 0, 90)

    after = figures(folder)
    assert len(set(orders)) == len(orders) >= 12  # each press made one order of its own
    assert {name: after[name] - before[name] for name in after} == {
        "purchases": len(orders),
        "vendor orders": len(orders),
        "payments": len(orders),
        "pieces": len(orders),
        "left in stock": -len(orders),
        "reserved": 0,
        "settled": len(orders),
        "charges": len(orders),
        "charged": after["paid"] - before["paid"],
        "paid": after["paid"] - before["paid"],
        "letters": len(orders),
    }
    verified = running.command("verify")
    assert verified.returncode == 0, verified.stdout
    stop(running)


def figures(folder: Path) -> dict[str, int]:
    """What counts, in our books and in the card company's."""
    of_offer = "where offer_id = (select o.id from offer o join product p on p.id = o.product_id"
    of_offer += " where p.handle = 'deep-groove-bearing-6204-2rs' order by o.id limit 1)"
    questions = {
        "purchases": "select count(*) from order_group",
        "vendor orders": "select count(*) from vendor_order",
        "payments": "select count(*) from payment where status = 'captured'",
        "paid": "select sum(amount)::bigint from payment where status = 'captured' and provider = 'card'",
        "pieces": "select coalesce(sum(quantity), 0)::bigint from order_line",
        "left in stock": "select sum(on_hand)::bigint from stock_level",
        "reserved": "select sum(reserved)::bigint from stock_level",
        "settled": "select count(*) from ledger_tx where kind = 'order_paid' and status = 'posted'",
        "letters": """select count(*) from mail_message where "to" = 'wille@stahlbau.example'""",
    }
    charges, kept = charged(folder)
    return {name: int(ask(folder, question)) for name, question in questions.items()} | {
        "charges": charges,
        "charged": kept,
    }

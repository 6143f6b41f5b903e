"""Open rooms of quotes while some of them change, and the grid of a large comparison.

    python -m scripts.bench.quotes [--rooms 200] [--changing 20] [--seconds 10] [--lines 200] [--vendors 8]

Every room is a tab of its buyer, as the browser opens it. `--changing` vendors say something once a second: the wait
is from before the vendor's transaction until the tab has heard of it. The web process's processor time is counted
while nothing happens in the rooms, and while something does. The grid is read, printed, and drawn in a browser: the
first time, and anew after another way to choose was pressed. Works in a database of its own, with the demo in it, on
the server of MARKETPLACE_DATA_DIR (or DATABASE_URL); the front end must have been built.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

import psutil
from playwright.sync_api import sync_playwright
from sqlmodel import Session, col, select

from marketplace.domain.permissions import GUEST, Actor, Grant, Role
from marketplace.domain.quotes.answer_form import AnswerForm
from marketplace.domain.quotes.request_form import RequestForm, WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.clock import now
from marketplace.kit.db import run
from marketplace.kit.ids import new_id
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.quote import Quote, QuoteRequestLine
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.storefront.comparison_paper import get_comparison_paper
from marketplace.queries.storefront.quote_comparison import get_comparison
from marketplace.services.identity.sessions import open_session
from marketplace.services.quotes.answering import answer_quote
from marketplace.services.quotes.commenting import Remark, comment_as_seller
from marketplace.services.quotes.documents import print_comparison
from marketplace.services.quotes.requesting import ask_for_quotes
from scripts.bench.buying import Shop
from scripts.bench.company import add_company, add_person
from scripts.bench.database import own_database
from scripts.bench.sockets import Tab
from scripts.bench.web import web_process
from scripts.browser import system_browser

T = TypeVar("T")
_MARK = "bench mark "
_DRAWN = """() => new Promise((done) => {
  const look = () => document.querySelectorAll('.cmp tbody tr').length > ROWS
    ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
  look();
})"""
_DRAWN_ANEW = """async () => {
  const ways = [...document.querySelectorAll('[aria-label="Choose for me"] button')];
  const other = ways.find((one) => one.getAttribute('aria-pressed') !== 'true');
  const start = performance.now();
  other.click();
  while (other.getAttribute('aria-pressed') !== 'true') await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


class RoomTab(Tab):
    """The buyer's tab in one room; `heard` is when which remark came."""

    def __init__(self, url: str, path: str, cookie: str) -> None:
        super().__init__(url, path, None, cookie=cookie)
        self.heard: dict[str, float] = {}

    def _hear(self, text: str) -> None:
        super()._hear(text)
        for part in text.split(_MARK)[1:]:
            self.heard.setdefault(part.partition(".")[0], time.perf_counter())


@dataclass(frozen=True)
class Room:
    """A quote that waits for its buyer."""

    quote_id: str
    path: str
    seller: Actor


class Market:
    """The demo's store with a company's buyer and enough vendors."""

    def __init__(self, vendors: int) -> None:
        shop = Shop()
        self.tenant_id, self.region_id = shop.tenant_id, shop.region_id
        self.vendors = [self.do(lambda db, n=n: self._vendor(db, n)) for n in range(vendors)]
        self.do(lambda db: add_company(db, self.tenant_id))
        self.buyer = Requester(self.do(lambda db: add_person(db, self.tenant_id, "priya", "buyer")))

    def do(self, use: Callable[[Session], T]) -> T:
        return run(Scope.tenant(self.tenant_id), use)

    def _vendor(self, db: Session, number: int) -> str:
        row = Vendor(
            id=new_id("ven"),
            tenant_id=self.tenant_id,
            handle=f"bench-{number}",
            name=f"Bench {number}",
            legal_name=f"Bench {number} GmbH",
            status="approved",
        )
        db.add(row)
        db.flush()
        return row.id

    def ask(self, lines: int, vendors: list[str]) -> str:
        """Free lines, so that nothing but the quotes themselves is looked at."""
        wanted = tuple(WantedLine(10 + n, title=f"Bracket {n}, bent to drawing") for n in range(lines))
        form = RequestForm(lines=wanted, press=uuid4().hex, title=f"{lines} lines", vendor_ids=tuple(vendors))
        ids = {"region_id": self.region_id, "currency": "EUR"}
        return self.do(lambda db: ask_for_quotes(db, self.buyer, self.tenant_id, form, **ids).id)

    def answer(self, request_id: str) -> list[Room]:
        """Every vendor offers everything, each line somewhere else the cheapest."""
        of = select(Quote).where(Quote.request_id == request_id).order_by(Quote.id)
        quotes = self.do(lambda db: list(db.exec(of)))
        lines = self.do(
            lambda db: list(
                db.exec(
                    select(QuoteRequestLine.id)
                    .where(QuoteRequestLine.request_id == request_id)
                    .order_by(col(QuoteRequestLine.position))
                )
            )
        )
        rooms = []
        for at, quote in enumerate(quotes):
            prices = (QuotedLine(key, unit_amount=900 + (at * 7 + n * 13) % 97) for n, key in enumerate(lines))
            form = AnswerForm(tuple(prices), now() + timedelta(days=7), freight_amount=500 + at)
            seller = Actor(
                name="Seller", grants=(Grant(Role.VENDOR_MEMBER, self.tenant_id, quote.vendor_id, title="owner"),)
            )
            self.do(lambda db, who=seller, key=quote.id, answer=form: answer_quote(db, who, key, answer))
            path = f"/s/northforge/quotes/{request_id}/{quote.id}"
            rooms.append(Room(quote.id, path, seller))
        return rooms

    def session(self) -> str:
        """The buyer's cookie."""

        def sign_in(db: Session) -> str:
            user = db.exec(select(User).where(User.id == self.buyer.actor.user_id)).one()
            return open_session(db, user, actor=GUEST)

        return f"{session_cookie()}={run(Scope.system(), sign_in)}"


def spent(process: psutil.Process) -> float:
    """Seconds of processor time of the web's processes."""
    family = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


async def measure_rooms(
    market: Market, rooms: list[Room], at: tuple[str, psutil.Process], changing: int, seconds: int
) -> dict[str, Any]:
    """Open a tab in each room, be quiet for a while, then let some vendors say something every second."""
    url, process = at
    cookie = market.session()
    tabs = [RoomTab(url, room.path, cookie) for room in rooms]
    for start in range(0, len(tabs), 20):
        await asyncio.gather(*(tab.open() for tab in tabs[start : start + 20]))
    await asyncio.sleep(5)
    before = spent(process)
    await asyncio.sleep(seconds)
    quiet = spent(process) - before
    begun: dict[str, float] = {}
    before = spent(process)

    async def talk(number: int) -> None:
        room = rooms[number]
        for turn in range(seconds):
            mark = f"{number}-{turn}"
            begun[mark] = began = time.perf_counter()
            remark = Remark(f"{_MARK}{mark}. The sheet is in the parcel.")
            say = _saying(room, remark)
            await asyncio.to_thread(lambda say=say: market.do(say))
            await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))

    await asyncio.gather(*(talk(number) for number in range(changing)))
    await asyncio.sleep(2)
    busy = spent(process) - before
    heard = {mark: at for tab in tabs for mark, at in tab.heard.items()}
    waits = [(heard[mark] - began) * 1000 for mark, began in begun.items() if mark in heard]
    await asyncio.gather(*(tab.close() for tab in tabs))
    return {
        "rooms": len(rooms),
        "changing_a_second": changing,
        "lost": len(begun) - len(waits),
        "delta_p50_ms": round(statistics.median(waits), 1),
        "delta_p95_ms": round(statistics.quantiles(waits, n=20)[18], 1),
        "quiet_processor_percent": round(100 * quiet / seconds, 1),
        "busy_processor_percent": round(100 * busy / (seconds + 2), 1),
        "processor_ms_a_change": round(1000 * (busy - quiet) / len(begun), 1),
    }


def _saying(room: Room, remark: Remark) -> Callable[[Session], object]:
    return lambda db: comment_as_seller(db, room.seller, room.quote_id, remark)


def measure_grid(market: Market, request_id: str, url: str, lines: int) -> dict[str, Any]:
    """The same grid read, printed and drawn; medians."""
    who = (market.buyer, market.tenant_id, request_id)
    read = [_timed(lambda: market.do(lambda db: get_comparison(db, *who))) for _ in range(7)]
    paper = market.do(lambda db: get_comparison_paper(db, *who))
    printed = [_timed(lambda: print_comparison(paper)) for _ in range(3)]
    name, _, value = market.session().partition("=")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=system_browser(), args=flags)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        first, anew = [], []
        for _ in range(3):
            page.goto(f"{url}/s/northforge/quotes/{request_id}")
            first.append(page.evaluate(_DRAWN.replace("ROWS", str(lines))))
            anew += [page.evaluate(_DRAWN_ANEW) for _ in range(4)]
        browser.close()
    return {
        "lines": lines,
        "vendors": len(market.vendors),
        "read_ms": round(statistics.median(read), 1),
        "pdf_ms": round(statistics.median(printed), 1),
        "first_drawn_ms": round(statistics.median(first), 1),
        "drawn_anew_ms": round(statistics.median(anew), 1),
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Plant, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--changing", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--vendors", type=int, default=8)
    options = parser.parse_args()
    from marketplace.demo.load import load

    with own_database("bench_quotes"):
        load(lambda line: None)
        market = Market(options.vendors)
        rooms: list[Room] = []
        while len(rooms) < options.rooms:
            rooms += market.answer(market.ask(6, market.vendors))
        large = market.ask(options.lines, market.vendors)
        market.answer(large)
        with web_process() as at:
            figures = measure_rooms(market, rooms[: options.rooms], at, options.changing, options.seconds)
            print(json.dumps(asyncio.run(figures)), flush=True)
            print(json.dumps(measure_grid(market, large, at[0], options.lines)), flush=True)


if __name__ == "__main__":
    main()

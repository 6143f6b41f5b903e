"""What one side of a quote must not read, looked for in everything that it gets: rooms, lists, API, paper, mail; and
what nobody needs, in the logs and in what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlmodel import Session
from structlog.testing import capture_logs

import marketplace.api.store  # noqa: F401  its package before the JSON that it shares with the desks
import tasks.handlers  # noqa: F401
from marketplace.api.quote_json import desk_quote_json, request_json
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.queries.desk_api import quotes as desk_api
from marketplace.queries.operator_desk.palette import find
from marketplace.queries.operator_desk.quote_room import get_store_room
from marketplace.queries.shared.quote_papers import get_buyer_paper, get_vendor_paper
from marketplace.queries.store_api.quotes import get_own_request
from marketplace.queries.storefront.comparison_paper import get_comparison_paper
from marketplace.queries.storefront.comparison_table import list_comparison_rows
from marketplace.queries.storefront.quote_comparison import get_comparison
from marketplace.queries.storefront.quote_room import get_buyer_room
from marketplace.queries.vendor_desk.quote_room import get_vendor_room
from marketplace.queries.vendor_desk.quotes import list_vendor_quotes
from marketplace.services.quotes.commenting import Remark, comment_as_buyer, comment_as_seller
from marketplace.services.quotes.own_costs import keep_costs
from tasks.app import run_next
from tests.factories.quotes import Market, make_market

# Amounts that no clock shows. A rival's name, prices, freight and note:
RIVALS = ("Nut", "74.11", "741.10", "313.37", "Cheaper than anybody")
TARGETS = ("66.61", "77.71")
BUYERS = ("Not a cent above seven",)
SELLERS = ("We make a fortune on this", "67.11")  # said inside; what a piece costs the vendor


@dataclass(frozen=True)
class Story:
    """One request to two vendors, with a counter and a second round; `logs` is every line that was logged."""

    market: Market
    request: str
    bolt: str
    logs: str

    def read(self, use: Callable[[Session], object]) -> str:
        return repr(self.market.do(use))


@pytest.fixture
def story(database: str) -> Story:
    market = make_market()
    hammer = market.counter.offers["hammer"]
    with capture_logs() as lines:
        market.do(lambda db: keep_costs(db, market.bolt, {hammer: 6711}, "EUR"))
        request = market.ask(
            market.wanted("hammer", 10, target_amount=6661), market.wanted("glove", 24, target_amount=7771)
        )
        bolt = market.quote(request)
        work()
        market.answer(request, "nut", 7411, 4520, freight_amount=31337, note="Cheaper than anybody")
        market.answer(request, "bolt", 9001, 4800)
        say(market, bolt)
        work()
        market.counter_offer(request, "bolt", 1, line0=8501)
        work()
        market.answer(request, "bolt", 8701, 4800)
        work()
    return Story(market, request, bolt, repr(lines))


def work() -> None:
    """Every letter is written before the next thing happens, also those that wait for more to be said."""
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update job set run_at = now() where status = 'pending'"))
    while run_next():
        pass


def say(market: Market, bolt: str) -> None:
    inside = Remark("Not a cent above seven", is_internal=True)
    market.do(lambda db: comment_as_buyer(db, market.buyer, market.tenant_id, bolt, inside))
    ours = Remark("We make a fortune on this", is_internal=True)
    market.do(lambda db: comment_as_seller(db, market.bolt, bolt, ours))
    market.do(lambda db: comment_as_seller(db, market.bolt, bolt, Remark("Ex stock from Monday")))


def letters_to(address: str) -> str:
    with unit_of_work(Scope.system()) as db:
        of = text("select subject, text, coalesce(html, '') from mail_message where \"to\" = :address")
        return repr(db.connection().execute(of, {"address": address}).all())


def vendors_reads(story: Story) -> Iterator[tuple[str, str]]:
    who, quote = story.market.bolt, story.bolt
    yield "room", story.read(lambda db: get_vendor_room(db, who, quote))
    yield "list", story.read(lambda db: list_vendor_quotes(db, who, view="all"))
    yield "API", story.read(lambda db: desk_quote_json(desk_api.get_vendor_quote(db, who, quote)))
    yield "palette", story.read(lambda db: find(db, who, "line 3"))
    for number in (1, 2, 3):
        yield f"paper {number}", story.read(lambda db, n=number: get_vendor_paper(db, who, quote, n))
    yield "letters", letters_to("owner@bolt.example")


def buyers_read(story: Story) -> Iterator[tuple[str, str]]:
    market, request, quote = story.market, story.request, story.bolt
    at = (market.buyer, market.tenant_id, request)
    yield "room", story.read(lambda db: get_buyer_room(db, *at, quote))
    yield "comparison", story.read(lambda db: get_comparison(db, *at))
    yield "its file", story.read(lambda db: list_comparison_rows(db, *at))
    yield "its paper", story.read(lambda db: get_comparison_paper(db, *at))
    yield "API", story.read(lambda db: request_json(get_own_request(db, *at)))
    for number in (1, 2, 3):
        yield f"paper {number}", story.read(lambda db, n=number: get_buyer_paper(db, *at, quote, number=n))
    yield "letters", letters_to("priya@aldermoor.example")


def test_a_vendor_reads_no_rival_no_target_and_nothing_said_inside(story: Story) -> None:
    secrets = (*RIVALS, *TARGETS, *BUYERS, "priya@aldermoor.example")
    for channel, seen in vendors_reads(story):
        assert "Q-1001" in seen, channel  # it was looked into
        assert [secret for secret in secrets if secret in seen] == [], channel


def test_a_buyer_reads_neither_costs_nor_what_sellers_say_among_themselves(story: Story) -> None:
    for channel, seen in buyers_read(story):
        assert "Bolt" in seen, channel
        assert [secret for secret in SELLERS if secret in seen] == [], channel


def test_the_store_reads_what_vendors_say_and_not_what_buyers_do_among_themselves(story: Story) -> None:
    who, quote = story.market.operator, story.bolt
    room = story.read(lambda db: get_store_room(db, who, quote))
    answer = story.read(lambda db: desk_quote_json(desk_api.get_any_quote(db, who, quote)))
    for seen in (room, answer):
        assert "We make a fortune on this" in seen
        assert [secret for secret in (*BUYERS, *TARGETS, "67.11") if secret in seen] == []


def test_neither_logs_nor_events_carry_prices_words_or_addresses(story: Story) -> None:
    secrets = (*RIVALS[1:], *TARGETS, *BUYERS, *SELLERS, "87.01", "Ex stock", "@aldermoor", "@bolt")
    assert "job.done" in story.logs
    assert [secret for secret in secrets if secret in story.logs] == []
    assert [amount for amount in ("7411", "8701", "6661") if f": {amount}" in story.logs] == []
    with unit_of_work(Scope.system()) as db:
        published = db.connection().execute(text("select data::text from outbox where topic like 'quote.%'")).all()
    assert len(published) >= 6
    assert [secret for secret in secrets if secret in repr(published)] == []

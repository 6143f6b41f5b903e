"""The room of a quote, live: what one window does the other shows within a second, also after the network was gone."""

from __future__ import annotations

import statistics
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, live

pytestmark = pytest.mark.e2e
QUOTES = "/s/northforge/quotes?view=all"
_MESSAGES = 20


def in_room(page: Page, request: str = "Q-1006") -> str:
    """Open the room of the first vendor whose answer waits for the buyer; its address."""
    live(page, QUOTES)
    page.get_by_role("link", name=request).first.click()
    expect(page.get_by_role("region", name="Comparison, scrolls sideways")).to_be_visible()
    row = page.locator(".cmp thead th").filter(has_text="Quoted").first
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Turns and talk")).to_be_visible()
    return page.url


def say(page: Page, words: str) -> None:
    page.get_by_label("Write").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def expect_words(page: Page, words: str) -> None:
    expect(page.locator(".msgs").get_by_text(words, exact=True)).to_be_visible(timeout=10_000)


def test_two_windows_see_each_other_within_a_second(desk: Desk) -> None:
    priya, marta = desk("company buyer"), desk("company administrator")
    address = in_room(priya)
    live(marta, address)
    expect(priya.get_by_text("here now")).to_contain_text("Marta Oliveira", timeout=10_000)
    expect(marta.get_by_text("here now")).to_contain_text("Priya Nair")
    marta.get_by_label("Write").focus()
    expect(priya.get_by_text("Marta Oliveira is writing …")).to_be_visible()
    waits = []
    for number in range(_MESSAGES):
        writer, reader = (priya, marta) if number % 2 else (marta, priya)
        words = f"Message {number} of {address[-6:]}"
        before = time.perf_counter()
        say(writer, words)
        expect_words(reader, words)
        waits.append(time.perf_counter() - before)
        expect_words(writer, words)
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(f"seen by the other window after {statistics.median(waits):.3f} s, p95 {p95:.3f} s")
    assert p95 < 1


def test_what_was_said_while_the_network_was_gone_arrives(desk: Desk) -> None:
    priya, marta = desk("company buyer"), desk("company administrator")
    live(marta, in_room(priya))
    words = f"Sent at {time.time_ns()}"
    marta.context.set_offline(True)
    say(priya, words)
    expect_words(priya, words)
    marta.wait_for_timeout(1_500)
    expect(marta.locator(".msgs").get_by_text(words, exact=True)).to_have_count(0)
    marta.context.set_offline(False)
    expect_words(marta, words)


def test_who_leaves_is_no_longer_here(desk: Desk) -> None:
    priya, marta = desk("company buyer"), desk("company administrator")
    live(marta, in_room(priya))
    expect(priya.get_by_text("here now")).to_contain_text("Marta Oliveira", timeout=10_000)
    marta.close()
    expect(priya.get_by_text("here now")).to_have_count(0, timeout=10_000)

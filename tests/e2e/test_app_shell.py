"""When a part of a page crashes, and when the server is gone: the page stays, and says what is the matter."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
import redis
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.conftest import REDIS
from tests.e2e.conftest import SignedIn, live
from tests.e2e.test_running import family, healthy, wait_for
from tests.running import Running

pytestmark = pytest.mark.e2e
PRODUCT = "/s/northforge/p/brushless-drill-driver-18-v-65-nm"


Open = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, product: Running, signed_in: SignedIn) -> Iterator[Open]:
    """`window("operator")` is a browser of this role whose console may complain: these tests are about that."""
    contexts: list[BrowserContext] = []

    def open_one(role: str | None = None) -> Page:
        signed = {"storage_state": signed_in(role)} if role else {}
        contexts.append(browser.new_context(base_url=product.url, viewport={"width": 1440, "height": 900}, **signed))
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_a_part_that_crashes_leaves_the_rest_alive(window: Open) -> None:
    page = window()
    spoils = {"on": True}

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def to_page(message: str | bytes) -> None:
            if spoils["on"] and isinstance(message, str) and '"offers_title"' in message:
                message = re.sub(r'"offers_title": ?"[^"]*"', '"offers_title":{"no":"text"}', message)
            socket.send(message)

        server.on_message(to_page)

    page.route_web_socket(re.compile("/_event"), between)
    page.goto(PRODUCT)
    failure = page.get_by_role("alert").filter(has_text="This part of the page failed")
    expect(failure).to_be_visible()
    expect(failure).to_contain_text(re.compile(r"Reference [0-9A-Z]{6}"))
    expect(failure).not_to_contain_text(re.compile("Error|stack|at "))
    expect(page.locator("#q")).to_be_visible()  # the header lives on
    page.locator("#q").fill("drill")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Escape")

    spoils["on"] = False
    failure.get_by_role("link", name="Try again").click()
    expect(page.locator("#live h1")).to_contain_text("Brushless drill driver")
    expect(failure).to_have_count(0)


def test_a_lost_connection_is_said_and_mended(window: Open, product: Running) -> None:
    page = live(window(), PRODUCT)
    strip = page.get_by_role("status").filter(has_text="Connection lost")
    expect(strip).to_have_count(0)
    supervisor = psutil.Process(product.process.pid)
    supervisor.suspend()  # or it would have started the web server again before anybody noticed
    try:
        for part in family(product):
            if "marketplace.cli web" in " ".join(part.cmdline()):
                part.kill()
        expect(strip).to_be_visible(timeout=40_000)
        expect(strip).to_have_text("Connection lost. What you see may be out of date; we keep trying.")
        expect(page.locator("#live h1")).to_contain_text("Brushless drill driver")
    finally:
        supervisor.resume()
    wait_for(lambda: healthy(product))
    expect(strip).to_have_count(0, timeout=60_000)
    page.locator("#q").fill("drill")
    expect(page.get_by_role("option").first).to_be_visible()


@pytest.mark.skipif(REDIS is None, reason="without Redis there is one web process")
def test_with_redis_a_tab_outlives_any_web_process(window: Open, product: Running) -> None:
    def serving() -> list[int]:
        """The two web processes, without the one that watches over them."""
        watcher = next(p for p in family(product) if "marketplace.cli web" in " ".join(p.cmdline()))
        alive = [p for p in watcher.children() if p.status() != psutil.STATUS_ZOMBIE]
        return [p.pid for p in alive if "web" in " ".join(p.cmdline())]

    page = window("operator")
    page.goto("/admin/vendors")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vendors")
    page.evaluate("window.same = true")
    wait_for(lambda: len(serving()) == 2)
    for victim, place in zip(serving(), ("Tenants", "Vendors"), strict=True):
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda gone=victim: gone not in serving() and len(serving()) == 2)
        page.get_by_role("navigation").get_by_role("link", name=place).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(place)
        expect(page.locator("tbody tr").first).to_be_visible()
        assert page.evaluate("window.same")
        time.sleep(5)  # two deaths within 3.5 seconds Granian takes for a defect of the program, and ends
    wait_for(lambda: healthy(product))
    client = redis.Redis.from_url(REDIS or "")
    assert next(client.scan_iter("*_reflex___state____state*"), None)
    client.close()

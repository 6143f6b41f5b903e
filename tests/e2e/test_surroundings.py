"""When a part of a page crashes, and when the server is gone: the page stays, and says what is the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.e2e.conftest import Running, live
from tests.e2e.test_running import family, healthy, wait_for

pytestmark = pytest.mark.e2e
PRODUCT = "/s/northforge/p/brushless-drill-driver-18-v-65-nm"


@pytest.fixture
def window(browser: Browser, product: Running) -> Iterator[Page]:
    """A visitor whose console may complain: that is what these tests are about."""
    context = browser.new_context(base_url=product.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_part_that_crashes_leaves_the_rest_alive(window: Page) -> None:
    spoils = {"on": True}

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def to_page(message: str | bytes) -> None:
            if spoils["on"] and isinstance(message, str) and '"offers_title"' in message:
                message = re.sub(r'"offers_title": ?"[^"]*"', '"offers_title":{"no":"text"}', message)
            socket.send(message)

        server.on_message(to_page)

    window.route_web_socket(re.compile("/_event"), between)
    window.goto(PRODUCT)
    failure = window.get_by_role("alert").filter(has_text="This part of the page failed")
    expect(failure).to_be_visible()
    expect(failure).to_contain_text(re.compile(r"Reference [0-9A-Z]{6}"))
    expect(failure).not_to_contain_text(re.compile("Error|stack|at "))
    expect(window.locator("#q")).to_be_visible()  # the header lives on
    window.locator("#q").fill("drill")
    expect(window.get_by_role("option").first).to_be_visible()

    spoils["on"] = False
    failure.get_by_role("link", name="Try again").click()
    expect(window.locator("#live h1")).to_contain_text("Brushless drill driver")
    expect(failure).to_have_count(0)


def test_a_lost_connection_is_said_and_mended(window: Page, product: Running) -> None:
    live(window, PRODUCT)
    strip = window.get_by_role("status").filter(has_text="Connection lost")
    expect(strip).to_have_count(0)
    supervisor = psutil.Process(product.process.pid)
    supervisor.suspend()  # or it would have started the web server again before anybody noticed
    try:
        for part in family(product):
            if "marketplace.cli web" in " ".join(part.cmdline()):
                part.kill()
        expect(strip).to_be_visible(timeout=40_000)
        expect(strip).to_have_text("Connection lost. What you see may be out of date; we keep trying.")
        expect(window.locator("#live h1")).to_contain_text("Brushless drill driver")
    finally:
        supervisor.resume()
    wait_for(lambda: healthy(product))
    expect(strip).to_have_count(0, timeout=60_000)
    window.locator("#q").fill("drill")
    expect(window.get_by_role("option").first).to_be_visible()

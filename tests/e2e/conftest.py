"""A real browser in front of the running product."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from scripts.browser import system_browser
from tests.running import Running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with the journeys: its driver keeps an event loop running, and `asyncio.run` refuses a second one."""
    path = system_browser()
    with sync_playwright() as playwright:
        flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(
            executable_path=path, args=[*flags, "--no-sandbox"] if os.geteuid() == 0 else flags
        )
        yield browser
        browser.close()


class Console:
    """What the browser complained about; a journey ends with none of it."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._message)
        page.on("pageerror", self._crash)

    def _crash(self, error: Exception) -> None:
        # A page that is left again before its view transition could begin: the browser says so, and nothing is lost.
        if not str(error).startswith("Transition was "):
            self.errors.append(str(error))

    def _message(self, message: ConsoleMessage) -> None:
        # The browser itself logs every refused request; what the page then says is what the journeys look at.
        refused = any(f"status of {code}" in message.text for code in (403, 404, 422))
        if message.type == "error" and not refused:
            self.errors.append(message.text)


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def context(browser: Browser, product: Running) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=product.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


SignedIn = Callable[..., Any]


@pytest.fixture(scope="package")
def signed_in(browser: Browser, product: Running, accounts: dict[str, dict[str, str]]) -> SignedIn:
    """The storage of a browser in which this role of the demo is signed in; each role signs in once.

    `fresh` signs in once more, for a journey that ends its session.
    """
    known: dict[str, Any] = {}

    def state(role: str, *, fresh: bool = False) -> Any:
        if fresh or role not in known:
            context = browser.new_context(base_url=product.url)
            form = {"email": accounts[role]["email"], "password": accounts[role]["password"]}
            answer = context.request.post("/auth/sign-in", form=form, headers={"Origin": product.url}, max_redirects=0)
            assert answer.status == 303, answer.text()
            assert "problem" not in answer.headers["location"]
            held = context.storage_state()
            context.close()
            if fresh:
                return held
            known[role] = held
        return known[role]

    return state


Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, product: Running, console: Console, signed_in: SignedIn) -> Iterator[Desk]:
    """`desk("operator")` is a window of this role; what its console complains about fails the test."""
    contexts: list[BrowserContext] = []

    def window(role: str | None = None, *, fresh: bool = False, **options: Any) -> Page:
        given = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options}
        if role:
            given["storage_state"] = signed_in(role, fresh=fresh)
        context = browser.new_context(base_url=product.url, **given)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        console.watch(page)
        return page

    yield window
    for context in contexts:
        context.close()
    assert console.errors == []


def live(page: Page, path: str) -> Page:
    """Open a page and wait until Reflex has taken it over."""
    page.goto(path)
    taken_over(page)
    return page


def taken_over(page: Page) -> None:
    """Wait until the page that is being loaded is Reflex's."""
    expect(page.locator("#live")).to_have_count(1)
    expect(page.locator("#snapshot")).to_have_count(0)


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Iterator[Page]:
    """A fresh visitor. The test fails if the browser's console saw an error."""
    page = context.new_page()
    console.watch(page)
    yield page
    assert console.errors == []

"""The frame of the storefront in a real browser: takeover, panels, keyboard, theme, region, stores, 404, axe."""

from __future__ import annotations

import re
import socket

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from scripts.bench.first_load import LIMIT_KB, in_browser
from tests.e2e.axe import barriers, wear
from tests.e2e.conftest import live, taken_over
from tests.e2e.test_running import wait_for
from tests.running import Running

pytestmark = pytest.mark.e2e
STORES = ("northforge", "mezzaluna", "assay")


@pytest.mark.parametrize("store", STORES)
def test_a_home_is_whole_before_any_script_and_the_same_after(browser: Browser, product: Running, store: str) -> None:
    plain = browser.new_context(base_url=product.url, java_script_enabled=False)
    before = plain.new_page()
    before.goto(f"/s/{store}")
    text = before.locator("main").inner_text()
    plain.close()
    assert len(text) > 400
    scripted = browser.new_context(base_url=product.url)
    after = live(scripted.new_page(), f"/s/{store}")
    assert after.locator("main").inner_text() == text
    scripted.close()


def test_the_takeover_moves_nothing_and_loses_nothing(page: Page) -> None:
    """The box of the page's title, frame by frame, from the first paint on: never away, never elsewhere."""
    page.add_init_script("""
        window.boxes = [];
        const note = () => {
          const title = [...document.querySelectorAll("h1")].find((h) => h.offsetParent);
          const box = title && title.getBoundingClientRect();
          if (box) boxes.push([box.x, box.y, box.width].map(Math.round).join());
          else if (boxes.length) boxes.push("gone");
          requestAnimationFrame(note);
        };
        document.addEventListener("DOMContentLoaded", () => document.fonts.ready.then(note));
    """)
    live(page, "/s/mezzaluna")
    seen = page.evaluate("boxes.length")
    wait_for(lambda: page.evaluate("boxes.length") > seen + 18)  # frames in which something may still move
    assert len(set(page.evaluate("boxes"))) == 1


def test_what_was_typed_before_the_takeover_is_still_there(page: Page) -> None:
    held: list[Route] = []
    page.route("**/assets/root-*.js", lambda route: held.append(route))
    with page.expect_request("**/assets/root-*.js"):
        page.goto("/s/northforge", wait_until="commit")
    page.locator("#snapshot #skus").fill("HB-TW200")
    page.locator("#snapshot #q").fill("torque")
    assert page.locator("#live").count() == 0
    held[0].continue_()
    expect(page.locator("#live")).to_have_count(1)
    expect(page.locator("#live #q")).to_have_value("torque")
    expect(page.locator("#live #q")).to_be_focused()
    expect(page.locator("#live #skus")).to_have_value("HB-TW200")


def test_suggestions_by_keyboard(page: Page) -> None:
    live(page, "/s/northforge")
    page.keyboard.press("/")
    field = page.locator("#q")
    expect(field).to_be_focused()
    page.keyboard.type("torque wr", delay=20)
    panel = page.get_by_role("listbox", name="Suggestions")
    expect(panel.get_by_role("option").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    marked = page.locator(".sugg [aria-selected=true]")
    expect(marked).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    target = page.locator(".sugg [aria-selected=true]").get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(target)))


def test_panels_open_close_and_give_the_focus_back(page: Page) -> None:
    live(page, "/s/mezzaluna")
    switch = page.locator("#dd-stores > summary")
    switch.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("navigation", name="Choose a store")).to_be_visible()
    expect(page.locator("#dd-stores a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#dd-stores a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(switch).to_be_focused()
    expect(page.locator("#dd-stores")).not_to_have_attribute("open", "")
    switch.click()
    page.locator("#dd-cart > summary").click()
    expect(page.locator("#dd-stores")).not_to_have_attribute("open", "")
    expect(page.get_by_text("Your cart is empty")).to_be_visible()


def test_region_and_currency_change_the_prices_and_stay(page: Page) -> None:
    live(page, "/s/mezzaluna")
    expect(page.locator(".price-now").first).to_contain_text("€")
    page.locator("#dd-market > summary").click()
    page.get_by_role("button", name="United Kingdom").click()
    expect(page.locator("#live .price-now").first).to_contain_text("£")
    expect(page.locator("#dd-market > summary")).to_contain_text("United Kingdom · GBP")
    live(page, "/s/mezzaluna")
    expect(page.locator(".price-now").first).to_contain_text("£")


def test_light_and_dark_are_remembered(page: Page) -> None:
    live(page, "/s/assay")
    page.get_by_role("button", name="Switch between light and dark").click()
    first = page.evaluate("document.documentElement.className")
    live(page, "/s/northforge")
    assert page.evaluate("document.documentElement.className") == first
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate("document.documentElement.className") != first


def test_the_store_visited_last_is_remembered(page: Page) -> None:
    live(page, "/stores")
    page.get_by_role("link", name="Instruments and consumables").click()
    expect(page.locator("#live .store")).to_have_attribute("data-store", "assay")
    live(page, "/stores")
    expect(page.locator(".door-assay em")).to_have_text("Last visited, today")
    page.goto("/")
    assert page.url.endswith("/s/assay")


def test_all_stores_are_searched_at_once(page: Page) -> None:
    live(page, "/stores")
    page.get_by_label("Search all stores").fill("pipette")
    page.keyboard.press("Enter")
    expect(page.locator(".door-assay .door-bot")).to_contain_text("matches for “pipette”")
    expect(page.locator(".door-northforge .door-bot")).to_contain_text("0 matches")


def test_a_person_is_greeted_only_after_the_takeover(
    context: BrowserContext, page: Page, accounts: dict[str, dict[str, str]]
) -> None:
    shopper = accounts["shopper"]
    page.goto("/sign-in?next=/s/northforge")
    page.get_by_label("Work e-mail").or_(page.get_by_label("E-mail")).first.fill(shopper["email"])
    page.get_by_label("Password").first.fill(shopper["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/northforge")
    expect(page.locator("#live #dd-account > summary")).to_be_visible()
    raw = context.request.get("/s/northforge").text()
    assert shopper["email"] not in raw
    page.locator("#dd-account > summary").click()
    expect(page.locator("#dd-account")).to_contain_text(shopper["email"])
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#live .hd-actions")).to_contain_text("Sign in")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/s/mezzaluna/p/copper-sauce-pan-20", "Nothing in this pan."),
        ("/s/nobody", "There is no such place here."),
        ("/nowhere/at/all", "There is no such place here."),
        ("/s/papermill", "There is no such place here."),
    ],
)
def test_a_missing_page_helps(page: Page, path: str, says: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(says)
    expect(page.locator(".n4-links a")).to_have_count(3)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/stores", *(f"/s/{store}" for store in STORES), "/s/assay/nothing"])
def test_no_barrier_and_nothing_sideways(browser: Browser, product: Running, path: str, width: int) -> None:
    context = browser.new_context(
        base_url=product.url, viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.add_init_script("localStorage.setItem('theme', 'dark')")
    page.goto(path)
    if not path.endswith("nothing"):
        taken_over(page)
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    for theme in ("dark", "light"):
        wear(page, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
    context.close()


def test_open_panels_have_no_barrier_either(browser: Browser, product: Running) -> None:
    viewport: ViewportSize = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=product.url, bypass_csp=True, viewport=viewport, reduced_motion="reduce")
    page = live(context.new_page(), "/s/northforge")
    for key in ("dd-stores", "dd-market", "dd-cart"):
        page.locator(f"#{key} > summary").click()
        expect(page.locator(f"#{key} > .menu")).to_be_visible()
        assert barriers(page) == []
        page.keyboard.press("Escape")
    page.locator("#q").fill("torque")
    expect(page.locator(".sugg")).to_be_visible()
    assert barriers(page) == []
    context.close()


@pytest.mark.parametrize("path", ["/stores", *(f"/s/{store}" for store in STORES)])
def test_the_first_load_is_light(browser: Browser, product: Running, path: str) -> None:
    sizes = in_browser(browser, product.url + path)
    assert sum(sizes.values()) / 1024 <= LIMIT_KB, sizes


@pytest.mark.parametrize(("origin", "status"), [("http://evil.example", 403), ("http://{host}", 101)])
def test_the_socket_takes_our_own_pages_only(product: Running, origin: str, status: int) -> None:
    host = product.url.removeprefix("http://")
    lines = [
        "GET /_event/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: {origin.format(host=host)}",
    ]
    with socket.create_connection(("127.0.0.1", int(host.rsplit(":", 1)[1])), timeout=5) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        assert wire.recv(200).split(b" ")[1] == str(status).encode()

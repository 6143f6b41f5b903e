"""What arrives before any script has run, and that the takeover by Reflex is not seen."""

from __future__ import annotations

import gzip
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.bench.first_load import LIMIT_KB, in_browser
from tests.e2e.conftest import Desk, live, taken_over
from tests.running import Running

pytestmark = pytest.mark.e2e
ONE_OFFER = "/s/northforge/p/deep-groove-bearing-6205-2rs"
MANY_OFFERS = "/s/northforge/p/brushless-drill-driver-18-v-65-nm"

# Every frame from the first with content on: how many h1 are seen, what the first says, where it and the price stand.
RECORDER = """
window.frames_seen = [];
const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const place = (e) => {
  const b = e && e.getBoundingClientRect();
  return b ? [b.x, b.y + scrollY, b.width, b.height] : null;
};
const note = () => {
  const titles = [...document.querySelectorAll("h1")].filter(seen);
  const prices = [...document.querySelectorAll(".price-now")].filter(seen);
  const by = document.querySelector("#live") ? "live" : "snapshot";
  const frame = JSON.stringify({
    by, count: titles.length, says: titles[0]?.innerText ?? "", price: prices[0]?.innerText ?? "",
    title_at: place(titles[0]), price_at: place(prices[0]),
  });
  if (frames_seen.at(-1) !== frame) frames_seen.push(frame);
  requestAnimationFrame(note);
};
document.addEventListener("DOMContentLoaded", () => document.fonts.ready.then(() => requestAnimationFrame(note)));
"""


class Parts(HTMLParser):
    """The tags of a page with their attributes, and the text of some of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag in ("h1", "title") or attributes.get("type") == "application/ld+json":
            self._inside.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside[-1]][-1] += data

    def meta(self, **wanted: str) -> list[dict[str, str]]:
        return [a for tag, a in self.tags if tag in ("meta", "link") and wanted.items() <= a.items()]


def fetch(url: str, **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and body, as somebody without a browser gets them."""
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def parts_of(body: bytes) -> Parts:
    parts = Parts()
    parts.feed(body.decode())
    return parts


@pytest.mark.parametrize("path", [ONE_OFFER, MANY_OFFERS])
def test_a_product_is_whole_without_a_browser(product: Running, path: str) -> None:
    status, _, body = fetch(product.url + path)
    assert status == 200
    page, text = parts_of(body), body.decode()
    assert len(page.texts["h1"]) == 1
    title = page.texts["h1"][0]
    assert page.texts["title"] == [f"{title} · Northforge"]
    assert [link["href"] for link in page.meta(rel="canonical")] == [product.url + path]
    (description,) = page.meta(name="description")
    assert title in description["content"]
    assert 50 <= len(description["content"]) <= 170
    assert page.meta(property="og:title")
    assert re.search(r"\d[\d,]* in stock at", re.sub("<[^>]+>", "", text))

    (json_ld,) = (json.loads(text) for text in page.texts["script"])
    assert (json_ld["@type"], json_ld["name"], json_ld["url"]) == ("Product", title, product.url + path)
    assert all(fetch(image)[0] == 200 for image in json_ld["image"])
    offers = json_ld["offers"]
    if path == ONE_OFFER:
        assert offers["@type"] == "Offer"
        assert (offers["price"], offers["priceCurrency"]) == ("6.85", "EUR")
        assert offers["availability"] == "https://schema.org/InStock"
        assert "€6.85" in text
    else:
        assert offers["@type"] == "AggregateOffer"
        assert (offers["lowPrice"], offers["priceCurrency"]) == ("118.00", "EUR")
        assert offers["offerCount"] == len(offers["offers"]) > 2
        assert float(offers["highPrice"]) > float(offers["lowPrice"])
        assert "€198.50" in text
    every = offers.get("offers", [offers])
    assert {one["availability"].rsplit("/", 1)[1] for one in every} <= {"InStock", "BackOrder", "OutOfStock"}


def test_a_choice_points_to_the_page_without_choices(product: Running) -> None:
    _, _, body = fetch(f"{product.url}{MANY_OFFERS}?variant=HB-1865-2-22&quantity=10")
    assert [link["href"] for link in parts_of(body).meta(rel="canonical")] == [product.url + MANY_OFFERS]
    assert "€146.00" in body.decode()


@pytest.fixture
def plain(browser: Browser, product: Running) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(base_url=product.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_shopping_without_any_script(plain: Page) -> None:
    plain.goto("/s/northforge")
    plain.locator("#q").fill("bering")
    plain.locator("#q").press("Enter")
    plain.wait_for_url("**/search?q=bering")
    expect(plain.locator(".cat-mended")).to_contain_text("Showing results for bearing.")
    expect(plain.locator(".pc")).to_have_count(14)

    rail = plain.get_by_role("complementary", name="Filters")
    rail.get_by_role("checkbox", name="Hallberg 1", exact=True).check()
    rail.get_by_role("button", name="Apply filters").click()
    plain.wait_for_url("**Hallberg*")
    expect(plain.locator(".pc")).to_have_count(1)
    plain.locator(".chips a").first.click()
    expect(plain.locator(".pc")).to_have_count(14)

    plain.goto("/s/northforge/c/bearings-drives?view=list")
    expect(plain.locator(".cat")).to_have_class(re.compile("view-dense"))
    plain.locator(".crumbs a").first.click()
    plain.wait_for_url("**/s/northforge")

    plain.goto(MANY_OFFERS)
    expect(plain.locator("h1")).to_have_count(1)
    expect(plain.locator(".buy .price-now")).to_have_text("€198.50")
    plain.get_by_role("group", name="Batteries").get_by_role("link", name="2 × 2.0 Ah").click()
    plain.wait_for_url("**variant=HB-1865-2-22*")
    expect(plain.locator(".buy .price-now")).to_have_text("€159.00")
    plain.get_by_label("Quantity", exact=True).fill("10")
    plain.get_by_label("Quantity", exact=True).press("Enter")
    plain.wait_for_url("**quantity=10*")
    expect(plain.locator(".buy .price-now")).to_have_text("€146.00")
    plain.locator("#dd-market > summary").click()
    plain.get_by_role("button", name="United States").click()
    expect(plain.locator(".buy .price-now")).to_contain_text("$")
    assert "quantity=10" in plain.url
    plain.get_by_role("button", name="Add to cart").click()
    plain.wait_for_url("**/s/northforge/cart")
    expect(plain.locator(".told")).to_contain_text("Added to your cart.")
    expect(plain.get_by_role("button", name="Update")).to_be_visible()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.locator(".told")).to_contain_text("Taken out again.")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_takeover_is_not_seen(desk: Desk, width: int, height: int) -> None:
    """One tab through stores and products: in every frame one title, this page's, in its place."""
    page = desk(viewport={"width": width, "height": height})
    page.context.add_init_script(RECORDER)
    seen_both = 0
    for path in (
        "/s/mezzaluna",
        "/s/northforge",
        MANY_OFFERS,
        ONE_OFFER,
        "/s/northforge/search?q=drill",
        "/s/northforge/c/bearings-drives",
        "/s/northforge/v/hallberg",
        "/stores",
    ):
        live(page, path)
        page.wait_for_load_state("networkidle")
        frames = [json.loads(frame) for frame in page.evaluate("frames_seen")]
        painted = {frame["by"] for frame in frames}
        assert {"live"} <= painted <= {"snapshot", "live"}, path
        seen_both += len(painted) == 2  # a browser in a hurry paints for the first time after the takeover
        assert {frame["count"] for frame in frames} == {1}, (path, frames)
        assert len({frame["says"] for frame in frames}) == 1, (path, frames)
        assert len({frame["price"] for frame in frames}) == 1, (path, frames)
        for name in ("title_at", "price_at"):
            places = [frame[name] for frame in frames if frame[name]]
            moved = max((abs(a - b) for place in places for a, b in zip(place, places[0], strict=True)), default=0)
            assert moved <= 1, (path, name, places)
    assert seen_both >= 4, "the snapshot was hardly ever seen"


def test_nothing_of_the_person_before_is_sent_to_the_next(desk: Desk, accounts: dict[str, dict[str, str]]) -> None:
    """Somebody signs out, and another person uses the same tab: the socket must not bring what the first one saw."""
    page = desk("operator")
    live(page, "/admin/audit")
    expect(page.get_by_text(re.compile("signed in")).first).to_be_visible()
    page.context.clear_cookies()
    came: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: came.append(str(data))))
    live(page, "/s/northforge")
    expect(page.locator("#live .hd-actions")).to_contain_text("Sign in")
    assert came
    assert accounts["operator"]["email"] not in "".join(came)
    assert "signed in" not in "".join(came)


def test_no_script_can_read_the_session(desk: Desk) -> None:
    page = live(desk("shopper"), ONE_OFFER)
    names = {cookie["name"]: cookie for cookie in page.context.cookies()}
    secrets = [cookie for cookie in names.values() if cookie["httpOnly"]]
    assert {cookie["name"] for cookie in secrets} == {"session", "shopper", "device"}  # person, cart, known machine
    visible = page.evaluate("document.cookie")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    for secret in secrets:
        assert secret["sameSite"] == "Lax"
        assert secret["name"] not in visible
        assert secret["value"] not in visible + stored


@pytest.mark.parametrize("path", [MANY_OFFERS, "/s/northforge/search?q=drill"])
def test_the_first_load_is_light(browser: Browser, product: Running, path: str) -> None:
    sizes = in_browser(browser, product.url + path)
    assert len(sizes) > 5
    assert sum(sizes.values()) / 1024 <= LIMIT_KB, sizes
    # The router's manifest names every page's files, those of the desks too; it holds none of their code.
    for script in (address for address in sizes if address.endswith(".js") and "/manifest-" not in address):
        code = fetch(script)[2].decode()
        assert not re.search(r"___state___(operator_desk|vendor_desk|account)___", code), f"{script} is a desk's"


@pytest.mark.parametrize("path", [ONE_OFFER, "/s/northforge", "/sign-in", "/s/northforge/p/none", "/robots.txt"])
def test_security_headers(product: Running, path: str) -> None:
    _, headers, _ = fetch(product.url + path)
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    scripts = policy.split("script-src ", 1)[1].split(";", 1)[0]
    assert "unsafe" not in scripts
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin")
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_that_did_not_change_is_not_sent_again(product: Running) -> None:
    status, headers, body = fetch(product.url + ONE_OFFER, Accept_Encoding="gzip")
    assert status == 200
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"<!DOCTYPE html>")
    tag = headers["ETag"]
    assert fetch(product.url + ONE_OFFER, If_None_Match=tag)[0] == 304
    assert fetch(product.url + ONE_OFFER, If_None_Match='W/"other"')[0] == 200
    assert fetch(product.url + MANY_OFFERS, If_None_Match=tag)[0] == 200
    dollars = fetch(product.url + ONE_OFFER, If_None_Match=tag, Cookie="region=US-USD")
    assert dollars[0] == 200
    assert b"$" in dollars[2]
    assert "Cookie" in headers["Vary"]


def until(condition: Any, seconds: float = 2) -> float:
    """Seconds until the condition holds."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


def test_a_new_price_shows_at_once_everywhere(product: Running, desk: Desk) -> None:
    vendor = live(desk("vendor owner"), "/vendor/products?q=HB-IW12&status=published")
    row = vendor.locator(".tbl tbody tr").filter(has_text="Impact wrench 18 V, ½″, 350 Nm")
    row.locator("a.id").click()
    price = vendor.get_by_role("textbox", name="EUR").first
    was = price.input_value()
    address = vendor.get_by_role("link", name="See in store").get_attribute("href") or ""
    lists = ("/s/northforge/search?q=impact+wrench", "/s/northforge/v/hallberg?q=impact+wrench")

    def shown(path: str, amount: str) -> bool:
        return f"€{amount}" in fetch(product.url + path)[2].decode()

    def change(amount: str) -> None:
        price.fill(amount)
        price.blur()
        vendor.get_by_role("button", name="Save").click()
        expect(vendor.get_by_role("button", name="Discard")).to_have_count(0)

    assert all(shown(path, was) for path in (address, *lists))
    tag = fetch(product.url + address)[1]["ETag"]
    new = f"{float(was) + 1.37:.2f}"
    change(new)
    until(lambda: shown(address, new))
    until(lambda: all(shown(path, new) for path in lists))
    assert fetch(product.url + address, If_None_Match=tag)[0] == 200
    shopper = live(desk(), address)
    expect(shopper.locator("#live .buy .price-now")).to_have_text(f"€{new}")
    change(was)
    until(lambda: all(shown(path, was) for path in (address, *lists)))
    shopper.reload()
    taken_over(shopper)
    expect(shopper.locator("#live .buy .price-now")).to_have_text(f"€{was}")

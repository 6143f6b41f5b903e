"""Buying goods of two vendors, as a guest in a real browser: cart, checkout, order; and the ways it can go wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, live
from tests.e2e.test_accessible import findings
from tests.running import Running

pytestmark = pytest.mark.e2e
BEARING = "/s/northforge/p/deep-groove-bearing-6204-2rs"  # many in stock: other journeys count on theirs


# Whether the focus ring of the button that has the focus is drawn, and nothing around it cuts it off.
RING_IS_WHOLE = """() => {
  const button = document.activeElement, ring = getComputedStyle(button);
  const outside = parseFloat(ring.outlineOffset) + parseFloat(ring.outlineWidth);
  const cuts = outside > 0 && getComputedStyle(button.parentElement).overflow !== "visible";
  return button.matches(".qty button:focus-visible") && ring.outlineStyle !== "none" && !cuts;
}"""


def add(page: Page, path: str) -> None:
    live(page, path)
    page.locator("#live").get_by_role("button", name="Add to cart").click()
    expect(page.locator("#added[role=status]")).to_contain_text("Added to your cart.")


def another(page: Page, vendor: str) -> str:
    """A product of this vendor that can be bought."""
    live(page, f"/s/northforge/v/{vendor}")
    links = page.locator("#live a[href*='/p/']")
    return str(links.first.get_attribute("href"))


def fill(page: Page, **changed: str) -> None:
    typed = {
        "E-mail": "wille@stahlbau.example",
        "Last name": "Wille",
        "Street and number": "Hafenweg 4",
        "Postal code": "28217",
        "Town": "Bremen",
        **changed,
    }
    for label, value in typed.items():
        page.get_by_label(re.compile(f"^{label}")).fill(value)


@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "phone"])
def test_a_guest_buys_from_two_vendors(desk: Desk, product: Running, width: int) -> None:
    page = desk(viewport={"width": width, "height": 900})
    add(page, BEARING)
    add(page, another(page, "hallberg"))
    page.goto("/s/northforge/cart")
    expect(page.get_by_role("heading", name="Your cart")).to_be_visible()
    expect(page.get_by_role("button", name="Update").first).to_be_hidden()  # steppers act by themselves
    page.get_by_role("textbox", name=re.compile("^Quantity of")).first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(RING_IS_WHOLE)
    problems = findings(page, "cart")
    page.get_by_role("link", name=re.compile("^Check out")).last.click()
    fill(page, **{"E-mail": "not an address", "Postal code": "ABC"})
    expect(page.get_by_text("Enter an e-mail address such as name@company.com.")).to_be_visible()  # nothing is sent yet
    expect(page.get_by_text("A postal code in Germany has five digits")).to_be_visible()
    page.get_by_label("Postal code").fill("D-28217")  # as letters from abroad were addressed once: it is taken
    page.get_by_label("Town").focus()
    expect(page.get_by_text("A postal code in Germany has five digits")).to_be_hidden()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_text("Enter an e-mail address such as name@company.com.")).to_be_visible()
    expect(page.get_by_label("Town")).to_have_value("Bremen")
    problems += findings(page, "checkout")
    page.get_by_label("E-mail").fill("wille@stahlbau.example")
    total = page.get_by_role("complementary", name="Order").locator(".tot dd").inner_text()
    page.get_by_role("button", name="Place the order").dblclick()
    page.wait_for_url("**/orders/*?key=*")
    expect(page.get_by_role("complementary", name="Summary").locator(".tot dd")).to_have_text(total)
    assert findings(page, "order") + problems == []
    order = page.url
    page.goto(product.url + "/s/northforge/checkout")  # another tab, or the way back: nothing is left to be bought
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()
    page.goto(order)
    page.get_by_role("button", name="Order again").click()
    expect(page.get_by_text("in your cart, at today’s prices")).to_be_visible()


def test_a_card_that_asks_who_you_are_and_one_that_is_declined(page: Page) -> None:
    add(page, BEARING)
    page.goto("/s/northforge/checkout")
    fill(page)
    page.get_by_label(re.compile("Ending 0002")).check()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_text("The card was declined. Nothing was charged")).to_be_visible()
    page.get_by_label(re.compile("Ending 3155")).check()
    page.get_by_role("button", name="Place the order").click()
    page.get_by_role("button", name="Confirm the payment").click()
    page.wait_for_url("**/orders/*?key=*")
    expect(page.get_by_text(re.compile("Card ending 3155: Paid"))).to_be_visible()


def test_the_books_are_right_after_all_of_it(page: Page, product: Running) -> None:
    add(page, BEARING)
    page.goto("/s/northforge/checkout")
    fill(page)
    page.get_by_label(re.compile("Bank transfer")).check()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_text("We wait for your transfer")).to_be_visible()
    verified = product.command("verify")
    assert verified.returncode == 0, verified.stdout

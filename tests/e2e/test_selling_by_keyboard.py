"""From an application to a product that is found, without a mouse: vendor, operator and shopper."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, live, taken_over
from tests.e2e.input_drivers import Keyboard
from tests.e2e.test_selling import PASSWORD, confirm_address, picture, sign_up

pytestmark = pytest.mark.e2e


def open_step(page: Page, hand: Keyboard, name: str) -> None:
    hand.press(page.locator("li.rq").filter(has_text=name).get_by_role("button", name=re.compile("Fill in|Change")))


def done(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} of 8 done")).to_be_visible()


def write(page: Page, hand: Keyboard, label: str, text: str) -> None:
    hand.type(page.get_by_label(label), text)
    page.keyboard.press("Tab")


def apply(page: Page, shop: str, email: str) -> None:
    hand = Keyboard(page)
    live(page, "/vendor/apply?store=northforge")
    write(page, hand, "Name of your shop", shop)
    write(page, hand, "Legal name and form", f"{shop} BV")
    done(page, 2)
    open_step(page, hand, "VAT number")
    hand.choose(page.get_by_label("Country"), "Netherlands")
    write(page, hand, "VAT number", "NL861234509B01")
    done(page, 3)
    open_step(page, hand, "Business address")
    write(page, hand, "Street and number", "Havenkade 1")
    write(page, hand, "Postal code", "1976 AA")
    write(page, hand, "City", "IJmuiden")
    done(page, 4)
    open_step(page, hand, "Contact for orders")
    write(page, hand, "E-mail for orders", email)
    open_step(page, hand, "Bank account for payouts")
    write(page, hand, "Account holder", f"{shop} BV")
    write(page, hand, "IBAN", "NL91 ABNA 0417 1643 00")
    done(page, 5)
    open_step(page, hand, "Terms for vendors")
    hand.press(page.get_by_label("We accept the terms"))
    done(page, 6)
    hand.press(page.get_by_role("button", name="Send for approval…"))
    dialog = page.get_by_role("dialog", name="Send your application?")
    hand.type(dialog.get_by_label("Your password, once more"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Pending")


def approve(page: Page, shop: str) -> None:
    """J and Enter open the row; the palette would do as well."""
    hand = Keyboard(page)
    live(page, "/admin/vendors?status=pending")
    expect(page.get_by_role("link", name=shop, exact=True)).to_be_visible()
    for _ in range(60):
        page.keyboard.press("j")
        if page.locator("tr[data-at]").filter(has_text=shop).count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(shop)
    hand.type(page.locator("#reason"), "Papers seen.")
    hand.press(page.get_by_role("button", name=f"Approve {shop}"))
    expect(page.locator("h1")).to_contain_text("Approved")


def publish(page: Page, title: str, number: str) -> None:
    hand = Keyboard(page)
    live(page, "/vendor/products/new")
    hand.type(page.get_by_label("Name", exact=True), title)
    hand.type(page.get_by_label("Your article number"), number)
    hand.choose(page.get_by_label("Category"), "Hand tools")
    hand.press(page.get_by_role("button", name="Go on"))
    page.wait_for_url(re.compile(r"/vendor/products/prod_"))
    expect(page.locator("h1")).to_contain_text(title)
    hand.type(page.get_by_role("textbox", name="EUR"), "80.00")
    hand.type(page.get_by_role("textbox", name="Stock"), "12")
    page.keyboard.press("Tab")
    upload = page.get_by_label("Add pictures")
    hand.reach(upload)  # what the system's own dialog does from here is not the page's
    upload.set_input_files({"name": "red.png", "mimeType": "image/png", "buffer": picture(200, 30, 30)})
    expect(page.locator("#pictures figure")).to_have_count(1)
    hand.press(page.get_by_role("button", name="Publish"))
    expect(page.locator("h1")).to_contain_text("Live")


def test_from_an_application_to_a_product_that_is_found(desk: Desk, page: Page) -> None:
    tail = uuid4().hex[:6]
    shop, email, title = f"Keyed {tail}", f"keyed-{tail}@journey.example", f"Cotter pin puller {tail}"
    vendor = desk()
    sign_up(vendor, "Keyed", email)
    confirm_address(vendor, email)
    apply(vendor, shop, email)
    approve(desk("operator"), shop)
    publish(vendor, title, f"KP-{tail}")

    hand = Keyboard(page)
    live(page, "/s/northforge")
    page.keyboard.press("/")
    expect(page.locator("#live #q")).to_be_focused()
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    taken_over(page)
    hand.press(page.get_by_role("link", name=title))
    page.wait_for_url("**/p/cotter-pin-puller-*")
    taken_over(page)
    expect(page.get_by_role("complementary", name="Offer").locator(".price-now")).to_have_text("€80.00")

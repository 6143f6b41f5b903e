"""From an account to a product on sale, as the vendor, the operator and the shopper live through it."""

from __future__ import annotations

import re
import struct
import time
import zlib
from uuid import uuid4

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.e2e.conftest import Desk, live, taken_over

pytestmark = pytest.mark.e2e
PASSWORD = "a-long-password-of-mine"


def picture(red: int, green: int, blue: int, size: int = 64) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((red, green, blue)) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def fill(field: Locator, text: str) -> None:
    """Type into a field and leave it."""
    field.fill(text)
    field.blur()


def sign_up(page: Page, name: str, email: str) -> None:
    page.goto("/sign-up?store=northforge")
    page.get_by_label("First name").fill(name)
    page.get_by_label("Last name").fill("Tester")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("We have sent you a mail.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the demo’s mailbox")).to_be_visible()


def open_mail(page: Page, subject: str, recipient: str, within: float = 10) -> Locator:
    """The one mail with this subject to this person; mails leave within moments, so look again until it is there.

    `within` is how many seconds that may take.
    """
    line = page.locator(".msgs a").filter(has_text=subject).filter(has_text=recipient)
    deadline = time.monotonic() + within
    while True:
        live(page, "/mailbox")
        if line.count():
            break
        assert time.monotonic() < deadline, f"no mail “{subject}” to {recipient}"
        page.wait_for_timeout(200)
    expect(line).to_have_count(1)
    line.click()
    letter = page.locator("article.mail")
    expect(letter.get_by_role("heading", level=2)).to_have_text(subject)
    return letter


def confirm_address(page: Page, email: str) -> None:
    letter = open_mail(page, "Confirm your e-mail address", email)
    address = letter.get_by_role("link", name=re.compile("verify-email")).get_attribute("href")
    assert address is not None
    page.goto(address)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#password-error")).to_contain_text("10")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    page.wait_for_url("**/s/northforge")  # signed in, where they came from
    page.goto(address)  # it works once
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_text("This link was used already or is too old.")).to_be_visible()


def apply(page: Page, shop: str, email: str) -> None:
    """Fill the application; the VAT number is wrong at first."""
    live(page, "/vendor/apply?store=northforge")
    fill(page.get_by_label("Name of your shop"), shop)
    fill(page.get_by_label("Legal name and form"), f"{shop} BV")
    expect(page.get_by_text("2 of 8 done")).to_be_visible()  # the address for orders is the account's, until changed

    step(page, "VAT number")
    page.get_by_label("Country").select_option("NL")
    number = page.get_by_label("VAT number")
    fill(number, "NL12")
    expect(page.locator("#tax_id-error")).to_have_text("Enter a valid VAT number for NL, such as NL004495445B01.")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Send for approval")).to_be_disabled()
    fill(number, "NL861234509B01")
    expect(page.get_by_text("3 of 8 done")).to_be_visible()
    expect(page.locator("#tax_id-error")).to_have_count(0)

    step(page, "Business address")
    fill(page.get_by_label("Street and number"), "Havenkade 1")
    fill(page.get_by_label("Postal code"), "1976 AA")
    fill(page.get_by_label("City"), "IJmuiden")
    expect(page.get_by_text("4 of 8 done")).to_be_visible()
    step(page, "Contact for orders")
    fill(page.get_by_label("E-mail for orders"), email)
    expect(page.get_by_text("4 of 8 done")).to_be_visible()
    step(page, "Bank account for payouts")
    fill(page.get_by_label("Account holder"), f"{shop} BV")
    fill(page.get_by_label("IBAN"), "NL91 ABNA 0417 1643 00")
    expect(page.get_by_text("5 of 8 done")).to_be_visible()
    step(page, "Terms for vendors")
    page.get_by_label("We accept the terms").click()
    expect(page.get_by_text("6 of 8 done")).to_be_visible()

    page.get_by_role("button", name="Send for approval…").click()
    dialog = page.get_by_role("dialog", name="Send your application?")
    dialog.get_by_label("Your password, once more").fill("not my password")
    dialog.get_by_role("button", name="Send it").click()
    expect(dialog).to_contain_text("This is not your password.")
    dialog.get_by_label("Your password, once more").fill(PASSWORD)
    dialog.get_by_role("button", name="Send it").dblclick()
    expect(page.locator("h1")).to_contain_text("Pending")
    page.reload()  # what was typed is kept
    taken_over(page)
    expect(page.locator("h1")).to_contain_text("Pending")
    expect(page.locator("#main")).to_contain_text("NL861234509B01")


def step(page: Page, name: str) -> None:
    page.locator("li.rq").filter(has_text=name).get_by_role("button", name=re.compile("Fill in|Change")).click()


def apply_as(desk: Desk, name: str) -> tuple[Page, str, str]:
    """A new person with a new application: their window, their shop's name, their e-mail."""
    tail = uuid4().hex[:6]
    shop, email = f"{name} {tail}", f"{name.lower()}-{tail}@journey.example"
    page = desk()
    sign_up(page, name, email)
    confirm_address(page, email)
    apply(page, shop, email)
    return page, shop, email


def review(operator: Page, shop: str) -> None:
    """Open the application on the operator's desk."""
    live(operator, "/admin/vendors?status=pending")
    operator.get_by_role("link", name=shop, exact=True).click()
    expect(operator.locator("h1")).to_contain_text(shop)


def audit_lines(operator: Page, words: str) -> int:
    live(operator, f"/admin/audit?q={words}")
    expect(operator.get_by_role("heading", name="Audit")).to_be_visible()
    return operator.locator(".tbl tbody tr").count()


def test_an_application_that_is_declined(desk: Desk) -> None:
    vendor, shop, email = apply_as(desk, "Declined")
    operator = desk("operator")
    review(operator, shop)
    operator.get_by_role("radio", name="Reject").click()
    expect(operator.get_by_role("radio", name="Reject")).to_be_checked()
    operator.get_by_role("button", name=f"Reject {shop}").click()
    expect(operator.locator("#reason-error")).to_be_visible()
    operator.locator("#reason").fill("The register knows no such company.")
    operator.get_by_role("button", name=f"Reject {shop}").click()
    expect(operator.locator("h1")).to_contain_text("Rejected")
    letter = open_mail(vendor, f"Your application for {shop} was declined", email)
    expect(letter).to_contain_text("The register knows no such company.")
    live(vendor, "/vendor/apply")
    expect(vendor.locator("#main")).to_contain_text("Declined. The register knows no such company.")
    assert vendor.request.get(f"/s/northforge/v/{shop.lower().replace(' ', '-')}").status == 404


def test_from_sign_up_to_a_product_on_sale_and_gone_again(desk: Desk, page: Page) -> None:
    vendor, shop, email = apply_as(desk, "Sprocket")
    handle = shop.lower().replace(" ", "-")
    operator = desk("operator")

    # the operator approves, with an impatient finger: one effect, one mail
    review(operator, shop)
    operator.locator("#reason").fill("Papers seen.")
    operator.get_by_role("button", name=f"Approve {shop}").dblclick()
    expect(operator.locator("h1")).to_contain_text("Approved")
    open_mail(vendor, f"{shop} may sell in Northforge", email)
    operator.get_by_role("navigation", name="Views").get_by_role("link", name="Audit").click()
    expect(operator.locator("#main").get_by_text(re.compile("approved", re.IGNORECASE))).not_to_have_count(0)

    # a product: the draft
    title = f"Sprocket puller {shop.split()[1]}"
    live(vendor, "/vendor/products/new")
    vendor.get_by_label("Name", exact=True).fill(title)
    vendor.get_by_label("Your article number").fill(f"SP-{shop.split()[1]}")
    vendor.get_by_label("Category").select_option(label=category(vendor))
    vendor.get_by_role("button", name="Go on").click()
    vendor.wait_for_url(re.compile(r"/vendor/products/prod_"))
    expect(vendor.locator("h1")).to_contain_text(title)

    # price and stock; a tier that overlaps is said at its row and keeps the form from being saved
    fill(vendor.get_by_role("textbox", name="EUR"), "80.00")
    fill(vendor.get_by_role("textbox", name="Stock"), "12")
    vendor.get_by_role("button", name="Tier").click()
    start = vendor.locator("#start-1")
    fill(start, "5")
    expect(vendor.locator("#tiers .errrow")).to_contain_text("This overlaps the row above.")
    expect(start).to_have_attribute("aria-invalid", "true")
    expect(vendor.locator(".savebar").get_by_role("button", name="Save")).to_be_disabled()
    vendor.get_by_role("button", name="End the row above at 4").click()
    expect(vendor.locator("#tiers .errrow")).to_have_count(0)
    expect(vendor.locator("#tiers tbody tr").nth(1)).to_contain_text("76.00")

    # without a picture it is not published, and says so at the pictures
    vendor.get_by_role("button", name="Publish").click()
    expect(vendor.locator("#pictures")).to_contain_text("Add at least one picture.")

    # a text file is no picture, whatever its name
    upload = vendor.get_by_label("Add pictures")
    upload.set_input_files({"name": "fake.png", "mimeType": "image/png", "buffer": b"just some words"})
    expect(vendor.locator("#pictures .note")).to_be_visible()
    expect(vendor.locator("#pictures figure")).to_have_count(0)
    upload.set_input_files({"name": "red.png", "mimeType": "image/png", "buffer": picture(200, 30, 30)})
    expect(vendor.locator("#pictures figure")).to_have_count(1)
    expect(vendor.locator("#pictures .note")).to_have_count(0)
    expect(vendor.get_by_role("textbox", name="EUR")).to_have_value("80.00")  # what was typed stayed

    # published: found and open within two seconds of the answer, though the finger pressed twice
    vendor.get_by_role("button", name="Publish").dblclick()
    expect(vendor.locator("h1")).to_contain_text("Live")
    returned = time.monotonic()
    product = f"/s/northforge/p/{title.lower().replace(' ', '-')}"
    while True:
        is_listed = product in vendor.request.get(f"/s/northforge/search?q={title.replace(' ', '+')}").text()
        opens = vendor.request.get(product).status == 200
        if is_listed and opens:
            break
        assert time.monotonic() - returned < 2, f"found: {is_listed}, opens: {opens}"
    assert time.monotonic() - returned < 2

    # a shopper finds it by typing
    live(page, "/s/northforge")
    page.locator("#live #q").fill(title)
    page.locator("#live #q").press("Enter")
    page.wait_for_url("**/search?q=*")
    taken_over(page)
    page.get_by_role("link", name=title).click()
    page.wait_for_url(f"**{product}")
    taken_over(page)
    offer = page.get_by_role("complementary", name="Offer")
    expect(offer.locator(".price-now")).to_have_text("€80.00")
    expect(offer.locator(".tiers tr").nth(2).locator("td")).to_have_text(["5 and more", "€76.00", "5 %"])
    expect(offer).to_contain_text("12 in stock")
    expect(page.locator("#live .pdp-strip img")).to_have_count(1)
    assert page.request.get(page.locator("#live .pdp-strip img").get_attribute("src") or "").status == 200

    # one publication in the audit, in spite of the double click
    assert audit_lines(operator, title.replace(" ", "+")) >= 1
    expect(operator.locator(".tbl tbody tr").filter(has_text="published")).to_have_count(1)
    live(operator, f"/admin/audit?q={shop.replace(' ', '+')}")
    expect(operator.locator(".tbl tbody tr").filter(has_text="approved")).to_have_count(1)

    # suspended: shop and goods are gone, and the vendor is told why
    live(operator, "/admin/vendors?status=approved")
    operator.get_by_role("link", name=shop, exact=True).click()
    operator.locator("#suspend-reason").fill("Parcels arrive empty.")
    operator.get_by_role("button", name=f"Suspend {shop}").click()
    expect(operator.locator("h1")).to_contain_text("Suspended")
    deadline = time.monotonic() + 2
    while True:
        says = page.request.get(f"/s/northforge/search?q={title.replace(' ', '+')}").text()
        gone = product not in says
        if gone and "Not offered at the moment." in page.request.get(product).text():
            break
        assert time.monotonic() < deadline, f"out of search: {gone}"
    assert page.request.get(f"/s/northforge/v/{handle}").status == 404
    page.reload()
    taken_over(page)
    expect(offer).to_contain_text("Not offered at the moment.")
    expect(page.locator("#live .pdp")).not_to_contain_text("€")
    letter = open_mail(vendor, f"{shop} is suspended in Northforge", email)
    expect(letter).to_contain_text("Parcels arrive empty.")

    # and reinstated: everything is back
    operator.get_by_role("button", name="Open the shop again").click()
    expect(operator.locator("h1")).to_contain_text("Approved")
    deadline = time.monotonic() + 2
    while "€80.00" not in page.request.get(product).text():
        assert time.monotonic() < deadline
    assert page.request.get(f"/s/northforge/v/{handle}").status == 200


def category(page: Page) -> str:
    """Some category that can be chosen."""
    return page.get_by_label("Category").locator("option").nth(3).inner_text()


def test_two_tabs_edit_one_product_and_nothing_is_lost(desk: Desk) -> None:
    first = live(desk("vendor owner"), "/vendor/products?status=published")
    first.locator("a.id").first.click()
    first.wait_for_url(re.compile(r"/vendor/products/prod_"))
    expect(first.locator("#subtitle")).to_be_visible()
    second = first.context.new_page()
    live(second, first.url)
    was = first.locator("#subtitle").input_value()
    word = uuid4().hex[:6]

    fill(first.locator("#subtitle"), f"first {word}")
    expect(first.locator(".savebar")).to_contain_text("1 change")
    first.get_by_role("button", name="Save").dblclick()
    expect(first.get_by_role("button", name="Discard")).to_have_count(0)

    fill(second.locator("#brand"), f"Second {word}")
    second.get_by_role("button", name="Save").click()
    note = second.get_by_text("since you opened it")
    expect(note).to_be_visible()
    expect(second.locator("#brand")).to_have_value(f"Second {word}")  # what was typed is still there
    first.reload()
    taken_over(first)
    expect(first.locator("#subtitle")).to_have_value(f"first {word}")  # and the first save stands
    expect(first.locator("#brand")).not_to_have_value(f"Second {word}")

    second.get_by_role("button", name="Reload it").click()
    expect(second.locator("#subtitle")).to_have_value(f"first {word}")
    fill(second.locator("#subtitle"), was)
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("button", name="Discard")).to_have_count(0)


def test_leaving_with_changes_asks_first(desk: Desk) -> None:
    page = live(desk("vendor owner"), "/vendor/products?status=published")
    page.locator("a.id").first.click()
    expect(page.locator("#subtitle")).to_be_visible()
    page.locator("#subtitle").click()
    fill(page.locator("#subtitle"), "typed and not saved")
    expect(page.get_by_role("button", name="Discard")).to_be_visible()
    dialogs: list[str] = []

    def answer(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/stores")
    assert dialogs == ["beforeunload"]


def test_no_way_out_of_a_form_loses_what_was_typed(desk: Desk) -> None:
    """Back, a link, a key, a reload: each asks; what was saved, searched or only tried does not."""
    page = live(desk("vendor owner"), "/vendor/payouts")
    rail, question = page.get_by_label("Main", exact=True), page.get_by_role("dialog", name="Leave without saving?")
    rail.get_by_role("link", name="Settings").click()
    town = page.get_by_label("Parcels leave from")
    was = town.input_value()
    fill(town, "typed and not saved")
    for way in (page.go_back, lambda: rail.get_by_role("link", name="Products").click(), lambda: by_keys(page)):
        way()
        expect(question).to_be_visible()
        assert page.url.endswith("/vendor/settings")
        question.get_by_role("button", name="Stay here").click()
        expect(town).to_have_value("typed and not saved")
    fill(town, was)
    fill(town, f"{was} 2")
    page.get_by_role("button", name="Save the times").click()
    expect(page.get_by_text("It holds for orders from now on.")).to_be_visible()
    rail.get_by_role("link", name="Products").click()
    page.wait_for_url("**/vendor/products")
    page.get_by_role("searchbox").fill("drill")
    rail.get_by_role("link", name="Settings").click()
    expect(town).to_have_value(f"{was} 2")
    fill(town, was)
    page.go_back()
    question.get_by_role("button", name="Leave without saving").click()
    page.wait_for_url("**/vendor/products")
    expect(town).to_have_count(0)  # the address moves before the page does
    rail.get_by_role("link", name="Settings").click()
    expect(town).to_have_value(f"{was} 2")
    fill(town, was)
    page.get_by_role("button", name="Save the times").click()
    expect(page.get_by_text("It holds for orders from now on.")).to_be_visible()
    page.get_by_label("Cut-off hour").fill("25")
    page.get_by_role("button", name="Save the times").click()
    expect(page.get_by_text("Enter a full hour from 1 to 23.")).to_be_visible()
    rail.get_by_role("link", name="Today").click()
    expect(question).to_be_visible()  # refused is not saved


def by_keys(page: Page) -> None:
    """`G` `O`, with the focus outside of every field."""
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("o")


def test_a_vendor_sees_nobody_elses_product_and_a_guest_sees_the_door(desk: Desk) -> None:
    operator = live(desk("operator"), "/admin/products?store=&q=copper+saucepan")
    foreign = operator.locator("a.id").first.get_attribute("href") or ""
    key = foreign.rsplit("/", 1)[1]
    vendor = desk("vendor owner", fresh=True)  # this journey ends the session
    vendor.goto(f"/vendor/products/{key}")
    expect(vendor.get_by_text("This product does not exist, or not for you")).to_be_visible()
    vendor.goto("/admin/vendors")
    expect(vendor.get_by_role("heading", name="This desk is for operators")).to_be_visible()
    expect(vendor.get_by_role("main")).to_contain_text("You are signed in as Ilse")
    vendor.get_by_role("link", name="Go to the vendor desk").click()
    vendor.wait_for_url("**/vendor")
    vendor.goto("/admin/vendors")
    vendor.get_by_role("button", name="Sign in as somebody else").click()
    vendor.wait_for_url("**/sign-in?next=%2Fadmin%2Fvendors")
    operator.goto("/vendor/products")
    expect(operator.get_by_role("heading", name="This desk is for vendors")).to_be_visible()
    expect(operator.get_by_role("link", name="Go to the operator desk")).to_be_visible()
    guest = desk()
    guest.goto(f"/vendor/products/{key}")
    guest.wait_for_url("**/sign-in?next=*")
    guest.goto("/admin/vendors")
    guest.wait_for_url("**/sign-in?next=*")

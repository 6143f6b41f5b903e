"""A company from end to end: let in, its people invited, its own prices, a yes on a phone, and what it owes paid."""

from __future__ import annotations

import re
import time
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Desk, live
from tests.e2e.test_accessible import findings
from tests.e2e.test_main_job import send
from tests.e2e.test_selling import PASSWORD, confirm_address, fill, open_mail, sign_up
from tests.e2e.test_sockets import database_of
from tests.running import Running

pytestmark = pytest.mark.e2e
SHOP, SPANNERS = "/s/northforge", "double-open-ended-spanners-628-mm"
LISTED, AGREED = "€58.00", "€52.20"  # ten percent off
DISC, SELLERS = "DM-CD125-10", (("Dunmore", "DM-CD125-10"), ("Hallberg", "HB-CD125-10"))  # one article of two vendors


def test_from_a_registration_to_a_paid_invoice(desk: Desk, product: Running) -> None:
    tail = uuid4().hex[:6]
    company, admin_mail, buyer_mail = f"Kranbau {tail}", f"ada-{tail}@kranbau.example", f"bo-{tail}@kranbau.example"
    admin, operator = desk(), desk("operator")
    sign_up(admin, "Ada", admin_mail)
    confirm_address(admin, admin_mail)
    register(admin, company)
    let_in(operator, company)
    set_terms(operator, company)
    invite(admin, buyer_mail)
    buyer = desk()
    join(buyer, buyer_mail, company)
    agree_prices(operator, company)
    ask_above_the_limit(admin)
    see_own_prices(desk(), buyer, company)
    see_another_vendor_win(desk(), buyer, operator)
    order_quickly(buyer)
    number = approve_on_a_phone(buyer, admin)
    vendor = desk("vendor owner")
    send(vendor, f"{number}-1", "00340434000000000099")
    invoice = be_reminded(admin, product, admin_mail, number)
    pay(operator, company, invoice)
    read_statement(admin, invoice)
    verified = product.command("verify")
    assert verified.returncode == 0, verified.stdout


def register(page: Page, name: str) -> None:
    """What was typed is kept while its author is away; a number of another country is noticed, a wrong one refused."""
    live(page, f"{SHOP}/b2b/register")
    fill(page.get_by_label("Company name"), name)
    page.get_by_label("Country").first.select_option("DE")
    fill(page.get_by_label("VAT number"), "NL861234509B01")
    expect(page.get_by_text("This number is of NL, your company of DE.")).to_be_visible()
    fill(page.get_by_label("VAT number"), "DE811907981")
    expect(page.locator("#reg-tax_id-error")).to_contain_text("A digit of this VAT number is wrong")
    fill(page.get_by_label("VAT number"), "de 811.907.980")
    expect(page.locator("#reg-tax_id-error")).to_have_count(0)
    fill(page.get_by_label("Street and number").first, "Werftstraße 12")
    page.goto("/stores")
    live(page, f"{SHOP}/b2b/register")
    expect(page.get_by_label("Company name")).to_have_value(name)
    expect(page.get_by_label("Street and number").first).to_have_value("Werftstraße 12")
    fill(page.get_by_label("Postal code").first, "28195")
    fill(page.get_by_label("Town").first, "Bremen")
    page.get_by_role("button", name="Ask to be let in").dblclick()
    expect(page.locator("h1")).to_contain_text(name)


def let_in(operator: Page, company: str) -> None:
    live(operator, "/admin/companies?status=pending")
    operator.get_by_role("link", name=company, exact=True).click()
    expect(operator.locator("h1")).to_contain_text(company)
    operator.get_by_role("button", name=f"Let {company} in").click()
    expect(operator.locator("h1")).to_contain_text("Approved")


def set_terms(operator: Page, company: str) -> None:
    """Seven days, and a credit limit."""
    operator.get_by_role("table", name="Places").get_by_role("link").first.click()
    operator.wait_for_url("**/admin/receivables/*")
    operator.get_by_label("Pays after").select_option("7")
    operator.get_by_label(re.compile("^Credit limit")).fill("5000")
    operator.get_by_role("button", name="Save terms").click()
    expect(operator.get_by_role("status").filter(has_text="terms")).to_be_visible()


def agree_prices(operator: Page, company: str) -> None:
    """Ten percent off everything, by a list of the company."""
    live(operator, "/admin/price-lists/new")
    operator.get_by_text("Filter").click()
    operator.get_by_role("link", name="Northforge", exact=True).click()
    expect(operator.locator(".chip.plain")).to_contain_text("Northforge")
    operator.get_by_label("Title").fill(f"{company}, all goods")
    operator.get_by_label("For", exact=True).select_option("contract_company")
    operator.get_by_label("Company").select_option(label=company)
    operator.get_by_label("Currency").select_option("EUR")
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.wait_for_url("**/admin/price-lists/*?show=all")
    operator.get_by_label("Percent off").fill("10")
    operator.get_by_role("button", name="Show what changes").click()
    operator.get_by_role("button", name=re.compile(r"^Set \d")).dblclick()
    expect(operator.get_by_role("status").filter(has_text="price")).to_be_visible()


def ask_above_the_limit(admin: Page) -> None:
    """More than somebody may still spend waits for an administrator."""
    live(admin, f"{SHOP}/company/rules")
    admin.get_by_role("link", name=re.compile("rule", re.I)).last.click()
    admin.get_by_label("Name", exact=True).fill("Above one’s limit")
    admin.get_by_label("What it looks at").select_option("limit")
    admin.get_by_label("Who decides").select_option("role:admin")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_role("table")).to_contain_text("Above one’s limit")


def invite(admin: Page, email: str) -> None:
    live(admin, f"{SHOP}/company/members")
    admin.get_by_role("link", name="Invite").click()
    admin.get_by_label("E-mail", exact=True).fill(email)
    admin.get_by_label("Role").select_option("buyer")
    admin.get_by_label("Spending limit").fill("200")
    admin.get_by_role("button", name="Send invitation").dblclick()
    expect(admin.get_by_role("table", name="Members")).to_contain_text(email)


def join(buyer: Page, email: str, company: str) -> None:
    """Somebody without an account follows the letter."""
    letter = open_mail(buyer, f"Ada Tester invites you to buy for {company}", email)
    address = letter.get_by_role("link", name=re.compile("company.join")).get_attribute("href")
    assert address is not None
    buyer.goto(address)
    buyer.get_by_label("First name").fill("Bo")
    buyer.get_by_label("Last name").fill("Tester")
    buyer.get_by_label("Choose a password").fill(PASSWORD)
    buyer.get_by_role("button", name="Make my account and join").click()
    buyer.wait_for_url(f"**{SHOP}**")
    buyer.goto(address)  # it works once
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("over")


def see_own_prices(guest: Page, buyer: Page, company: str) -> None:
    """Home, search and the product's page show the agreed price, and why; a guest sees none of it."""
    guest.goto(SHOP)
    card = guest.locator("article:has(.price-now):has(h3 a)").first
    href, listed = card.locator("h3 a").get_attribute("href"), card.locator(".price-now").inner_text()
    live(buyer, SHOP)
    agreed = buyer.locator(f"article:has(h3 a[href='{href}'])").first.locator(".price-now")
    expect(agreed).to_have_text(tenth_off(listed))
    for page, price in ((guest, LISTED), (buyer, AGREED)):
        live(page, f"{SHOP}/search?q=HB-DE10")
        expect(page.locator(f"#live article:has(a[href*='{SPANNERS}'])").first.locator(".price-now")).to_have_text(
            price
        )
        live(page, f"{SHOP}/p/{SPANNERS}")
        expect(page.locator("#live .price-now").first).to_have_text(price)
    why = buyer.locator("#live .why-d")
    why.get_by_text("Why this price").first.click()
    expect(why).to_contain_text(f"{company}, all goods")


def see_another_vendor_win(guest: Page, buyer: Page, operator: Page) -> None:
    """A low agreed price makes the other vendor's offer the company's: the card of the page that everybody gets is
    filled in with it, before and without Reflex; a guest's is as it was."""

    def read(page: Page, frame: str) -> Locator:
        page.goto(f"{SHOP}/search?q={DISC}")
        return page.locator(f"{frame} article[data-offer]").filter(has_text="Cutting disc").first

    shown = read(guest, "#live")
    listed, offer = shown.locator(".price-now").inner_text(), shown.locator("input[name=offer]").input_value()
    vendor = shown.locator(".pc-vendor").inner_text()
    other, sku = next(one for one in SELLERS if one[0] not in vendor)
    operator.goto(f"{operator.url.partition('?')[0]}?show=all&q={sku}")
    operator.get_by_role("row").filter(has_text=sku).get_by_role("link", name=re.compile("Cutting disc")).click()
    operator.locator("#percent-0").fill("")
    operator.locator("#amount-0").fill("5")
    operator.get_by_role("button", name="Set the price").click()
    expect(operator.get_by_role("status").filter(has_text="price")).to_be_visible()

    filled = buyer.context.new_page()  # its scripts are refused, which its console may complain about
    filled.route(re.compile(r"/assets/.*\.js|/_event"), lambda route: route.abort())
    for page, frame in ((filled, "#snapshot"), (buyer, "#live")):
        card = read(page, frame)
        expect(card.locator(".price-now")).to_have_text("€5.00")
        expect(card.locator(".pc-vendor")).to_contain_text(other)
        expect(card.locator("input[name=offer]")).not_to_have_value(offer)  # what goes into the cart, too
    filled.close()
    expect(read(guest, "#live").locator(".price-now")).to_have_text(listed)


def tenth_off(price: str) -> str:
    """`€58.00` -> `€52.20`, half to even."""
    amount = Decimal(price.removeprefix("€").replace(",", ""))
    return f"€{(amount * Decimal('0.9')).quantize(Decimal('0.01'), ROUND_HALF_EVEN):,}"


def order_quickly(buyer: Page) -> None:
    """By keys: a number with a slip in it is repaired, and the rows go into the cart at the company's price."""
    buyer.goto(f"{SHOP}/quick-order")
    buyer.get_by_label(re.compile("^Your list")).fill("HB-DE1O\t4")
    buyer.get_by_role("button", name="Find these").press("Enter")
    expect(buyer.locator("li.qr").first).to_contain_text("HB-DE10")
    buyer.get_by_role("button", name=re.compile("to (the )?cart", re.I)).last.press("Enter")
    buyer.goto(f"{SHOP}/cart")
    expect(buyer.get_by_role("main")).to_contain_text(AGREED)


def approve_on_a_phone(buyer: Page, admin: Page) -> str:
    """The basket is more than the buyer may spend: an administrator says yes with a thumb, and it is ordered."""
    buyer.goto(f"{SHOP}/checkout")
    buyer.get_by_label(re.compile("On account")).check()
    buyer.get_by_label(re.compile("^Purchase order number")).fill("KB-77")
    buyer.get_by_role("button", name="Ask for approval").last.dblclick()
    buyer.wait_for_url("**/company/approvals?request=*")
    admin.set_viewport_size({"width": 390, "height": 844})
    live(admin, f"{SHOP}/company/approvals")
    admin.get_by_role("link", name=re.compile("^PR-")).click()
    problems = findings(admin, "approval")
    admin.get_by_role("button", name="Approve", exact=True).last.click()
    expect(admin.get_by_role("status").filter(has_text="Approved.")).to_be_visible()
    admin.set_viewport_size({"width": 1440, "height": 900})
    assert problems == []
    order = buyer.get_by_role("table", name="Orders").locator("a.id")
    deadline = time.monotonic() + 20
    while True:
        live(buyer, f"{SHOP}/company/orders")
        if order.count():
            return order.inner_text()
        assert time.monotonic() < deadline
        buyer.wait_for_timeout(200)


def billed(admin: Page, order: str) -> Locator:
    """The row of the order's invoice: a job writes it, so the list is loaded again until it is there."""
    end = time.monotonic() + 40
    while True:
        live(admin, f"{SHOP}/company/invoices")
        admin.wait_for_load_state("networkidle")
        row = admin.get_by_role("row").filter(has_text=order)
        if row.count() or time.monotonic() > end:
            return row


def be_reminded(admin: Page, product: Running, email: str, number: str) -> str:
    """The invoice stands at the company's desk; five days after it was due there is a letter."""
    row = billed(admin, f"{number}-1")
    expect(row).to_contain_text("Open")
    invoice, amount = row.get_by_role("link").first.inner_text(), row.locator("td").last.inner_text()
    subject = f"A reminder from Northforge: {amount.replace('€', 'EUR ')} is due"
    with database_of(product) as db:
        db.execute("update invoice set due_on = current_date - 5 where number = %s", (invoice,))
        db.execute("update schedule set next_run_at = clock_timestamp() where name = 'receivable.dunning'")
    letter = open_mail(admin, subject, email, within=80)
    expect(letter).to_contain_text(invoice)
    live(admin, f"{SHOP}/company/invoices")
    expect(admin.get_by_role("row").filter(has_text=invoice)).to_contain_text("Overdue")
    return invoice


def pay(operator: Page, company: str, invoice: str) -> None:
    """The operator writes a payment down that is 10.00 too much; the invoice is paid by it, and the rest goes back."""
    live(operator, f"/admin/receivables?q={company.replace(' ', '+')}")
    operator.get_by_role("table").get_by_role("link", name=company, exact=True).click()
    row = operator.get_by_role("table", name="Open invoices").get_by_role("row").filter(has_text=invoice)
    owed = row.locator("td.b5").inner_text()
    operator.get_by_label(re.compile("^Amount in EUR")).fill(str(Decimal(owed.removeprefix("€").replace(",", "")) + 10))
    operator.get_by_label("Reference").fill("KB transfer 1")
    operator.get_by_role("button", name="Write down").dblclick()
    expect(operator.get_by_text("Nothing is open.")).to_be_visible()
    expect(operator.get_by_role("table", name="Payments").locator("tbody tr")).to_have_count(1)
    operator.get_by_role("button", name="Pay it out…").click()
    expect(operator.get_by_label("Paid out, in EUR")).to_have_value("10.00")
    operator.get_by_label("Reference of the transfer").fill("KB back 1")
    operator.get_by_role("button", name="Write the payout down").click()
    expect(operator.locator("#out_reason-error")).to_be_visible()
    operator.get_by_label("Reason, which the company reads").fill("Paid too much")
    operator.get_by_role("button", name="Write the payout down").click()
    expect(operator.get_by_role("table", name="Credit paid out").locator("tbody tr")).to_have_count(1)


def read_statement(admin: Page, invoice: str) -> None:
    live(admin, f"{SHOP}/company/statement")
    lines = admin.get_by_role("table", name="Movements").locator("tbody tr")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text(f"Invoice {invoice}")
    expect(lines.nth(1)).to_contain_text("KB transfer 1")
    expect(lines.last).to_contain_text("Credit paid out KB back 1")
    expect(admin.locator("#main")).to_contain_text("Owed now€0.00")

"""The main job from end to end, in four windows: from an application to a paid-out vendor, every figure the same."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, live, taken_over
from tests.e2e.test_accessible import findings
from tests.e2e.test_buying import fill as fill_address
from tests.e2e.test_selling import PASSWORD, apply_as, fill, picture, review
from tests.e2e.test_sockets import database_of
from tests.running import Running

pytestmark = pytest.mark.e2e
# Two pieces of 80.00 with the delivery of 12.90 and 19 % tax; commission 12 % of the goods with 19 % tax on it.
PRICE = "80.00"
GOODS, TAX, PART = "€160.00", "€32.85", "€205.75"
FEE, FEE_TAX, OF_GOODS, PAID_OUT = "19.20", "3.65", "137.15", "€150.05"


@dataclass
class Bought:
    """What the shopper's page says: the purchase, the new vendor's part of it, and the other's."""

    number: str
    mine: str
    theirs: str
    total: str


def test_from_an_application_to_a_payout(desk: Desk, product: Running) -> None:
    operator, other = desk("operator"), desk("vendor owner")
    vendor, shop, _ = apply_as(desk, "Anvil")
    approve(operator, shop)
    hold_nothing(operator)
    goods = list_product(vendor, f"Anvil {shop.split()[1]}")
    shopper = desk("shopper")
    fill_cart(shopper, goods)
    live(vendor, "/vendor")
    bought = check_out(shopper, shop)

    # a new order shows by itself within two seconds
    expect(vendor.get_by_role("link", name=bought.mine, exact=True)).to_be_visible(timeout=2_000)
    send(vendor, bought.mine, "00340434000000000018")
    send(other, bought.theirs, "00340434000000000025")
    see_parcels(shopper, bought)

    same_at_the_operators(operator, bought)
    keeps(vendor, bought.mine)
    ask_for_payout(vendor, product)
    number = pay(operator, shop)
    read_payout(vendor, number, bought.mine)
    in_the_books(operator, bought.mine, number)
    verified = product.command("verify")
    assert verified.returncode == 0, verified.stdout


def approve(operator: Page, shop: str) -> None:
    review(operator, shop)
    operator.locator("#reason").fill("Papers seen.")
    operator.get_by_role("button", name=f"Approve {shop}").click()
    expect(operator.locator("h1")).to_contain_text("Approved")


def hold_nothing(operator: Page) -> None:
    """Earnings of this store are free at once from now on; what is typed wrong is said at its field."""
    live(operator, "/admin/tenants")
    operator.get_by_role("link", name="Northforge", exact=True).click()
    operator.get_by_role("link", name="Payouts", exact=True).last.click()
    hold = operator.get_by_label("Hold", exact=True)
    fill(hold, "soon")
    operator.get_by_role("button", name="Save").click()
    expect(operator.locator("#hold_days-error")).to_have_text("Enter days from 0 to 120.")
    fill(hold, "0")
    operator.get_by_role("button", name="Save").click()
    expect(operator.get_by_text("These terms hold from the next order on.")).to_be_visible()
    operator.reload()
    taken_over(operator)
    expect(hold).to_have_value("0")
    assert findings(operator, "terms") == []


def list_product(vendor: Page, title: str) -> str:
    """A product on sale; returns the path of its page."""
    live(vendor, "/vendor/products/new")
    vendor.get_by_label("Name", exact=True).fill(title)
    vendor.get_by_label("Your article number").fill(title.upper().replace(" ", "-"))
    vendor.get_by_label("Category").select_option(index=3)
    vendor.get_by_role("button", name="Go on").click()
    vendor.wait_for_url(re.compile(r"/vendor/products/prod_"))
    fill(vendor.get_by_role("textbox", name="EUR"), PRICE)
    fill(vendor.get_by_role("textbox", name="Stock"), "5")
    upload = vendor.get_by_label("Add pictures")
    upload.set_input_files({"name": "anvil.png", "mimeType": "image/png", "buffer": picture(60, 60, 70)})
    expect(vendor.locator("#pictures figure")).to_have_count(1)
    vendor.get_by_role("button", name="Publish").click()
    expect(vendor.locator("h1")).to_contain_text("Live")
    path = f"/s/northforge/p/{title.lower().replace(' ', '-')}"
    deadline = time.monotonic() + 5
    while vendor.request.get(path).status != 200:
        assert time.monotonic() < deadline
    return path


def fill_cart(shopper: Page, goods: str) -> None:
    """Two of the new vendor's, and something of Hallberg's."""
    for path, pieces in ((goods, "2"), ("/s/northforge/p/torx-key-set-8-pcs", "5")):
        live(shopper, path)
        shopper.locator("#live").get_by_label("Quantity", exact=True).fill(pieces)
        shopper.locator("#live").get_by_role("button", name="Add to cart").click()
        expect(shopper.locator("#added[role=status]")).to_contain_text("Added to your cart.")
    shopper.locator("#added").get_by_role("link", name="See the cart").click()
    shopper.wait_for_url("**/cart")


def check_out(shopper: Page, shop: str) -> Bought:
    shopper.get_by_role("link", name=re.compile("^Check out")).last.click()
    fill_address(shopper)
    total = shopper.get_by_role("complementary", name="Order").locator(".tot dd").inner_text()
    shopper.get_by_role("button", name="Place the order").click()
    shopper.wait_for_url(re.compile(r"/s/northforge/orders/\d+"))
    summary = shopper.get_by_role("complementary", name="Summary")
    expect(summary.locator(".tot dd")).to_have_text(total)
    expect(summary).to_contain_text("Paid")
    mine = shopper.get_by_role("region", name=shop).get_attribute("id") or ""
    expect(shopper.get_by_role("region", name=shop)).to_contain_text(GOODS)
    theirs = shopper.get_by_role("region", name="Hallberg Tool Supply").get_attribute("id") or ""
    number = mine.partition("-")[0]
    assert sorted([mine, theirs]) == [f"{number}-1", f"{number}-2"]  # one payment, two orders
    return Bought(number, mine, theirs, total)


def send(vendor: Page, order: str, tracking: str) -> None:
    """Take the order, and send all of it in one parcel."""
    live(vendor, f"/vendor/orders?q={order}")
    vendor.get_by_role("link", name=order, exact=True).click()
    drawer = vendor.get_by_role("complementary", name="Detail")
    drawer.get_by_role("button", name="Accept").click()
    expect(drawer.get_by_role("button", name="Accept")).to_have_count(0)
    drawer.get_by_label("Tracking number").fill(tracking)
    drawer.get_by_role("button", name=re.compile("Mark as shipped")).dblclick()
    expect(drawer).to_contain_text(tracking)


def see_parcels(shopper: Page, bought: Bought) -> None:
    shopper.reload()
    for tracking in ("00340434000000000018", "00340434000000000025"):
        expect(shopper.get_by_text(tracking)).to_have_count(1)
    live(shopper, "/account/orders")
    row = shopper.get_by_role("row").filter(has_text=bought.number)
    expect(row).to_contain_text(bought.total)
    expect(row).to_contain_text("On its way")


def same_at_the_operators(operator: Page, bought: Bought) -> None:
    live(operator, f"/admin/orders?q={bought.number}")
    operator.get_by_role("link", name=bought.number, exact=True).click()
    expect(operator.locator("h1")).to_have_text(re.compile(bought.number))
    expect(operator.locator(".sums .tot dd").first).to_have_text(bought.total)
    books = operator.locator("#main")
    for amount in (GOODS, TAX, PART, FEE, FEE_TAX, PAID_OUT):
        expect(books).to_contain_text(amount)


def keeps(vendor: Page, order: str) -> None:
    """What the store keeps of the order, as its vendor reads it."""
    live(vendor, f"/vendor/commissions?q={order}")
    row = vendor.get_by_role("table", name="Commission by order and line").get_by_role("row").filter(has_text="Anvil")
    expect(row).to_contain_text("12 %")
    expect(row.locator("td").nth(5)).to_have_text(FEE)
    expect(row.locator("td").nth(6)).to_have_text(FEE_TAX)


def ask_for_payout(vendor: Page, product: Running) -> None:
    """The hold is over with the next turn of the clock, which is brought forward: it comes every minute."""
    deadline = time.monotonic() + 80
    while True:
        with database_of(product) as db:
            db.execute("update schedule set next_run_at = clock_timestamp() where name = 'earnings.release'")
        live(vendor, "/vendor/payouts")
        available = vendor.locator(".flow .on .fig")
        expect(available).to_be_visible()
        if available.inner_text() == PAID_OUT:
            break
        assert time.monotonic() < deadline, available.inner_text()
    vendor.get_by_role("button", name="Ask for a payout").click()
    dialog = vendor.get_by_role("dialog", name="Ask for everything that is available?")
    dialog.get_by_label("Your password, once more").fill(PASSWORD)
    dialog.get_by_role("button", name="Ask for it").click()
    expect(available).to_have_text("€0.00")


def pay(operator: Page, shop: str) -> str:
    """Put it into a bank file, and mark it paid; returns the payout's number."""
    live(operator, f"/admin/payouts?view=queued&q={shop.replace(' ', '+')}")
    row = operator.get_by_role("table", name="Payouts").get_by_role("row").filter(has_text=shop)
    expect(row).to_contain_text(PAID_OUT)
    number = row.get_by_role("link").first.inner_text()
    operator.get_by_role("button", name="Make a bank file").click()
    operator.get_by_role("dialog").get_by_role("button", name="Make it").click()
    deadline = time.monotonic() + 15
    while True:
        live(operator, f"/admin/payouts?view=all&q={number}")
        row = operator.get_by_role("table", name="Payouts").get_by_role("row").filter(has_text=shop)
        expect(row).to_be_visible()
        if "In transit" in row.inner_text():
            break
        assert time.monotonic() < deadline, row.inner_text()
    row.get_by_role("link").first.click()
    operator.get_by_role("button", name="Mark paid…").click()
    operator.get_by_label("The bank’s reference").fill("SEPA 7731 0098 21")
    operator.get_by_role("button", name="It is paid").click()
    expect(operator.get_by_role("complementary", name="Detail")).to_contain_text("Paid")
    return number


def read_payout(vendor: Page, number: str, order: str) -> None:
    live(vendor, "/vendor/payouts")
    vendor.get_by_role("link", name=number, exact=True).click()
    expect(vendor.locator("h1")).to_contain_text(PAID_OUT)
    expect(vendor.locator("table")).to_contain_text(order)
    expect(vendor.locator("table")).to_contain_text(OF_GOODS)


def in_the_books(operator: Page, order: str, number: str) -> None:
    live(operator, f"/admin/ledger?q={order}")
    expect(operator.get_by_role("table", name="Transactions").get_by_role("row")).to_have_count(2)
    live(operator, f"/admin/ledger?q={number}")
    kinds = operator.get_by_role("table", name="Transactions").get_by_role("row").all_inner_texts()
    assert len(kinds) == 3, kinds

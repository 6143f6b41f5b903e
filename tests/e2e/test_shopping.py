"""Finding and choosing goods, as somebody with a mouse does it and as somebody with a keyboard alone does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Desk, live, taken_over
from tests.e2e.input_drivers import Keyboard, Mouse
from tests.e2e.test_running import wait_for

pytestmark = pytest.mark.e2e
DRILL = "/s/northforge/p/brushless-drill-driver-18-v-65-nm"


@pytest.fixture(params=[Mouse, Keyboard], ids=["mouse", "keyboard"])
def hand(request: pytest.FixtureRequest, page: Page) -> Mouse | Keyboard:
    return request.param(page)  # type: ignore[no-any-return]


def buy(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Offer")


def current_tier(page: Page) -> Locator:
    return buy(page).locator("tr.on td")


def offer_of(page: Page, vendor: str) -> Locator:
    return page.locator("#live .offer").filter(has_text=vendor)


def test_from_the_stores_to_another_vendors_offer(page: Page, hand: Mouse | Keyboard) -> None:
    live(page, "/stores")
    hand.press(page.get_by_role("link", name=re.compile("^Northforge Keep the line running")))
    page.wait_for_url("**/s/northforge")
    taken_over(page)

    # a typo is mended, and the words as typed are one click away
    hand.type(page.locator("#live #q"), "bering")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/northforge/search?q=bering")
    taken_over(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “bearing”")
    expect(page.locator(".cat-mended")).to_have_text("Showing results for bearing. Search instead for bering.")
    expect(page.locator(".cat-bar [role=status]")).to_contain_text("14 products")

    # a filter narrows; the address holds it, a reload keeps it, back takes it away
    rail = page.get_by_role("complementary", name="Filters")
    hand.press(rail.get_by_role("checkbox", name="Hallberg 1", exact=True))
    page.wait_for_url(lambda url: "brand=" in url.lower() or "Hallberg" in url)
    taken_over(page)
    narrowed = page.url
    expect(page.locator(".cat-bar [role=status]")).to_have_text("1 of 14 products")
    page.reload()
    taken_over(page)
    assert page.url == narrowed
    expect(page.locator("#live .chips a").first).to_contain_text("Hallberg")
    expect(page.locator("#live .pc")).to_have_count(1)
    page.go_back()
    taken_over(page)
    expect(page.locator("#live .pc")).to_have_count(14)
    page.go_forward()
    taken_over(page)
    expect(page.locator("#live .pc")).to_have_count(1)

    # the product
    hand.press(page.get_by_role("link", name="Brushless drill driver 18 V, 65 Nm"))
    page.wait_for_url(f"**{DRILL}*")
    taken_over(page)
    expect(buy(page).locator(".price-now")).to_have_text("€198.50")

    # another variant, more of it
    hand.press(page.get_by_role("group", name="Batteries").get_by_role("link", name="2 × 2.0 Ah"))
    page.wait_for_url("**variant=HB-1865-2-22*")
    expect(buy(page).locator(".price-now")).to_have_text("€159.00")
    expect(page.locator("#live .pdp-info .pc-vendor")).to_contain_text("HB-1865-2-22")
    expect(current_tier(page)).to_have_text(["1 to 9", "€159.00", "—"])
    hand.type(page.get_by_label("Quantity", exact=True), "10")
    expect(buy(page).locator(".price-now")).to_have_text("€146.00")
    expect(current_tier(page)).to_have_text(["10 and more", "€146.00", "8 %"])
    expect(buy(page).locator(".buy-total")).to_contain_text("€1,460.00")
    expect(page.get_by_label("Quantity", exact=True)).to_be_focused()

    # another vendor's offer
    hand.press(page.get_by_role("group", name="Batteries").get_by_role("link", name="2 × 5.0 Ah"))
    expect(offer_of(page, "Dunmore MRO")).to_be_visible()
    hand.press(page.get_by_role("link", name="Choose Dunmore MRO"))
    page.wait_for_url("**offer=offer_*")
    expect(offer_of(page, "Dunmore MRO").get_by_text("Selected")).to_be_visible()
    expect(buy(page)).to_contain_text("Dunmore MRO")
    if isinstance(hand, Keyboard):  # the choice keeps the focus where it was
        assert offer_of(page, "Dunmore MRO").evaluate("e => e.contains(document.activeElement)")
    chosen = page.url
    page.reload()
    taken_over(page)
    assert page.url == chosen
    expect(offer_of(page, "Dunmore MRO").get_by_text("Selected")).to_be_visible()


def test_adding_from_a_list_stays_there_and_can_be_undone(page: Page) -> None:
    live(page, "/s/northforge/search?q=bearing")
    here = page.url
    card = page.locator("#live .pc").filter(has=page.locator("[data-add]")).first
    card.get_by_role("button", name="More").click()
    card.get_by_role("button", name=re.compile("^Add ")).click()
    badge = page.locator("#live .cart-btn .n")
    expect(badge).to_have_text("2")
    flash = page.locator("#added")
    expect(flash).to_contain_text("Added to your cart.")
    assert page.url == here
    flash.get_by_role("button", name="Undo").click()
    expect(page.locator("#added")).to_contain_text("Taken out again.")
    expect(badge).to_have_text("0")
    card.get_by_role("textbox").fill("99000")
    card.get_by_role("button", name=re.compile("^Add ")).click()
    expect(page.locator("#added[role=alert]")).to_contain_text("nothing was changed in your cart")
    expect(badge).to_have_text("0")


def test_an_answer_that_is_lost_adds_nothing_twice(page: Page) -> None:
    """The goods went in, and no script could read so: the cart shows it."""

    def lose(route: Route) -> None:
        route.fetch()
        route.fulfill(body="<p>Try again</p>", content_type="text/html")

    live(page, "/s/northforge/search?q=bearing")
    page.route("**/cart/add", lose, times=1)
    card = page.locator("#live .pc").filter(has=page.locator("[data-add]")).first
    card.get_by_role("button", name=re.compile("^Add ")).click()
    page.wait_for_url("**/cart")
    expect(page.locator(".cart-btn .n").first).to_have_text("1")


def test_adding_from_a_product_stays_there_and_can_be_undone(page: Page) -> None:
    live(page, f"{DRILL}?variant=HB-1865-2-22")
    badge, flash = page.locator("#live .cart-btn .n"), page.locator("#added")
    buy(page).get_by_role("button", name="More").click()
    expect(buy(page).locator(".buy-total")).to_contain_text("€318.00")
    here = page.url
    page.get_by_role("button", name="Add to cart").click()
    expect(flash).to_contain_text("Added to your cart.")
    expect(badge).to_have_text("2")
    page.locator("#dd-cart > summary").click()
    expect(page.locator("#live .minicart")).to_contain_text("€318.00")
    flash.get_by_role("button", name="Undo").click()
    expect(flash).to_contain_text("Taken out again.")
    expect(badge).to_have_text("0")
    assert page.url == here
    page.get_by_role("button", name="Add to cart").click()
    flash.get_by_role("link", name="See the cart").click()
    page.wait_for_url("**/s/northforge/cart")


def test_quantity_by_its_buttons_and_by_the_hint(page: Page) -> None:
    live(page, f"{DRILL}?variant=HB-1865-2-22")
    field = page.get_by_label("Quantity", exact=True)
    buy(page).get_by_role("button", name="More").click()
    buy(page).get_by_role("button", name="More").click()
    expect(field).to_have_value("3")
    expect(buy(page).locator(".buy-total")).to_contain_text("€477.00")
    buy(page).get_by_role("button", name="Less").click()
    expect(field).to_have_value("2")
    expect(buy(page).locator(".buy-total")).to_contain_text("€318.00")
    field.fill("nonsense")
    expect(buy(page)).to_contain_text("Enter a whole number, such as 2000.")
    expect(buy(page).locator(".buy-total")).to_have_count(0)
    field.fill("2")
    page.get_by_role("link", name="Make it 10").click()
    expect(field).to_have_value("10")
    expect(buy(page).locator(".price-now")).to_have_text("€146.00")


def test_skip_link_and_suggestions_by_keyboard(page: Page) -> None:
    live(page, "/s/northforge/search?q=bearing")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main#main")).to_be_focused()
    assert "q=bearing" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    page.keyboard.press("/")
    field = page.locator("#live #q")
    expect(field).to_be_focused()
    page.keyboard.type("torque wr")
    panel = page.get_by_role("listbox", name="Suggestions")
    expect(panel.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(panel.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("torque wr")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=torque+wr")


def test_another_currency_changes_every_price_and_is_remembered(page: Page) -> None:
    live(page, DRILL)
    expect(buy(page).locator(".price-now")).to_have_text("€198.50")
    page.locator("#dd-market > summary").click()
    page.get_by_role("group", name="Show prices in").get_by_role("button", name="USD").click()
    expect(page.locator("#live #dd-market > summary")).to_contain_text("USD")
    expect(buy(page).locator(".price-now")).to_contain_text("$")
    price = buy(page).locator(".price-now").inner_text()
    assert "€" not in page.locator("#live main").inner_text()
    for path in ("/s/northforge", "/s/northforge/search?q=drill", DRILL):
        live(page, path)
        expect(page.locator("#live .price-now").first).to_contain_text("$")
    expect(buy(page).locator(".price-now")).to_have_text(price)
    page.locator("#dd-market > summary").click()
    page.get_by_role("button", name="Germany").click()
    expect(buy(page).locator(".price-now")).to_have_text("€198.50")


def test_theme_is_remembered_from_page_to_page(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    live(page, DRILL)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    after = page.evaluate(ground)
    assert after != before
    page.goto("/s/northforge/search?q=drill", wait_until="commit")
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    taken_over(page)
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    assert page.evaluate(ground) == after


def test_store_switcher_leads_to_the_other_store(page: Page) -> None:
    live(page, DRILL)
    page.locator("#dd-stores > summary").click()
    stores = page.get_by_role("navigation", name="Choose a store")
    expect(stores.locator("[aria-current=true]")).to_contain_text("Northforge")
    stores.get_by_role("link", name=re.compile("Mezzaluna", re.IGNORECASE)).click()
    page.wait_for_url("**/s/mezzaluna")
    taken_over(page)
    expect(page.locator("#live .store")).to_have_attribute("data-store", "mezzaluna")


def test_grid_and_dense_list(page: Page) -> None:
    live(page, "/s/northforge/c/bearings-drives")
    grid = page.locator("#live .cat")
    expect(grid).not_to_have_class(re.compile("view-dense"))
    first = page.locator("#live .pc").first.bounding_box()
    page.get_by_role("link", name="Dense list").click()
    page.wait_for_url("**view=list*")
    taken_over(page)
    expect(grid).to_have_class(re.compile("view-dense"))
    row = page.locator("#live .pc").first.bounding_box()
    assert first is not None
    assert row is not None
    assert row["height"] < first["height"] / 2
    assert row["width"] > first["width"] * 2
    page.get_by_role("complementary", name="Filters").get_by_role("checkbox").first.check()
    page.wait_for_url(lambda url: url.count("=") > 1)
    taken_over(page)
    expect(grid).to_have_class(re.compile("view-dense"))
    page.get_by_role("link", name="Grid").click()
    taken_over(page)
    expect(grid).not_to_have_class(re.compile("view-dense"))


def test_sorting_and_turning_pages_is_in_the_address(page: Page) -> None:
    live(page, "/s/northforge/search")
    page.get_by_label("Sort by").select_option(label="Price, low to high")
    page.wait_for_url("**sort=*")
    taken_over(page)
    prices = [
        float(text.strip("€").replace(",", ""))
        for text in page.locator("#live .cat-list > .pgrid .price-now").all_inner_texts()
    ]
    assert len(prices) > 10
    assert prices == sorted(prices)
    first = page.locator("#live .pc h3").first.inner_text()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2*")
    taken_over(page)
    assert "sort=" in page.url
    assert page.locator("#live .pc h3").first.inner_text() != first
    expect(page.get_by_role("link", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")


def test_an_empty_result_helps(page: Page) -> None:
    live(page, "/s/northforge/search?q=qqxyz+bearing")  # a word that nobody sells is given up, and said
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “bearing”")
    expect(page.locator("#live .cat-list")).to_contain_text("Nothing for “qqxyz”;")
    expect(page.locator("#live .pc")).not_to_have_count(0)
    live(page, "/s/northforge/search?q=qqxyz+bearing&exact=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing found for “qqxyz bearing”")
    expect(page.locator("#live .cat-none")).to_contain_text("Check the spelling")
    expect(page.locator("#live .cat-none .pc")).not_to_have_count(0)
    page.locator("#live .cat-none").get_by_role("link", name="bearing", exact=True).click()
    page.wait_for_url("**/search?q=bearing")
    taken_over(page)
    expect(page.locator("#live .pc")).not_to_have_count(0)


def test_filters_on_a_phone_are_a_sheet(desk: Desk) -> None:
    page = live(desk(viewport={"width": 390, "height": 844}), "/s/northforge/search?q=bearing")
    sheet = page.get_by_role("complementary", name="Filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("checkbox", name="Hallberg 1", exact=True).check()
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**Hallberg*")
    taken_over(page)
    expect(sheet).to_be_hidden()
    expect(page.locator("#live .pc")).to_have_count(1)


def test_a_product_that_is_not_there(page: Page) -> None:
    answer = page.goto("/s/northforge/p/no-such-thing")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".n4-links a")).to_have_count(3)


def test_a_store_that_the_operator_closes_is_gone_at_once_and_comes_back(page: Page, desk: Desk) -> None:
    address = "/s/assay/search?q=pipette"
    live(page, address)
    operator = live(desk("operator"), "/admin/tenants")
    operator.get_by_role("link", name="Assay", exact=True).click()
    close = operator.get_by_role("button", name="Close the store")
    expect(close).to_be_visible()
    try:
        close.click()
        reopen = operator.get_by_role("button", name="Open the store")
        expect(reopen).to_be_visible()
        wait_for(lambda: page.request.get(address).status == 404, 2)  # how open it is, is asked four times a second
        for path in (address, "/s/assay", "/s/assay/p/hotplate-300-c", "/s/assay/sitemap.xml"):
            assert page.request.get(path).status == 404, path
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no such place here.")
        assert "/s/assay" not in page.request.get("/stores").text()
        assert page.request.get("/s/northforge").status == 200
    finally:
        operator.get_by_role("button", name="Open the store").click()
        expect(close).to_be_visible()
    wait_for(lambda: page.request.get(address).status == 200, 2)
    live(page, address)
    expect(page.locator("#live .pc")).not_to_have_count(0)

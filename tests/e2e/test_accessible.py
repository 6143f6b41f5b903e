"""Every page, light and dark, wide and narrow: no finding of axe (WCAG 2.2 AA), a quiet console, nothing sideways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from marketplace.pages import account, company_desk, operator_desk, storefront, vendor_desk
from tests.e2e.axe import barriers, wear
from tests.e2e.conftest import Console, SignedIn, taken_over
from tests.e2e.dressed import covered, cut_off, off_screen, spilling, undressed
from tests.running import Running

pytestmark = pytest.mark.e2e

PUBLIC = [
    "/stores",
    "/stores?q=pipette",
    "/s/northforge",
    "/s/mezzaluna",
    "/s/assay",
    "/s/northforge/c/bearings-drives",
    "/s/northforge/c/bearings-drives?view=list",
    "/s/mezzaluna/search",
    "/s/assay/search?view=list",
    "/s/northforge/search?q=bering",
    "/s/northforge/search?q=xylophone",
    "/s/northforge/p/brushless-drill-driver-18-v-65-nm",
    "/s/mezzaluna/p/chefs-jacket-short-sleeve",
    "/s/mezzaluna/p/chefs-jacket-short-sleeve/variants",
    "/s/assay/p/hotplate-300-c",
    "/s/northforge/categories",
    "/s/mezzaluna/vendors",
    "/s/assay/vendors",
    "/s/northforge/v/hallberg",
    "/s/northforge/quick-order?skus=HB-1865-2%092%0ANO-SUCH%0ARS-HV2-Y+500",
    "/s/northforge/quotes/request",
    "/s/northforge/quotes/request?from=cart",
    "/s/assay/nothing-here",
    "/nowhere",
    "/docs",
    "/s/northforge/cart",
    "/s/northforge/checkout",
    "/s/assay/cart",
]
DOORS = [
    "/sign-in",
    "/sign-in?store=mezzaluna&problem=credentials",
    "/sign-up?store=assay&problem=invalid&field=email",
    "/forgot-password",
    "/forgot-password?notice=sent",
    "/reset-password?token=none",
    "/verify-email?token=none",
    "/second-factor",
    "/mailbox",
    "/vendor/apply",
    "/s/northforge/b2b/register",
]
VENDOR = [
    "/vendor",
    "/vendor/products",
    "/vendor/products?q=nothing-like-it",
    "/vendor/products/new",
    "/vendor/apply",
    "/vendor/orders",
    "/vendor/orders?q=nobody",
    "/vendor/quotes",
    "/vendor/quotes?q=nobody",
    "/vendor/quotes?view=decided",
    "/vendor/price-lists",
    "/vendor/price-lists/new",
    "/vendor/payouts",
    "/vendor/commissions",
    "/account",
    "/account/orders",
    "/account/addresses",
    "/account/addresses?address=new",
    "/account/cards",
    "/account/security",
    "/wrong-desk?next=/admin/jobs",
    "/vendor/settings",
    "/vendor/nothing-here",
    "/account/nothing-here",
]
COMPANY = [
    "/s/northforge/company",
    "/s/northforge/company/members",
    "/s/northforge/company/members?member=new",
    "/s/northforge/company/locations",
    "/s/northforge/company/orders",
    "/s/northforge/company/prices",
    "/s/northforge/company/lists",
    "/s/northforge/lists/choose",
    "/s/northforge/company/invoices",
    "/s/northforge/company/statement",
    "/s/northforge/company/locations?location=new",
    "/s/northforge/company/cost-centres",
    "/s/northforge/company/cost-centres?centre=new",
    "/s/northforge/company/approvals",
    "/s/northforge/company/approvals?view=open",
    "/s/northforge/company/rules",
    "/s/northforge/company/rules?rule=new",
    "/s/northforge/quotes",
    "/s/northforge/quotes?view=all",
]
OPERATOR = [
    "/admin",
    "/admin/products",
    "/admin/vendors",
    "/admin/vendors?q=nobody",
    "/admin/companies",
    "/admin/companies?q=nobody",
    "/admin/tenants",
    "/admin/tenants?shape=list",
    "/admin/tenants/new",
    "/admin/jobs",
    "/admin/jobs?view=dead",
    "/admin/orders",
    "/admin/orders?q=nobody",
    "/admin/quotes",
    "/admin/quotes?q=nobody",
    "/admin/quotes?view=all",
    "/admin/price-lists",
    "/admin/price-lists/new",
    "/admin/price-preview",
    "/admin/company-groups?group=new",
    "/admin/promotions",
    "/admin/regions",
    "/admin/commission-rules",
    "/admin/commission-rules?rule=new",
    "/admin/payouts",
    "/admin/receivables",
    "/admin/ledger",
    "/admin/keys",
    "/admin/audit",
    "/admin/nothing-here",
]
FIRSTS = {
    "vendor owner": {
        "/vendor/products": ("",),
        "/vendor/orders": ("",),
        "/vendor/payouts": ("",),
        "/vendor/quotes?view=mine": ("",),
    },
    "company administrator": {"/s/northforge/company/members": ("",), "/s/northforge/quotes?view=decided": ("",)},
    "operator": {
        "/admin/products": ("",),
        "/admin/orders": ("",),
        "/admin/quotes?view=all": ("",),
        "/admin/vendors?status=pending": ("", "?tab=catalogue", "?tab=team", "?tab=audit"),
        "/admin/vendors?status=approved": ("",),
        "/admin/companies": ("",),
        "/admin/price-lists": ("", "?show=all"),
        "/admin/price-lists?q=frame": ("",),
        "/admin/tenants?shape=list": ("", "?tab=brand", "?tab=search", "?tab=keys"),
        "/admin/commission-rules": ("",),
        "/admin/payouts": ("",),
        "/admin/receivables": ("",),
        "/admin/ledger": ("",),
    },
}
DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# Every amount on the page that begins on one line and ends on another.
BROKEN_AMOUNTS = r"""() => {
  const amount = /(?:[€$£]|(?:EUR|USD|GBP|CHF)\s)\s?\d[\d.,’]*|\d[\d.,’]*\s?[€£]|\b\d{1,3}(?:[,.’]\d{3})*[.,]\d{2}\b/g;
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode());) {
    for (const hit of node.data.matchAll(amount)) {
      range.setStart(node, hit.index);
      range.setEnd(node, hit.index + hit[0].length);
      const lines = new Set([...range.getClientRects()].filter((r) => r.width > 1).map((r) => Math.round(r.top)));
      if (lines.size > 1) found.push(`${hit[0]} in ${node.parentElement.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""


def settle(page: Page, path: str) -> None:
    """Open the page and wait until it is all there: taken over, where Reflex takes it over, and its data read."""
    page.goto(path)
    if page.locator("#snapshot").count() or page.locator("#live").count():
        taken_over(page)
        page.wait_for_load_state("networkidle")
        expect(page.locator("#live [aria-busy='true']")).to_have_count(0)  # the outline of what is being read


def findings(page: Page, name: str) -> list[str]:
    """What axe finds in both themes, a line each, with the first place; what lacks its style sheet; and whether the
    page can be moved sideways."""
    faults = [f"{name}: {bare}" for bare in undressed(page)] + _axe(page, f"{name}, light", TAGS)
    wear(page, "dark")
    faults += _axe(page, f"{name}, dark", DARK)
    wear(page, "light")
    return faults + unreadable(page, name)


def unreadable(page: Page, name: str) -> list[str]:
    """What is cut off, broken in two, or can only be read by moving the page sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    broken = page.evaluate(BROKEN_AMOUNTS)
    faults = [f"{name}: an amount takes two lines: {amount}" for amount in broken]
    faults += [f"{name}: {cut}" for cut in (*cut_off(page), *covered(page), *spilling(page))]
    return faults + ([f"{name}: scrolls sideways by {wide} px"] if wide > 0 else [])


def _axe(page: Page, name: str, rules: dict[str, object]) -> list[str]:
    return [
        f"{name}: {v['id']}: {v['help']} ({len(v['nodes'])}x, {v['nodes'][0]['html'][:160]} | "
        f"{(v['nodes'][0].get('any') or v['nodes'][0].get('all') or [{}])[0].get('message', '')[:160]})"
        for v in barriers(page, rules)
    ]


def check(page: Page, console: Console, paths: list[str]) -> list[str]:
    problems = []
    for path in paths:
        settle(page, path)
        problems += findings(page, path)
        problems += [f"{path}: console: {error}" for error in console.errors]
        console.errors.clear()
    return problems


View = Callable[..., BrowserContext]


@pytest.fixture(params=[1440, 390], ids=["wide", "phone"])
def view(request: pytest.FixtureRequest, browser: Browser, product: Running) -> Iterator[View]:
    """Makes browsers of this width."""
    made: list[BrowserContext] = []

    def context(storage: object = None) -> BrowserContext:
        made.append(
            browser.new_context(
                base_url=product.url,
                viewport={"width": request.param, "height": 900},
                color_scheme="light",
                reduced_motion="reduce",
                storage_state=storage,  # type: ignore[arg-type]
            )
        )
        return made[-1]

    yield context
    for one in made:
        one.close()


def opened(view: View, console: Console, storage: object = None) -> Page:
    page = view(storage).new_page()
    console.watch(page)
    return page


def width_of(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 0


def test_public_pages(view: View, console: Console) -> None:
    page = opened(view, console)
    fill_cart(page)  # the header's panel is on every page
    assert check(page, console, PUBLIC) == []


# Words and figures as long as a store may have them, put where the demo's are shorter.
LONG = """() => {
  const word = "Doppelkegelrollenlager/XPB-3150-NACHSETZZEICHEN-lang", sum = "€1,234,567.89";
  const places = {
    "h1, .opt span, .opts-t b, .specs dd, .offer-n a, .offer-n small, .pc h3 a, .pc-vendor, .crumbs a": word,
    ".opt small, .tiers td:nth-child(2), .price-now, .offer p.num b, .buy-total b, .why-steps b": sum,
    ".tiers td:first-child": "100,000 to 1,999,999", "#dd-market > summary span": "United Kingdom · GBP · incl. VAT",
  };
  for (const [places_of, text] of Object.entries(places)) {
    for (const element of document.querySelectorAll(places_of)) {
      const own = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
      if (own) own.data = text;
    }
  }
}"""


@pytest.mark.parametrize("width", [360, 320])
def test_products_are_whole_on_small_phones(browser: Browser, product: Running, width: int) -> None:
    """Choices, volume prices and offers, as the demo has them and with longer words and figures."""
    page = browser.new_page(base_url=product.url, viewport={"width": width, "height": 720}, reduced_motion="reduce")
    problems: list[str] = []
    for path in (path for path in PUBLIC if "/p/" in path):
        settle(page, path)
        if not path.endswith("/variants"):  # a table of all, where no price is explained
            page.locator(".why-d > summary").click()
        problems += unreadable(page, path)
        page.evaluate(LONG)
        problems += unreadable(page, f"{path}, long")
    page.close()
    assert problems == []


def test_what_cannot_be_read_whole_is_seen(page: Page) -> None:
    """Each fault that the walks look for, once."""
    page.set_viewport_size({"width": 390, "height": 700})
    cell = "<table><tr><td>1 to 9</td><td>{}</td></tr></table>"
    page.set_content(f"""
        <style>td, .btn {{ white-space: nowrap; }} body > * {{ width: 60px; overflow: hidden; }}</style>
        <div>{cell.format("a cell far beyond it")}</div>
        <button class="btn" style="overflow: visible">Add to the cart</button>
        <p style="height: 20px; line-height: 20px">cut at the bottom</p>
        <div><input inputmode="numeric" value="1,000,000" style="width: 40px"></div>
        <div style="overflow: auto">{cell.format("one that scrolls")}</div>
        <p style="text-overflow: ellipsis; white-space: nowrap">shortened on purpose</p>""")
    faults = " ".join(cut_off(page))
    for fault in (
        "“a cell far beyond it” is cut",
        "“Add to the cart” runs out of",
        "“cut at the bottom” is cut",
        "1,000,000 does not fit",
    ):
        assert fault in faults
    page.set_viewport_size({"width": 1440, "height": 700})
    page.set_content("""<div style="width: 1080px">a<table style="width: 1090px; height: 20px"><tr><td>b</table></div>
        <div style="width: 80%"><table style="width: 1000px; height: 20px"><tr><td>c</table></div>
        <div style="width: 90px; overflow: auto"><table style="width: 200px; height: 20px"><tr><td>d</table></div>""")
    assert [re.sub(r" of <[^,]*", "", fault) for fault in spilling(page)] == [
        "a table runs 10 px out",
        "a table runs 10 px out, 1100 px wide",
        "a table runs 133 px out, 1100 px wide",
    ]
    assert "scrolls" not in faults
    assert "shortened" not in faults


def fill_cart(page: Page) -> None:
    """Put something of this store into the cart."""
    settle(page, "/s/northforge/p/deep-groove-bearing-6204-2rs")
    page.locator("#live").get_by_role("button", name="Add to cart").click()
    expect(page.locator("#added[role=status]")).to_contain_text("Added to your cart.")


def test_doors(view: View, console: Console) -> None:
    assert check(opened(view, console), console, DOORS) == []


def test_a_barrier_is_found(page: Page) -> None:
    page.set_content("<html lang=en><title>One</title><main><h1>One</h1><button></button></main></html>")
    assert [fault.partition(" (")[0] for fault in _axe(page, "here", TAGS)] == [
        "here: button-name: Buttons must have discernible text"
    ]


@pytest.mark.parametrize(
    ("role", "paths"), [("vendor owner", VENDOR), ("company administrator", COMPANY), ("operator", OPERATOR)]
)
def test_desks(view: View, console: Console, signed_in: SignedIn, role: str, paths: list[str]) -> None:
    page = opened(view, console, signed_in(role))
    details = [f"{address(page, path)}{tab}" for path, tabs in FIRSTS[role].items() for tab in tabs]
    for comparison in quotes_of(page, role):
        details += [comparison, address(page, comparison)]
    assert check(page, console, [*paths, *details]) == []


def quotes_of(page: Page, role: str) -> list[str]:
    """Quotes that are compared: the latest, that with answers and that with a counter; each leads on to a room."""
    if role != "company administrator":
        return []
    settle(page, "/s/northforge/quotes?view=open")
    rows = page.locator("tbody tr")
    return [
        rows.filter(has_text=state).first.locator("a.id").get_attribute("href") or ""
        for state in ("Quoted", "Countered")
    ]


def address(page: Page, path: str) -> str:
    """The first row's own page."""
    settle(page, path)
    return page.locator("a.id").first.get_attribute("href") or ""


# Whether an open menu's button takes the colour of the header around it, be that light or dark.
IS_NO_BOX = """(summary) => {
  if (summary.matches(".cart-btn")) return true;
  const drawn = getComputedStyle(summary).backgroundColor, alpha = /[,/]\\s*([\\d.]+)\\)$/.exec(drawn);
  return /^(rgba|color)\\(/.test(drawn) && Number(alpha?.[1] ?? 1) < 0.5;
}"""


def test_what_opens_over_a_shop(view: View, console: Console) -> None:
    """Menus, suggestions, and on the phone the filters' sheet and the drawer."""
    page = opened(view, console)
    fill_cart(page)
    problems = []
    for path in ("/s/northforge/cart", "/s/northforge/search?q=drill"):
        settle(page, path)
        for key in ("dd-stores", "dd-market", "dd-cart", "dd-menu"):
            if page.locator(f"#{key} > summary").is_visible():
                page.locator(f"#{key} > summary").click()
                assert page.locator(f"#{key} > summary").evaluate(IS_NO_BOX)
                problems += findings(page, f"{path} {key}") + off_screen(page, f"#{key} > .menu")
                page.keyboard.press("Escape")
    if width_of(page) < 700:
        page.get_by_role("button", name="Filters").click()
        expect(page.locator("#filters")).to_be_visible()
        problems += findings(page, "filters")
        page.keyboard.press("Escape")
    page.locator("#live #q").fill("torque")
    expect(page.locator("#live .sugg")).to_be_visible()
    problems += findings(page, "suggestions")
    settle(page, "/s/northforge/p/brushless-drill-driver-18-v-65-nm")
    page.locator(".why-d > summary").click()
    problems += findings(page, "why this price")
    assert problems + console.errors == []


def test_what_opens_over_a_desk(view: View, console: Console, signed_in: SignedIn) -> None:
    """The palette with and without hits, the list of keys, menus, and questions."""
    page = opened(view, console, signed_in("vendor owner"))
    problems = []
    settle(page, address(page, "/vendor/products"))
    expect(page.locator("#subtitle")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    problems += findings(page, "palette")
    page.keyboard.type("wrench")
    expect(page.locator("#palette .pl a").filter(has_text="wrench").first).to_be_visible()
    problems += findings(page, "palette with hits")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    problems += findings(page, "keys")
    page.keyboard.press("Escape")
    page.locator(".phead .pop > summary").click()
    problems += findings(page, "menu of the product")
    page.locator(".phead [data-open=archive]").click()
    expect(page.locator("#archive")).to_be_visible()
    problems += findings(page, "archive?")
    page.keyboard.press("Escape")
    if width_of(page) < 700:
        page.get_by_role("button", name="More", exact=True).click()
        expect(page.locator("#more")).to_be_visible()
        problems += findings(page, "more")
    assert problems + console.errors == []


def test_every_route_is_looked_at() -> None:
    """A new page belongs into the lists above."""
    seen = [path.partition("?")[0].split("/") for path in (*PUBLIC, *DOORS, *VENDOR, *COMPANY, *OPERATOR)]
    seen += [[*path.partition("?")[0].split("/"), "one"] for firsts in FIRSTS.values() for path in firsts]
    seen += [["", "s", "northforge", "quotes", "one", "one"]]  # `quotes_of` leads on to rooms

    def fits(route: str, parts: list[str]) -> bool:
        wanted = route.split("/")
        return len(wanted) == len(parts) and all(
            w == p or w.startswith("[") for w, p in zip(wanted, parts, strict=True)
        )

    pages = (*account.PAGES, *company_desk.PAGES, *operator_desk.PAGES, *storefront.PAGES, *vendor_desk.PAGES)
    assert [p.route for p in pages if not any(fits(p.route, parts) for parts in seen)] == []

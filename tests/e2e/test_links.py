"""Nothing leads nowhere: every internal link and picture that a reader meets answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import APIRequestContext, Page

from marketplace.pages import account, operator_desk, storefront, vendor_desk
from tests.e2e.conftest import Desk, live
from tests.running import Running

pytestmark = pytest.mark.e2e
STORES = ("northforge", "mezzaluna", "assay")
PUBLIC = (
    "/stores",
    *(f"/s/{store}" for store in STORES),
    "/s/northforge/c/bearings-drives",
    "/s/northforge/search?q=drill",
    "/s/northforge/search?q=xylophone",
    "/s/northforge/p/brushless-drill-driver-18-v-65-nm",
    "/s/northforge/categories",
    "/s/northforge/vendors",
    "/s/northforge/v/hallberg",
    "/s/northforge/nothing-here",
    "/sign-in?store=assay",
    "/sign-up",
    "/forgot-password",
    "/docs",
)
OPERATOR = (
    "/admin",
    "/admin/products",
    "/admin/vendors",
    "/admin/vendors?status=pending",
    "/admin/companies",
    "/admin/tenants",
    "/admin/tenants/new",
    "/admin/jobs",
    "/admin/jobs?view=dead",
    "/admin/keys",
    "/admin/audit",
)
VENDOR = (
    "/vendor",
    "/vendor/products",
    "/vendor/products/new",
    "/vendor/apply",
    "/account",
    "/account/orders",
    "/account/addresses",
    "/account/cards",
    "/account/security",
    "/mailbox",
)
ROUTES = re.compile(
    "|".join(
        re.sub(r"\\\[\w+\\\]", "[^/]+", re.escape(page.route))
        for page in (*account.PAGES, *operator_desk.PAGES, *storefront.PAGES, *vendor_desk.PAGES)
    )
)


def places(page: Page) -> tuple[set[str], set[str]]:
    """The addresses of links (forms that only read count as links) and of pictures on this page."""
    links = page.eval_on_selector_all("a[href], form[method=get]", "all => all.map((e) => e.href || e.action)")
    pictures = page.eval_on_selector_all(
        "img, link[rel=icon], use",
        "all => all.map((e) => e.currentSrc || e.src || e.href?.baseVal || e.href).filter(Boolean)",
    )
    own_pages = {urldefrag(address)[0] for address in links if urlsplit(address).netloc == urlsplit(page.url).netloc}
    own_pages -= {urldefrag(page.url)[0]}
    return own_pages, {urldefrag(urljoin(page.url, address))[0] for address in pictures}


def dead(request: APIRequestContext, addresses: Iterable[str], known: dict[str, int]) -> list[str]:
    """Those that do not end in a 200; each address is asked once in `known`."""
    for address in addresses:
        if address not in known:
            page = {"Accept": "text/html"}  # below the desks an address without it is the API's
            known[address] = request.get(address, headers=page).status if is_known(address) else 404
    return sorted(f"{known[address]} {address}" for address in addresses if known[address] != 200)


def is_known(address: str) -> bool:
    """A desk answers every address below it with its shell, so the page must be one that exists."""
    path = urlsplit(address).path
    in_desk = path.startswith(("/admin", "/vendor/", "/account")) and not path.endswith(".csv")
    return not in_desk or ROUTES.fullmatch(path) is not None


def walk(page: Page, paths: Iterable[str]) -> list[str]:
    known: dict[str, int] = {}
    problems = []
    for path in paths:
        answer = page.goto(path)
        if (
            answer is not None
            and answer.status == 200
            and page.locator("script[src*='entry.client'], #snapshot").count()
        ):
            live(page, path)
            page.wait_for_load_state("networkidle")
        links, pictures = places(page)
        assert links, path
        problems += [f"{path}: {problem}" for problem in dead(page.request, links | pictures, known)]
        broken = page.eval_on_selector_all(
            "img", "all => all.filter((i) => i.complete && !i.naturalWidth).map((i) => i.src)"
        )
        problems += [f"{path}: broken picture {source}" for source in broken]
        hollow = page.eval_on_selector_all(
            "a", "all => all.filter((a) => ['', '#'].includes(a.getAttribute('href') ?? '')).map((a) => a.outerHTML)"
        )
        problems += [f"{path}: leads nowhere {html[:120]}" for html in hollow]
    assert len(known) > 30
    return problems


def test_every_link_of_the_public_pages(desk: Desk) -> None:
    assert walk(desk(), PUBLIC) == []


def test_every_link_of_the_operators_desk(desk: Desk) -> None:
    page = desk("operator")
    details = [first(page, path) for path in ("/admin/products", "/admin/vendors?status=pending", "/admin/tenants")]
    tabs = [f"{details[1]}?tab={tab}" for tab in ("catalogue", "team", "audit")]
    brand = [f"{details[2]}?tab={tab}" for tab in ("brand", "keys")]
    assert walk(page, (*OPERATOR, *details, *tabs, *brand)) == []


def test_every_link_of_the_vendors_desk(desk: Desk) -> None:
    page = desk("vendor owner")
    assert walk(page, (*VENDOR, first(page, "/vendor/products"))) == []


def first(page: Page, path: str) -> str:
    """The address of the first row of a list."""
    live(page, path)
    return page.locator("a.id").first.get_attribute("href") or ""


def test_what_the_sitemap_names_answers(page: Page, product: Running) -> None:
    robots = page.request.get("/robots.txt").text()
    assert "Sitemap:" in robots
    known: dict[str, int] = {}
    for store in STORES:
        text = page.request.get(f"/s/{store}/sitemap.xml").text()
        named = [part.split("</loc>")[0] for part in text.split("<loc>")[1:]]
        assert len(named) > 150
        assert all(address.startswith(product.url) for address in named)
        assert dead(page.request, named[:: max(1, len(named) // 25)], known) == []

"""Every page, light and dark: no finding of axe (WCAG 2.2 AA), nothing in the console, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.conftest import Console, Running

pytestmark = pytest.mark.e2e

PUBLIC = ["/stores", "/s/northforge", "/s/mezzaluna", "/s/assay", "/s/assay/nothing-here"]
DOORS = ["/sign-in", "/sign-up", "/forgot-password", "/vendor/apply"]
DESKS = {
    "operator": ["/admin", "/admin/vendors"],
    "vendor owner": ["/vendor/products", "/account", "/account/security"],
}
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def settle(page: Page, path: str) -> None:
    """Open the page and wait until Reflex has taken over and the data is there."""
    answer = page.goto(path)
    if answer is not None and answer.status == 404:
        return  # the 404 page is the snapshot, and stays
    page.wait_for_selector("#snapshot", state="detached")
    page.wait_for_load_state("networkidle")


def findings(page: Page) -> list[str]:
    """What axe finds, a line each, with the first place."""
    result = Axe().run(page, options=TAGS)
    return [
        f"{v['id']}: {v['help']} ({len(v['nodes'])}x, {v['nodes'][0]['html'][:120]})"
        for v in result.response["violations"]
    ]


def check(page: Page, console: Console, paths: list[str]) -> list[str]:
    problems = []
    for path in paths:
        settle(page, path)
        problems += [f"{path}: {finding}" for finding in findings(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"{path}: scrolls sideways by {wide} px")
        problems += [f"{path}: console: {error}" for error in console.errors]
        console.errors.clear()
    return problems


@pytest.fixture(params=[("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)], ids=lambda p: f"{p[0]}-{p[1]}")
def view(request: pytest.FixtureRequest, browser: Browser, product: Running) -> Iterator[BrowserContext]:
    """A browser in this theme, of this width."""
    theme, width = request.param
    context = browser.new_context(
        base_url=product.url, viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    yield context
    context.close()


def test_public_pages_and_doors(view: BrowserContext, console: Console) -> None:
    page = view.new_page()
    console.watch(page)
    assert check(page, console, PUBLIC + DOORS) == []


@pytest.mark.parametrize("role", sorted(DESKS))
def test_desks(view: BrowserContext, console: Console, accounts: dict[str, dict[str, str]], role: str) -> None:
    page = view.new_page()
    sign_in(page, accounts[role])
    console.watch(page)
    assert check(page, console, DESKS[role]) == []


def sign_in(page: Page, account: dict[str, str]) -> None:
    """Sign in through the form's own address."""
    page.goto("/sign-in")
    page.fill("input[name=email]", account["email"])
    page.fill("input[name=password]", account["password"])
    page.click("form[action='/auth/sign-in'] button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)

"""How long a save takes until the new text is in a browser, beside a `make dev` of this working copy.

    .venv/bin/python -m scripts.bench.reload http://localhost:3000

Changes one text of a query, of a page that the server draws, of a public page and of a desk's page, and puts the file
back. A page that is drawn is asked for until it has the new text; one that is open in the browser is left alone until
it shows it. Prints the seconds of each; between two of them everything comes to rest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from marketplace.kit.process.frontend import ROOT
from scripts.browser import system_browser

PATIENCE = 120
AT_REST = 20  # seconds; longer than the slowest of them takes


@dataclass(frozen=True)
class Change:
    """A text in a file, and the page that holds it: as the server sends it, or `is_open` in a browser since before."""

    what: str
    file: str
    text: str
    page: str
    is_open: bool = False


CHANGES = (
    Change("a query", "queries/storefront/layout.py", "Find an order", "/s/northforge"),
    Change("a page of the server", "components/account/sign_in.py", "Forgotten?", "/sign-in"),
    Change("a public page, drawn", "components/storefront/header.py", "Stores on Concourse", "/s/northforge"),
    Change("a public page, open", "components/storefront/header.py", "Stores on Concourse", "/s/assay", is_open=True),
    Change("a page of a desk", "pages/vendor_desk/products.py", "Add a product", "/vendor/products", is_open=True),
)


def main() -> None:
    base = sys.argv[1].rstrip("/")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=system_browser(), args=flags)
        context = browser.new_context(base_url=base)
        sign_in(context, base)
        for change in CHANGES:
            print(f"{change.what:<28}{seconds_of(context, change):6.1f} s", flush=True)
        browser.close()


def sign_in(context: BrowserContext, base: str) -> None:
    """As the demo's owner of a vendor."""
    printed = subprocess.run([sys.executable, "-m", "marketplace.cli", "demo-info", "--json"], stdout=subprocess.PIPE)
    owner = next(one for one in json.loads(printed.stdout)["accounts"] if one["role"] == "vendor owner")
    form = {"email": owner["email"], "password": owner["password"]}
    context.request.post("/auth/sign-in", form=form, headers={"Origin": base})


def seconds_of(context: BrowserContext, change: Change) -> float:
    """From the save to the text in the browser. The file is as before afterwards, and what was built of it too."""
    file = ROOT / "marketplace" / change.file
    before = file.read_text()
    changed = f"{change.text} {time.time_ns() % 1000}"
    if change.text not in before:
        raise SystemExit(f"{file} has no text {change.text!r} any more: choose another one here")
    page = context.new_page()
    if change.is_open:
        page.goto(change.page)
        wait_until(lambda: change.text in live(page))
    saved = time.monotonic()
    file.write_text(before.replace(change.text, changed))
    try:
        wait_until(lambda: changed in (live(page) if change.is_open else sent(context, change.page)))
        return time.monotonic() - saved
    finally:
        file.write_text(before)
        time.sleep(AT_REST)
        page.close()


def live(page: Page) -> str:
    """What Reflex has taken over of a page that is open."""
    return page.locator("#live").first.text_content(timeout=5_000) or ""


def sent(context: BrowserContext, path: str) -> str:
    """The page as the server sends it now."""
    return context.request.get(path, timeout=5_000).text()


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask again and again; what does not answer yet is asked again, too."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with suppress(Error):
            if holds():
                return
        time.sleep(0.05)
    raise SystemExit(f"not within {PATIENCE} s")


if __name__ == "__main__":
    main()

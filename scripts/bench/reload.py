"""How long a save takes until the new text is in a browser, beside a `make dev` of this working copy.

    .venv/bin/python -m scripts.bench.reload http://localhost:3000

Changes one text of a query, of a page that the server draws, of a public page and of a desk's page, loads the page
until the browser shows the new text where it belongs, and puts the file back. Prints the seconds of each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Error, sync_playwright

from marketplace.kit.process.frontend import ROOT
from scripts.browser import system_browser

PATIENCE = 300


@dataclass(frozen=True)
class Change:
    """A text in a file, and the page and place where a browser shows it; `#live` is what Reflex has taken over."""

    what: str
    file: str
    text: str
    page: str
    within: str


CHANGES = (
    Change("a query", "queries/storefront/layout.py", "Find an order", "/s/northforge", "body"),
    Change("a page of the server", "components/account/sign_in.py", "Forgotten?", "/sign-in", "body"),
    Change("a public page, drawn", "components/storefront/header.py", "Stores on Concourse", "/s/northforge", "body"),
    Change("a public page, taken over", "components/storefront/header.py", "Stores on Concourse", "/s/assay", "#live"),
    Change("a page of a desk", "pages/vendor_desk/products.py", "Add a product", "/vendor/products", "#live"),
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
    saved = time.monotonic()
    file.write_text(before.replace(change.text, changed))
    try:
        wait_for(context, change, changed)
        return time.monotonic() - saved
    finally:
        file.write_text(before)
        wait_for(context, change, change.text, gone=changed)


def wait_for(context: BrowserContext, change: Change, text: str, *, gone: str = "") -> None:
    """Load the page again and again until it shows the text."""
    page, give_up = context.new_page(), time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            page.goto(change.page, timeout=5_000)
            page.locator(change.within).first.wait_for(timeout=5_000, state="attached")
            shown = page.locator(change.within).first.text_content(timeout=1_000) or ""
            if text in shown and not (gone and gone in shown):
                page.close()
                return
        except Error:
            time.sleep(0.05)
    raise SystemExit(f"{change.page} did not show {text!r} within {PATIENCE} s")


if __name__ == "__main__":
    main()

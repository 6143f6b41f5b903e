"""What a first visit has to load before the page works: JavaScript and style sheets, gzipped.

    .venv/bin/python -m scripts.bench.first_load http://localhost:3000 /s/northforge /s/northforge/p/...

Opens each page in a browser without a cache, waits until Reflex has taken it over, and adds up what came,
compressed by gzip whatever the server sent. Ends with 1 when a page is over the limit.
"""

from __future__ import annotations

import gzip
import os
import sys

from playwright.sync_api import Browser, Response, sync_playwright

from scripts.browser import system_browser

LIMIT_KB = 180


def in_browser(browser: Browser, address: str) -> dict[str, int]:
    """Gzipped bytes of every script and style sheet of a first visit, by address."""
    context = browser.new_context()
    page = context.new_page()
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    page.goto(address)
    page.wait_for_selector("#live", state="attached")
    page.wait_for_load_state("networkidle")
    wanted = [r for r in came if r.request.resource_type in ("script", "stylesheet") or r.url.endswith(".js")]
    sizes = {response.url: len(gzip.compress(response.body(), 6)) for response in wanted}
    context.close()
    return sizes


def main() -> int:
    base, paths = sys.argv[1].rstrip("/"), sys.argv[2:] or ["/s/northforge"]
    worst = 0.0
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=system_browser(), args=flags)
        for path in paths:
            sizes = in_browser(browser, base + path)
            total = sum(sizes.values()) / 1024
            worst = max(worst, total)
            print(f"{path}: {total:.1f} KB gzipped in {len(sizes)} files")
            for address, size in sorted(sizes.items(), key=lambda item: -item[1]):
                print(f"  {size / 1024:7.1f}  {address.removeprefix(base)}")
    return 0 if worst <= LIMIT_KB else 1


if __name__ == "__main__":
    sys.exit(main())

"""Time to first byte and largest contentful paint of a page in a real browser: medians of cold visits.

    .venv/bin/python -m scripts.bench.paint http://localhost:3000/s/northforge/p/... [--visits 15]

Each visit is a browser context of its own, so nothing is cached; a warm figure with a full cache follows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics

from playwright.sync_api import BrowserContext, sync_playwright

from scripts.browser import system_browser

_WATCH = """
window.__lcp = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) window.__lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
"""
_READ = "() => ({ttfb: performance.getEntriesByType('navigation')[0].responseStart, lcp: window.__lcp})"


def visit(context: BrowserContext, url: str) -> dict[str, float]:
    """One visit; milliseconds from the navigation's start."""
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(url)
    page.wait_for_timeout(1500)
    timings: dict[str, float] = page.evaluate(_READ)
    page.close()
    return timings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--visits", type=int, default=15)
    options = parser.parse_args()
    path = system_browser()
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        cold = []
        for _ in range(options.visits):
            context = browser.new_context()
            cold.append(visit(context, options.url))
            context.close()
        context = browser.new_context()
        visit(context, options.url)
        warm = [visit(context, options.url) for _ in range(options.visits)]
        browser.close()
    for name, visits in (("cold", cold), ("warm", warm)):
        medians = {key: round(statistics.median(v[key] for v in visits), 1) for key in ("ttfb", "lcp")}
        print(json.dumps({"cache": name, "ms": medians, "visits": len(visits)}))


if __name__ == "__main__":
    main()

"""Find or install the browser that the tests drive, and say which it is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system_browser() -> str | None:
    """A Chromium that is installed already."""
    return next((path for name in CANDIDATES if (path := shutil.which(name))), None)


def playwright_browser() -> str | None:
    """Playwright's own Chromium, if it was downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> None:
    for find in (system_browser, playwright_browser):
        if path := find():
            print(f"  Browser for the tests: {path}")
            return
    print("  No browser found; trying Playwright's download ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    if path := playwright_browser():
        print(f"  Browser for the tests: {path}")
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Installing Debian's chromium ...", flush=True)
        subprocess.run("apt-get update -qq && apt-get install -y -qq chromium", shell=True, check=False)
    if path := system_browser():
        print(f"  Browser for the tests: {path}")
        return
    sys.exit("error: no Chromium could be found or installed. Install one (apt install chromium) and try again.")


if __name__ == "__main__":
    main()

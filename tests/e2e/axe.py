"""What axe finds on a page, in the theme that it wears."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def barriers(page: Page, rules: dict[str, object] | None = None) -> list[dict[str, Any]]:
    """The violations of these rules, of all when none are named.

    What passes is not described: on a long list that is a megabyte, and a third of the time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
    result = page.evaluate("(options) => axe.run(document, options)", {**(rules or {}), "resultTypes": ["violations"]})
    violations: list[dict[str, Any]] = result["violations"]
    return violations


def wear(page: Page, theme: str) -> None:
    """Change the theme, and be done with every transition that this begins."""
    page.evaluate(
        """(theme) => {
          document.documentElement.classList.remove("light", "dark");
          document.documentElement.classList.add(theme);
          for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
        }""",
        theme,
    )

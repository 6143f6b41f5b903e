"""How people use a page: with a mouse, or with a keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Mouse:
    """Points and clicks."""

    page: Page

    def press(self, target: Locator) -> None:
        target.click()

    def type(self, target: Locator, text: str) -> None:
        target.click()
        target.press("ControlOrMeta+a")
        target.press_sequentially(text)


@dataclass(frozen=True)
class Keyboard:
    """Never points: every target is reached with Tab, in the order of the page, and must be seen when it has focus."""

    page: Page

    def press(self, target: Locator) -> None:
        self.reach(target)
        kind = target.evaluate("e => e.type")
        self.page.keyboard.press("Space" if kind in ("checkbox", "radio") else "Enter")

    def type(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, option: str) -> None:
        """An option of a list, by the first letters of its name."""
        self.reach(target)
        self.page.keyboard.type(option)
        self.page.keyboard.press("Tab")
        expect(target.locator("option:checked")).to_contain_text(option)

    def reach(self, target: Locator) -> None:
        """Go there with Tab; it must be seen that it has the focus."""
        expect(target).to_be_visible()
        for _ in range(160):
            if target.evaluate("e => e === document.activeElement"):
                assert target.evaluate("e => e.matches(':focus-visible')")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

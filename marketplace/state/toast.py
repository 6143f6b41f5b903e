"""A sentence that appears for a few seconds: `return toast.success("Saved.")` from any handler.

Reflex's own toasts reach the browser as code to be evaluated, which our content security policy forbids;
this is a state variable that every page shows (`components/app_shell.py`), and 9 KB lighter.
"""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.event import EventSpec

LONGEST = 300


class Toasts(rx.State):
    """What is being said; `number` makes the same sentence appear a second time."""

    text: str = ""
    tone: str = ""
    number: int = 0

    @rx.event
    def show(self, text: str, tone: str) -> None:
        """Say it; on the sayer's own screen only."""
        self.text, self.tone, self.number = text[:LONGEST], "bad" if tone == "bad" else "good", self.number + 1

    @rx.event
    def hide(self) -> None:
        """Take it away before its time."""
        self.text = ""


def success(text: str) -> EventSpec:
    """It worked."""
    return _say(text, "good")


def error(text: str) -> EventSpec:
    """It did not, and why."""
    return _say(text, "bad")


def _say(text: str, tone: str) -> EventSpec:
    show: Any = Toasts.show
    spec: EventSpec = show(text, tone)
    return spec

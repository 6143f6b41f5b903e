"""An address which the server answers whole, as Reflex knows it: who is redirected there from a desk loads it."""

from __future__ import annotations

from marketplace.components.markup import Markup, el
from marketplace.pages.registry import Page


def door(path: str) -> Page:
    """Nothing to see at `path`: a redirect inside a desk arrives here, and desk.js loads the real page."""
    return Page(path, _build, "Concourse")


def _build() -> Markup:
    return el.div(id="door")

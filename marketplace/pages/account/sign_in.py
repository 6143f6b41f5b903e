"""The addresses of sign-in and its kin, as Reflex knows them: the server answers them whole, so just load them."""

from __future__ import annotations

from marketplace.components.markup import Markup, el
from marketplace.pages.registry import Page

_PATHS = (
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/second-factor",
    "/wrong-desk",
)


def build() -> Markup:
    """Nothing to see: a redirect inside a desk arrives here, and desk.js loads the real page."""
    return el.div(id="door")


PAGES = [Page(path, build, "Concourse") for path in _PATHS]

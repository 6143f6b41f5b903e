"""The addresses of sign-in and its kin, to which desks send people."""

from __future__ import annotations

from marketplace.pages.door import door

_PATHS = (
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/second-factor",
    "/wrong-desk",
)
PAGES = [door(path) for path in _PATHS]

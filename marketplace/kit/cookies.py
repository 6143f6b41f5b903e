"""One cookie out of a header."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie


def cookie_value(header: str, name: str) -> str:
    """The value of this cookie; empty when it is absent or the header malformed."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""

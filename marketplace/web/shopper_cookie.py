"""The secret by which a guest's cart is found again, given with the first page of a store.

It must come with a page, not with the first click: the socket's handshake carries the cookies that the page had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from marketplace.kit.session_cookie import shopper_cookie
from marketplace.kit.tokens import fresh_token
from marketplace.settings import settings

Header = tuple[bytes, bytes]
_SECONDS = 90 * 86400


def needs_cookie(path: str, seen: Mapping[bytes, bytes]) -> bool:
    """Whether this request for a page of a store comes from a browser that has no cart secret yet."""
    return path.startswith("/s/") and f"{shopper_cookie()}=".encode() not in seen.get(b"cookie", b"")


def with_cookie(headers: Iterable[Header]) -> list[Header]:
    """The headers with a fresh secret; no shared cache may keep such an answer and hand the cart to others."""
    secure = b"; Secure" if settings().cookie_secure else b""
    cookie = f"{shopper_cookie()}={fresh_token()}; Max-Age={_SECONDS}; Path=/; HttpOnly; SameSite=Lax".encode() + secure
    kept = [
        (name, value.replace(b"public", b"private") if name.lower() == b"cache-control" else value)
        for name, value in headers
    ]
    return [*kept, (b"set-cookie", cookie)]

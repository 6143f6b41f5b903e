"""The headers of every answer: security, and how long it may be kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from marketplace.settings import settings
from marketplace.web.layout import content_security_policy

Header = tuple[bytes, bytes]
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
_CHECKED = (b"cache-control", b"public, max-age=0, must-revalidate")
_A_DAY = (b"cache-control", b"public, max-age=86400")
_NEVER = (b"cache-control", b"no-store")


@lru_cache
def security_headers() -> tuple[Header, ...]:
    """What every answer carries. The policy's script hashes come from the built front end, so it must be built."""
    headers = [
        (b"content-security-policy", content_security_policy().encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if settings().cookie_secure:
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return tuple(headers)


def caching(scope: Any, status: int, headers: Iterable[Header]) -> list[Header]:
    """How long an answer without an opinion of its own may be kept.

    Built files carry a hash in their name, others the `v` of `shell.versioned`: for ever. Pages that did not
    come out of the page cache belong to a signed-in area: never.
    """
    path, kind = scope["path"], dict(headers).get(b"content-type", b"")
    if status not in (200, 206, 304) or kind.startswith((b"text/html", b"application/json")):
        return [_NEVER]
    if path.startswith(("/assets/", "/fonts/")) or scope.get("query_string", b"").startswith(b"v="):
        return [_FOREVER]
    return [_A_DAY] if path.startswith("/drawings/") else [_CHECKED]

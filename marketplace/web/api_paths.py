"""Which requests are the API's. Its paths below `/vendor` and `/admin` are also those of pages.

A request for a path of the API is the API's unless a browser asks for a page there (`Accept: text/html`). Nothing
that a cookie alone vouches for may change anything: such a request must come from our own origin or bring a header
that no foreign form can send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

_OWN = (
    "/store/",
    "/openapi.json",
    "/auth/customer/",
    "/auth/vendor/",
    "/auth/user/",
    "/auth/token/",
    "/auth/session",
    "/auth/mfa/",
)
_SHARED = ("/vendor/", "/admin/")


class ApiPaths:
    """Knows the API's routes."""

    def __init__(self, routes: Iterable[APIRoute]) -> None:
        self._shared = [route for route in routes if route.path.startswith(_SHARED)]

    def take(self, scope: Scope, seen: Mapping[bytes, bytes]) -> bool:
        """Whether the API answers this request."""
        path = scope["path"]
        if path.startswith(_OWN):
            return True
        if not path.startswith(_SHARED) or b"text/html" in seen.get(b"accept", b""):
            return False
        return any(route.matches(scope)[0] is not Match.NONE for route in self._shared)

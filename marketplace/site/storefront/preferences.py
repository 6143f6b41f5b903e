"""What a visitor chose: the store, the region and its currency. Kept in cookies that hold no secret."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from marketplace.domain.forms import FormReader
from marketplace.settings import settings
from marketplace.web.request_context import safe_next, see

_YEAR = 365 * 86400
_HARMLESS = re.compile(r"[a-z0-9_-]{1,40}", re.IGNORECASE)


async def choose(request: Request) -> Response:
    """Remember `store` and `region` where they are given, and go on to `next`."""
    typed = FormReader(await request.form())
    store = typed.raw("store")
    response = see(safe_next(typed.raw("next"), f"/s/{store}" if _HARMLESS.fullmatch(store) else "/stores"))
    for name in ("store", "region"):
        value = typed.raw(name)
        if _HARMLESS.fullmatch(value):
            response.set_cookie(name, value, max_age=_YEAR, path="/", samesite="lax", secure=settings().cookie_secure)
    return response


ROUTES = [Route("/auth/store", choose, methods=["POST"])]

"""A cookie that says nothing but that this browser's person may have prices of their own: a page then asks for them
before it shows any (`assets/js/own-prices.js`). It opens nothing; the session decides what is answered."""

from __future__ import annotations

from starlette.responses import Response

from marketplace.settings import settings

HINT = "own"
_MONTH = 30 * 24 * 3600


def give_hint(response: Response) -> None:
    """Let the pages of this browser ask; scripts read it, so it is not HttpOnly."""
    response.set_cookie(HINT, "1", max_age=_MONTH, path="/", samesite="lax", secure=settings().cookie_secure)

"""`/s/{store}/quotes/open/{request}/{key}`: the link of a guest's letter, and the cookie that it leaves."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from marketplace.domain.quotes.requester import Requester, with_key
from marketplace.kit.session_cookie import quote_cookie
from marketplace.services.quotes.quote_access import open_by_link
from marketplace.settings import settings
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.shopper_page import ShopperRequest, answer_shopper
from marketplace.web.request_context import see


async def open_link(request: Request) -> Response:
    """`/s/{store}/quotes/open/{request}/{key}`: the link of a guest's letter lets this browser in."""
    return await asyncio.to_thread(_open, request, await shopper_of(request))


def _open(request: Request, shopper: Any) -> Response:
    quote, key = request.path_params["quote"], request.path_params["key"]

    def go(shopper_request: ShopperRequest) -> Response:
        page_request = shopper_request.page_request
        who = Requester(shopper.actor, key=key, token=shopper.token)
        open_by_link(page_request.db, who, page_request.tenant.id, quote)
        here = f"{shopper_request.home}/quotes/{quote}"
        return with_link(see(here), request.cookies.get(quote_cookie(), ""), quote, key)

    return answer_shopper(request, shopper, go, by_link=True)


def with_link(answer: Response, cookie: str, request_id: str, key: str) -> Response:
    """The answer, with this key beside those that the browser's `cookie` holds."""
    answer.set_cookie(
        quote_cookie(),
        with_key(cookie, request_id, key),
        max_age=180 * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().cookie_secure,
    )
    return answer

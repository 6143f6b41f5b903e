"""The addresses of a buyer's quotes: for who is signed in, and for the guest whose browser a link has let in."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import NotFound
from marketplace.domain.quotes.requester import key_in
from marketplace.kit.session_cookie import quote_cookie
from marketplace.services.identity.access import store_scope
from marketplace.site.desks.pages import open_page, signed_in_page
from marketplace.web.request_context import see

_QUOTES = "/s/{store}/quotes"


async def _list(request: Request) -> Response:
    """The requests of who is signed in; 404 in a store that is not there."""
    try:
        await asyncio.to_thread(store_scope, request.path_params["store"])
    except NotFound:
        return Response("Not found", status_code=404, media_type="text/plain")
    return await signed_in_page(request)


async def _one(request: Request) -> Response:
    """As the list; also for a browser that holds the key of this request. The page itself decides what it shows."""
    cookie = request.cookies.get(quote_cookie(), "")
    return await (open_page(request) if key_in(cookie, request.path_params["quote"]) else _list(request))


async def _short_address(request: Request) -> Response:
    """`/quotes/request` leads to the store that was chosen, or to the choice."""
    store = request.cookies.get("store", "")
    try:
        await asyncio.to_thread(store_scope, store)
    except NotFound:
        return see("/stores")
    return see(f"/s/{store}/quotes/request", dict(request.query_params))


ROUTES: list[BaseRoute] = [
    Route("/quotes/request", _short_address, methods=["GET"]),
    Route(_QUOTES, _list, methods=["GET"]),
    Route(f"{_QUOTES}/{{quote}}", _one, methods=["GET"]),
    Route(f"{_QUOTES}/{{quote}}/{{vendor_quote}}", _one, methods=["GET"]),
]

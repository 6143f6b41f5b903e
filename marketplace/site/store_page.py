"""The endpoint of a store's public page: read the store, draw the snapshot, remember the bytes.

A page gives one function, `read(request) -> Whole`. The frame around it (header, footer, brand), caching, canonical
address, 404 and language are the same for all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from marketplace.domain.errors import NotFound
from marketplace.kit.cached_response import CachedResponse
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.identity.access import find_store
from marketplace.site.not_found import draw_not_found
from marketplace.site.pages import Page, PageRequest, as_response, draw_page, page_request_of, remember
from marketplace.web.response_cache import VERSIONS

Endpoint = Callable[[Request], Awaitable[Response]]
Read = Callable[[PageRequest], Page]
# Drawing is nearly all processor, and threads share one: a third page at the same moment makes all three late.
_DRAWERS = ThreadPoolExecutor(2, "draw")


def store_page(read: Read) -> Endpoint:
    """An endpoint for `/s/{store}/...` out of a function that reads the page."""

    async def endpoint(request: Request) -> Response:
        handle = request.path_params["store"]
        stamp = await VERSIONS.stamp(handle)
        if stamp is None:
            return as_response(request, await asyncio.to_thread(draw_not_found, request.url.path))
        drawn = partial(copy_context().run, _draw, request, read, handle, str(stamp[0]))
        page = await asyncio.get_running_loop().run_in_executor(_DRAWERS, drawn)
        return await remember(request, stamp, page)

    return endpoint


def _draw(request: Request, read: Read, handle: str, tenant_id: str) -> CachedResponse:
    with unit_of_work(Scope.tenant(tenant_id)) as db:
        try:
            page_request = page_request_of(db, find_store(db, handle), request, request.url.path)
            return draw_page(page_request, read(page_request))
        except NotFound:
            return draw_not_found(request.url.path)

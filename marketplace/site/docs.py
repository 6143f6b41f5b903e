"""`/docs`: the API for people who read."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.api.app import make_api
from marketplace.api.http.api_docs import arrange
from marketplace.components.api_docs import handbook
from marketplace.components.markup import snapshot
from marketplace.kit.cached_response import Ready, ready
from marketplace.settings import settings
from marketplace.site.pages import as_response
from marketplace.web.layout import Head, plain_document

_SHEETS = ("/css/tokens.css", "/css/handbook.css")


async def show(request: Request) -> Response:
    """The page, drawn once per process."""
    return as_response(request, await asyncio.to_thread(_page))


@lru_cache
def _page() -> Ready:
    view = arrange(make_api().openapi(), settings().base_url)
    with snapshot():
        body = str(handbook(view))
    head = Head("API · Concourse", "Every route of the store, vendor and admin API.", sheets=_SHEETS)
    return ready(plain_document(head, body))


ROUTES: list[BaseRoute] = [Route("/docs", show, methods=["GET"])]

"""`/docs`: the API for people who read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.api_docs import api_docs
from marketplace.components.markup import snapshot
from marketplace.kit.cached_response import CachedResponse, cached
from marketplace.settings import settings
from marketplace.site.api_docs import arrange
from marketplace.site.pages import as_response
from marketplace.web.layout import Head, plain_document

_SHEETS = ("/css/tokens.css", "/css/api-docs.css")


def docs_routes(describe: Callable[[], Mapping[str, Any]]) -> list[BaseRoute]:
    """The page over what `describe` says, an OpenAPI document; it is drawn once per process."""

    @lru_cache
    def page() -> CachedResponse:
        view = arrange(describe(), settings().base_url)
        with snapshot():
            body = str(api_docs(view))
        head = Head("API · Concourse", "Every route of the store, vendor and admin API.", sheets=_SHEETS)
        return cached(plain_document(head, body))

    async def show(request: Request) -> Response:
        return as_response(request, await asyncio.to_thread(page))

    return [Route("/docs", show, methods=["GET"])]

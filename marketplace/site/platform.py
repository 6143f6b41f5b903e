"""Whole pages of the platform: the bare address, the page of all stores, robots and sitemaps."""

from __future__ import annotations

import asyncio
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marketplace.components.storefront.platform import directory_body
from marketplace.kit.cached_response import CachedResponse, cached
from marketplace.kit.db import run
from marketplace.kit.tenancy import Scope
from marketplace.queries.storefront.sitemap import list_public_paths
from marketplace.queries.storefront.stores import find_in_stores, get_directory
from marketplace.settings import settings
from marketplace.site.not_found import draw_not_found
from marketplace.site.pages import CACHEABLE, PRIVATE, as_response, remember
from marketplace.site.platform_page import platform_page
from marketplace.web.layout import PLACES, Head
from marketplace.web.response_cache import VERSIONS, key_of
from marketplace.web.store_gate import is_closed

_FACES = (
    "/fonts/archivo-latin-wdth-normal.woff2",
    "/fonts/bricolage-grotesque-latin-opsz-normal.woff2",
    "/fonts/newsreader-latin-opsz-normal.woff2",
)


async def front_door(request: Request) -> Response:
    """The bare address: the store visited last, while it is open, else all stores."""
    store = request.cookies.get("store", "")
    target = f"/s/{store}" if store and await VERSIONS.stamp(store) else "/stores"
    return RedirectResponse(target, status_code=302, headers={"Cache-Control": "private, no-store"})


async def stores(request: Request) -> Response:
    """All open stores."""
    stamp = await VERSIONS.stamp("") or ()
    choice = key_of(request.scope, dict(request.scope["headers"]))[3]
    page = await asyncio.to_thread(_draw_stores, choice, request.query_params.get("q", "").strip()[:80])
    return await remember(request, stamp, page)


async def robots(request: Request) -> Response:
    """What crawlers may read: everything public, nothing that needs a person; one sitemap per open store."""
    await VERSIONS.stamp("")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE_PLACES), ""]
    open_ones = [handle for handle in VERSIONS.open_stores() if not is_closed(handle)]
    lines += [f"Sitemap: {settings().base_url}/s/{handle}/sitemap.xml" for handle in open_ones]
    return as_response(request, cached("\n".join(lines) + "\n", headers=CACHEABLE, content_type="text/plain"))


async def sitemap(request: Request) -> Response:
    """Every public page of one store."""
    handle = request.path_params["store"]
    stamp = await VERSIONS.stamp(handle)
    if stamp is None:
        return as_response(request, await asyncio.to_thread(draw_not_found, request.url.path))
    paths = await asyncio.to_thread(run, Scope.tenant(stamp[0]), lambda db: list(list_public_paths(db, f"/s/{handle}")))
    base = escape(settings().base_url)
    urls = "".join(f"<url><loc>{base}{escape(path)}</loc></url>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{_SITEMAP}">{urls}</urlset>'
    headers = PRIVATE if is_closed(handle) else CACHEABLE
    return await remember(request, stamp, cached(text, headers=headers, content_type="application/xml"))


def _draw_stores(choice: str, words: str) -> CachedResponse:
    matches = find_in_stores(words, choice)
    directory = run(Scope.system(), lambda db: get_directory(db, choice, words, matches))
    head = Head(
        "Choose a store · Concourse",
        "Every store on Concourse. One account opens all of them.",
        sheets=PLACES,
        fonts=("/fonts/inter-latin-wght-normal.woff2", *_FACES),
        robots="noindex" if words else "",
    )
    return platform_page(
        head, lambda: directory_body(directory), main_class="wrap stp", here="/stores", directory=directory
    )


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PRIVATE_PLACES = ("/account", "/vendor", "/admin", "/auth", "/sign-in", "/sign-up", "/mailbox", "/s/*/search")

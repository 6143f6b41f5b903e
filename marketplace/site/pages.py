"""Whole pages of a store: what was asked, what is drawn, and the bytes that are kept for the next reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from marketplace.components.markup import Markup, snapshot
from marketplace.domain.stores.access_posture import may_see_prices
from marketplace.kit.cached_response import CachedResponse, Stamp, cached
from marketplace.queries.shared.market import Market, find_market
from marketplace.queries.storefront.layout import CurrentPage, StoreLayout, current_page_of, get_layout
from marketplace.services.identity.access import ActiveStore
from marketplace.settings import settings
from marketplace.site.storefront.layout import guest_page
from marketplace.web.layout import Head, document, plain_document
from marketplace.web.response_cache import RESPONSES, Kind, Slot, key_of, store_of
from marketplace.web.store_gate import is_closed

CACHEABLE = ((b"cache-control", b"public, max-age=0, must-revalidate"), (b"vary", b"Accept-Encoding, Cookie"))
PRIVATE = ((b"cache-control", b"private, no-store"),)
SCRIPTS = ("/js/storefront.js",)
_FACE_FILES = {
    "northforge": "/fonts/archivo-latin-wdth-normal.woff2",
    "mezzaluna": "/fonts/bricolage-grotesque-latin-opsz-normal.woff2",
    "assay": "/fonts/newsreader-latin-opsz-normal.woff2",
}


@dataclass(frozen=True)
class PageRequest:
    """One request for a page of a store, inside its transaction."""

    db: Session
    tenant: ActiveStore
    market: Market
    layout: StoreLayout
    path: str
    here: CurrentPage
    show_prices: bool
    params: Mapping[str, Any]
    query: QueryParams


@dataclass(frozen=True)
class Page:
    """What a page is: its head, and its main content, drawn inside the snapshot. `query` fills the search field; one
    that is not `is_kept` is drawn anew for everybody."""

    head: Head
    body: Callable[[], Markup]
    main_class: str = ""
    query: str = ""
    status: int = 200
    is_kept: bool = True


async def remember(request: Request, stamp: Stamp, page: CachedResponse) -> Response:
    """Keep a good page for the next reader, and answer with it."""
    if page.status == 200 and page.headers != PRIVATE and not is_closed(store_of(request.url.path)):
        key = key_of(request.scope, dict(request.scope["headers"]))
        await RESPONSES.keep(Slot(Kind.PAGE, key, stamp), page)
    return as_response(request, page)


def as_response(request: Request, page: CachedResponse) -> Response:
    """A ready page as Starlette's answer to this request."""
    status, headers, body = page.answer(dict(request.scope["headers"]))
    response = Response(body, status)
    response.raw_headers = headers
    return response


def draw_page(request: PageRequest, whole: Page) -> CachedResponse:
    """The page inside its store's frame, as bytes."""
    with snapshot():
        body = whole.body()
    frame = guest_page(
        request.tenant.content_version,
        request.market,
        request.layout,
        body,
        here=request.here,
        query=whole.query,
        main_class=whole.main_class,
    )
    face = _FACE_FILES.get(request.layout.look)
    head = replace(
        whole.head,
        canonical=whole.head.canonical or settings().base_url + request.path,
        fonts=(*whole.head.fonts, face) if face else whole.head.fonts,
        scripts=(*SCRIPTS, *whole.head.scripts),
        robots=whole.head.robots or ("noindex" if whole.status != 200 else ""),
    )
    write = document if whole.status == 200 else plain_document  # nothing takes over a page that is not there
    html = write(head, frame, lang=request.tenant.default_locale)
    may_be_kept = whole.status == 200 and whole.is_kept and not is_closed(request.tenant.handle)
    return cached(html, status=whole.status, headers=CACHEABLE if may_be_kept else PRIVATE)


def page_request_of(db: Session, tenant: ActiveStore, request: Request | None, path: str) -> PageRequest:
    """Everything a page of this store may want to know about the request."""
    choice = key_of(request.scope, dict(request.scope["headers"]))[3] if request else ""
    query = request.query_params if request else QueryParams()
    market = find_market(db, tenant, choice)
    params = request.path_params if request else {}
    return PageRequest(
        db=db,
        tenant=tenant,
        market=market,
        layout=get_layout(db, tenant, market),
        path=path,
        here=current_page_of(path, str(query)),
        show_prices=may_see_prices(tenant.access_posture, signed_in=False),
        params=params,
        query=query,
    )

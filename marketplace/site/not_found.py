"""The 404 page, in the store's brand where the path names an open store, else the platform's."""

from __future__ import annotations

import re

from marketplace.components.storefront.not_found import not_found_body
from marketplace.domain.errors import NotFound
from marketplace.kit.cached_response import CachedResponse
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.queries.storefront.home_goods import Shelf
from marketplace.queries.storefront.not_found import NotFoundPage, list_alternatives, list_stores_instead
from marketplace.services.identity.access import find_store, store_scope
from marketplace.site.pages import Page, PageRequest, draw_page, page_request_of
from marketplace.site.platform_page import platform_page
from marketplace.web.layout import PLACES, Head
from marketplace.web.response_cache import store_of

_LETTERS = re.compile(r"[^\w]+")


def draw_not_found(path: str) -> CachedResponse:
    """The whole 404 page for this path."""
    reference = new_id("lost")[-8:]
    handle = store_of(path)
    try:
        with unit_of_work(store_scope(handle)) as db:
            return _of_store(page_request_of(db, find_store(db, handle), None, path), reference)
    except NotFound:
        return _of_platform(path, reference)


def _of_store(request: PageRequest, reference: str) -> CachedResponse:
    texts = request.tenant.settings.layout.not_found
    words = _words(request.path)
    shelf = Shelf(request.db, request.tenant, request.market, show_prices=request.show_prices)
    page = NotFoundPage(
        title=texts.title,
        text="The page you asked for has moved or never was. Nothing of yours is lost.",
        drawing=texts.drawing,
        reference=f"{reference[:2]}-{reference[2:6]}",
        words=words,
        search=request.layout.search,
        ways=list_alternatives(shelf, words),
    )
    head = Head(f"Page not found · {request.tenant.name}", sheets=PLACES)
    return draw_page(request, Page(head, lambda: not_found_body(page), "wrap nf404", status=404))


def _of_platform(path: str, reference: str) -> CachedResponse:
    with unit_of_work(Scope.system()) as db:
        ways = list_stores_instead(db)
    page = NotFoundPage(
        title="There is no such place here.",
        text="The page or the store you asked for has moved, is closed, or never was.",
        drawing="ear-defenders",
        reference=f"{reference[:2]}-{reference[2:6]}",
        words=_words(path),
        search="/stores",
        ways=ways,
    )
    return platform_page(
        Head("Page not found · Concourse", sheets=PLACES, robots="noindex"),
        lambda: not_found_body(page),
        main_class="wrap nf404",
        here="/stores",
        status=404,
    )


def _words(path: str) -> str:
    """The words of the last part of an address: `/s/x/p/copper-sauce-pan-20` gives `copper sauce pan 20`."""
    return _LETTERS.sub(" ", path.rsplit("/", 1)[-1]).replace("_", " ").strip()[:60]

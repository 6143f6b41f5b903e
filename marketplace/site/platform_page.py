"""A page of the platform in its own layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from marketplace.components.markup import Markup, snapshot
from marketplace.components.storefront.platform import platform_layout
from marketplace.kit.cached_response import CachedResponse, Header, cached
from marketplace.queries.storefront.layout import current_page_of
from marketplace.queries.storefront.stores import StoreDirectory
from marketplace.queries.storefront.visitor import GUEST_VISITOR
from marketplace.settings import settings
from marketplace.site.pages import CACHEABLE, PRIVATE, SCRIPTS
from marketplace.web.layout import Head, document, plain_document


def platform_page(
    head: Head,
    body: Callable[[], Markup],
    *,
    main_class: str,
    here: str,
    directory: StoreDirectory = StoreDirectory(),
    status: int = 200,
) -> CachedResponse:
    """A page of the platform in its own frame."""
    with snapshot():
        frame = platform_layout(directory, GUEST_VISITOR, *body(), here=current_page_of(here), main_class=main_class)
    whole = replace(head, scripts=SCRIPTS, canonical=head.canonical or settings().base_url + here)
    headers: tuple[Header, ...] = CACHEABLE if status == 200 else PRIVATE
    write = document if status == 200 else plain_document
    return cached(write(whole, str(frame)), status=status, headers=headers)

"""The store's goods as whole HTML: categories, search, products, vendors."""

from __future__ import annotations

from dataclasses import replace

from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.directory import categories_body, vendor_body, vendors_body
from marketplace.components.storefront.listing import shelf_body
from marketplace.components.storefront.product import discontinued_body, product_body
from marketplace.domain.errors import NotFound
from marketplace.kit.clock import now
from marketplace.queries.storefront.discontinued import get_discontinued
from marketplace.queries.storefront.listing_pages import Shelf, get_categories, get_category, get_search
from marketplace.queries.storefront.product import get_product_page
from marketplace.queries.storefront.product_view import ProductChoice
from marketplace.queries.storefront.vendor_page import get_vendor_page, list_vendors
from marketplace.services.search.search_words import count_misses
from marketplace.settings import settings
from marketplace.site.pages import Page, PageRequest
from marketplace.site.store_page import store_page
from marketplace.web.layout import LISTING, OWN_PRICES, PRODUCT, Head

_LISTING, _PRODUCT = (*LISTING, "/css/catalogue.css"), (*PRODUCT, "/css/catalogue.css")
_SCRIPTS = ("/js/catalogue.js",)


def category(request: PageRequest) -> Page:
    """A category with its goods."""
    params = request.query.multi_items()
    return _shelf(
        get_category(
            request.db,
            request.tenant,
            request.market,
            handle=request.params["category"],
            params=params,
            moment=now(),
            show_prices=request.show_prices,
        )
    )


def search(request: PageRequest) -> Page:
    """Results, or everything. Words that found nothing are counted, so such a page is not kept."""
    params = request.query.multi_items()
    shelf = get_search(request.db, request.tenant, request.market, params, now(), show_prices=request.show_prices)
    misses = shelf.listing.misses
    if misses and "@" not in request.query.get("q", ""):  # an address is no word
        count_misses(request.db, request.tenant.id, misses)
    return replace(_shelf(shelf), is_kept=not misses)


def categories(request: PageRequest) -> Page:
    """All categories."""
    overview = get_categories(request.db, request.tenant)
    head = _head(f"All categories · {overview.store}", f"Everything that {overview.store} sells, by category.")
    return Page(head, lambda: categories_body(overview), main_class="wrap")


def product(request: PageRequest) -> Page:
    """A product; its canonical address is without choices. One that is sold no more names what replaces it."""
    try:
        return _product(request)
    except NotFound:
        gone = get_discontinued(request.db, request.tenant, request.params["product"])
    head = Head(f"{gone.title} · {request.tenant.name}", robots="noindex", sheets=_PRODUCT)
    home = f"/s/{request.tenant.handle}"
    return Page(head, lambda: discontinued_body(gone, home), main_class="wrap", status=410)


def _product(request: PageRequest) -> Page:
    page = get_product_page(
        request.db,
        request.tenant,
        request.market,
        handle=request.params["product"],
        choice=ProductChoice.from_params(request.query),
        moment=now(),
        base_url=settings().base_url,
        show_prices=request.show_prices,
    )
    head = _head(
        page.head_title, page.head_description, page.href, image=page.image, json_ld=page.json_ld, sheets=_PRODUCT
    )
    return Page(head, lambda: product_body(page), main_class="wrap")


def vendor(request: PageRequest) -> Page:
    """A vendor with what they sell."""
    params = request.query.multi_items()
    page = get_vendor_page(
        request.db,
        request.tenant,
        request.market,
        handle=request.params["vendor"],
        params=params,
        moment=now(),
        show_prices=request.show_prices,
    )
    head = _head(page.head_title, page.head_description, page.canonical, robots=page.robots)
    return Page(head, lambda: vendor_body(page), main_class="wrap")


def vendors(request: PageRequest) -> Page:
    """All vendors."""
    page = list_vendors(request.db, request.tenant, request.market, now())
    return Page(_head(f"Vendors · {page.store}", page.lead), lambda: vendors_body(page), main_class="wrap")


def _shelf(shelf: Shelf) -> Page:
    head = _head(shelf.head_title, shelf.head_description, shelf.canonical, robots=shelf.robots)
    return Page(head, lambda: shelf_body(shelf), main_class="wrap", query=shelf.listing.q)


def _head(
    title: str,
    description: str,
    path: str = "",
    *,
    robots: str = "",
    image: str = "",
    json_ld: str = "",
    sheets: tuple[str, ...] = _LISTING,
) -> Head:
    return Head(
        title=title,
        description=description,
        canonical=settings().base_url + path if path else "",
        image=image,
        json_ld=json_ld,
        robots=robots,
        sheets=sheets,
        scripts=_SCRIPTS,
        first_scripts=OWN_PRICES,
    )


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/c/{category}", store_page(category)),
    Route("/s/{store}/search", store_page(search)),
    Route("/s/{store}/categories", store_page(categories)),
    Route("/s/{store}/p/{product}", store_page(product)),
    Route("/s/{store}/v/{vendor}", store_page(vendor)),
    Route("/s/{store}/vendors", store_page(vendors)),
]

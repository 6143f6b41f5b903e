"""The storefront's addresses of the frame: front door, stores, homes, what crawlers ask for."""

from __future__ import annotations

import json

from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.home import home_sections, sheets_of
from marketplace.queries.storefront.home_sections import get_home
from marketplace.settings import settings
from marketplace.site.pages import Page, PageRequest
from marketplace.site.platform import front_door, robots, sitemap, stores
from marketplace.site.store_page import store_page
from marketplace.web.layout import OWN_PRICES, STOREFRONT, Head


def home(request: PageRequest) -> Page:
    """The home of a store."""
    page = get_home(request.db, request.tenant, request.market, show_prices=request.show_prices)
    address = settings().base_url + request.path
    about = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": request.tenant.name,
        "url": address,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{address}/search?q={{q}}",
            "query-input": "required name=q",
        },
    }
    head = Head(
        page.title,
        page.description,
        json_ld=json.dumps(about),
        sheets=(*STOREFRONT, *sheets_of(section.kind for section in page.sections)),
        scripts=("/js/catalogue.js",),
        first_scripts=OWN_PRICES,
    )
    return Page(head, lambda: home_sections(page.sections))


ROUTES: list[BaseRoute] = [
    Route("/", front_door),
    Route("/stores", stores),
    Route("/robots.txt", robots),
    Route("/s/{store}/sitemap.xml", sitemap),
    Route("/s/{store}", store_page(home)),
]

"""The addresses that are answered with whole HTML; the desks' own are made of their pages (`desk.desk_routes`)."""

from __future__ import annotations

from starlette.routing import BaseRoute

from marketplace.site.brand_preview import ROUTES as BRAND_PREVIEW
from marketplace.site.buying import ROUTES as BUYING
from marketplace.site.catalogue import ROUTES as CATALOGUE
from marketplace.site.checkout import ROUTES as CHECKOUT
from marketplace.site.entrance import ROUTES as ENTRANCE
from marketplace.site.handbook import ROUTES as HANDBOOK
from marketplace.site.notices import ROUTES as NOTICES
from marketplace.site.order_finding import ROUTES as ORDER_FINDING
from marketplace.site.payout_account import ROUTES as PAYOUT_ACCOUNT
from marketplace.site.purchases import ROUTES as PURCHASES
from marketplace.site.storefront import ROUTES as STOREFRONT

ROUTES: list[BaseRoute] = [
    *STOREFRONT,
    *BUYING,
    *CHECKOUT,
    *ORDER_FINDING,
    *NOTICES,
    *PURCHASES,
    *CATALOGUE,
    *ENTRANCE,
    *PAYOUT_ACCOUNT,
    *HANDBOOK,
    *BRAND_PREVIEW,
]

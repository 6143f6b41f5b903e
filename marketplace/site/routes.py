"""The addresses that are answered with whole HTML; the desks' own are made of their pages (`desk.desk_routes`)."""

from __future__ import annotations

from starlette.routing import BaseRoute

from marketplace.site.account.payout_account import ROUTES as PAYOUT_ACCOUNT
from marketplace.site.account.sign_in import ROUTES as SIGN_IN
from marketplace.site.desks.acting import ROUTES as ACTING
from marketplace.site.desks.approval_links import ROUTES as APPROVAL_LINKS
from marketplace.site.desks.brand_preview import ROUTES as BRAND_PREVIEW
from marketplace.site.desks.company import ROUTES as COMPANY
from marketplace.site.desks.company_files import ROUTES as COMPANY_FILES
from marketplace.site.desks.company_invoices import ROUTES as COMPANY_INVOICES
from marketplace.site.desks.quotes import ROUTES as QUOTES
from marketplace.site.downloads.quote_files import ROUTES as QUOTE_FILES
from marketplace.site.storefront.cart import ROUTES as BUYING
from marketplace.site.storefront.catalogue import ROUTES as CATALOGUE
from marketplace.site.storefront.checkout import ROUTES as CHECKOUT
from marketplace.site.storefront.checkout_payment import ROUTES as CHECKOUT_PAYMENT
from marketplace.site.storefront.homes import ROUTES as STOREFRONT
from marketplace.site.storefront.order_lookup import ROUTES as ORDER_FINDING
from marketplace.site.storefront.own_prices import ROUTES as OWN_PRICES
from marketplace.site.storefront.purchases import ROUTES as PURCHASES
from marketplace.site.storefront.quick_order import ROUTES as QUICK_ORDER
from marketplace.site.storefront.quote_request import ROUTES as QUOTE_REQUEST
from marketplace.site.storefront.requisition_lists import ROUTES as LISTS
from marketplace.site.storefront.stock_notices import ROUTES as NOTICES
from marketplace.site.storefront.variant_grid import ROUTES as VARIANT_GRID

ROUTES: list[BaseRoute] = [
    *COMPANY,
    *COMPANY_INVOICES,
    *COMPANY_FILES,
    *ACTING,
    *OWN_PRICES,
    *APPROVAL_LINKS,
    *STOREFRONT,
    *BUYING,
    *CHECKOUT,
    *CHECKOUT_PAYMENT,
    *ORDER_FINDING,
    *NOTICES,
    *PURCHASES,
    *QUICK_ORDER,
    *QUOTE_REQUEST,
    *QUOTE_FILES,
    *QUOTES,
    *LISTS,
    *VARIANT_GRID,
    *CATALOGUE,
    *SIGN_IN,
    *PAYOUT_ACCOUNT,
    *BRAND_PREVIEW,
]

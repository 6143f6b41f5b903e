"""The Reflex application: pages in, HTTP in, nothing else."""

from __future__ import annotations

import reflex as rx
from starlette.applications import Starlette

from marketplace.api import operations, payments
from marketplace.api.app import make_api
from marketplace.components.app_shell import app_wraps
from marketplace.kit.log import configure_logging
from marketplace.pages import account, company_desk, operator_desk, storefront, vendor_desk
from marketplace.site import media
from marketplace.site.account import sign_in_forms
from marketplace.site.desks import company_documents, price_files
from marketplace.site.desks.pages import desk_routes
from marketplace.site.docs import docs_routes
from marketplace.site.downloads import documents, money_tables, operator_tables, vendor_tables
from marketplace.site.routes import ROUTES as SITE
from marketplace.site.storefront import cart_forms, preferences
from marketplace.state.base import on_unexpected
from marketplace.state.belonging import BelongsToSession
from marketplace.state.page_load import ResetOnLoad
from marketplace.state.reader_locale import ReadsInOwnLocale
from marketplace.state.toast import Toasts
from marketplace.web.unavailable import HANDLERS

configure_logging()
DESKS = (*account.PAGES, *vendor_desk.PAGES, *operator_desk.PAGES)
ROUTES = [
    *operations.ROUTES,
    *sign_in_forms.ROUTES,
    *preferences.ROUTES,
    *media.ROUTES,
    *vendor_tables.ROUTES,
    *operator_tables.ROUTES,
    *price_files.ROUTES,
    *company_documents.ROUTES,
    *money_tables.ROUTES,
    *documents.ROUTES,
    *payments.ROUTES,
    *cart_forms.ROUTES,
    *SITE,
    *docs_routes(lambda: make_api().openapi()),
    *desk_routes([page.route for page in DESKS]),
]
app = rx.App(
    api_transformer=[Starlette(routes=ROUTES, exception_handlers=HANDLERS)],
    backend_exception_handler=on_unexpected,
    reset_style=False,
    toaster=None,
    app_wraps=app_wraps(Toasts),
)
app.add_middleware(BelongsToSession())
app.add_middleware(ResetOnLoad())
app.add_middleware(ReadsInOwnLocale())
for page in (*storefront.PAGES, *company_desk.PAGES, *DESKS):
    app.add_page(page.build, route=page.route, title=page.title, on_load=page.on_load)

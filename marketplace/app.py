"""The Reflex application: pages in, HTTP in, nothing else."""

from __future__ import annotations

import reflex as rx
from starlette.applications import Starlette

from marketplace.api import (
    auth,
    choices,
    exports,
    media,
    money_exports,
    operations,
    operator_exports,
    papers,
    payments,
    shopping,
)
from marketplace.components.app_shell import app_wraps
from marketplace.kit.log import configure_logging
from marketplace.pages import account, operator_desk, storefront, vendor_desk
from marketplace.site.desk import desk_routes
from marketplace.site.routes import ROUTES as SITE
from marketplace.site.unavailable import HANDLERS
from marketplace.state.base import on_unexpected
from marketplace.state.belonging import BelongsToSession
from marketplace.state.page_load import EmptyOnArrival
from marketplace.state.reader_locale import ReadsInOwnLocale
from marketplace.state.toast import Toasts

configure_logging()
DESKS = (*account.PAGES, *vendor_desk.PAGES, *operator_desk.PAGES)
ROUTES = [
    *operations.ROUTES,
    *auth.ROUTES,
    *choices.ROUTES,
    *media.ROUTES,
    *exports.ROUTES,
    *operator_exports.ROUTES,
    *money_exports.ROUTES,
    *papers.ROUTES,
    *payments.ROUTES,
    *shopping.ROUTES,
    *SITE,
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
app.add_middleware(EmptyOnArrival())
app.add_middleware(ReadsInOwnLocale())
for page in (*storefront.PAGES, *DESKS):
    app.add_page(page.build, route=page.route, title=page.title, on_load=page.on_load)

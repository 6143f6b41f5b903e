"""Pages of a store that are one shopper's own: cart, checkout, purchases. Whole HTML, never cached, never taken over.

They are native documents with native forms: what is bought must not depend on a socket that may be gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from marketplace.components.markup import snapshot
from marketplace.components.storefront.layout import store_layout
from marketplace.domain.buying.basket import Basket
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.queries.shared.market import market_in
from marketplace.queries.storefront.cart import show_cart
from marketplace.queries.storefront.cart_views import CartPage
from marketplace.queries.storefront.suggest import Suggestions
from marketplace.queries.storefront.visitor import get_visitor
from marketplace.services.buying.cart_access import LockedCart, Shopper, find_locked_cart, lock_cart
from marketplace.services.buying.carts import basket_of, set_region
from marketplace.services.identity.access import check_sees_prices, find_store, sees_prices, store_scope
from marketplace.site.not_found import draw_not_found
from marketplace.site.pages import PRIVATE, SCRIPTS, Page, PageRequest, as_response, page_request_of
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.web.flash import Flash, clear_flash, read_flash
from marketplace.web.layout import STOREFRONT, plain_document
from marketplace.web.request_context import see

BUYING = (*STOREFRONT, "/css/product.css", "/css/buying.css")


@dataclass(frozen=True)
class ShopperRequest:
    """One request for a page of one's own: the store's `page_request`, the shopper, their cart as it stands."""

    page_request: PageRequest
    shopper: Shopper
    cart: LockedCart | None
    basket: Basket | None
    page: CartPage
    flash: Flash

    @property
    def home(self) -> str:
        return f"/s/{self.page_request.tenant.handle}"


Read = Callable[[ShopperRequest], Page | Response]


def shopper_page(read: Read, *, by_link: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for a page of the shopper's own out of a function that reads it.

    One that a link opens (`by_link`) shows its purchase also where guests see no prices: they have paid them.
    """

    async def endpoint(request: Request) -> Response:
        shopper = await shopper_of(request)
        return await asyncio.to_thread(partial(answer_shopper, request, shopper, read, by_link=by_link))

    return endpoint


def answer_shopper(
    request: Request, shopper: Shopper, read: Read, flash: Flash | None = None, *, by_link: bool = False
) -> Response:
    """The page, drawn for this shopper in one transaction; a 404 or the sign-in page where there is none."""
    handle, path = request.path_params["store"], request.url.path
    try:
        with unit_of_work(store_scope(handle)) as db:
            page_request = page_request_of(db, find_store(db, handle), request, path)
            if not by_link:
                check_sees_prices(page_request.tenant, shopper.actor)
            cart = _cart_of(page_request, shopper, request.query_params.get("cart", ""))
            if cart is not None and cart.quoted is not None:
                market = market_in(db, page_request.tenant, cart.region_id, cart.currency)
                page_request = replace(page_request, market=market)
            elif cart is not None:
                set_region(db, cart, region_id=page_request.market.region_id, currency=page_request.market.currency)
            basket = basket_of(db, cart, shopper.actor) if cart is not None else None
            page = show_cart(db, basket, page_request.market, f"/s/{handle}", now())
            answer = read(
                ShopperRequest(
                    page_request=page_request,
                    shopper=shopper,
                    cart=cart,
                    basket=basket,
                    page=page,
                    flash=flash or read_flash(request),
                )
            )
            if isinstance(answer, Response):
                return answer  # it leads on; what it says is told by the next page
            response = _drawn(page_request, shopper, page, answer)
    except NotFound:
        return as_response(request, draw_not_found(path))
    except Unauthenticated:
        # What a form was sent to is no page to come back to; the page above it is.
        here = f"{path}?{request.url.query}" if request.url.query else path
        back = here if request.method == "GET" else path.rsplit("/", 1)[0]
        return see("/sign-in", {"next": back, "store": handle})
    clear_flash(response)
    return response


def _cart_of(request: PageRequest, shopper: Shopper, quoted_id: str) -> LockedCart | None:
    """The shopper's cart; the cart of a quote where the address names it, which is bought beside it.

    Raises `NotFound` for anybody else's, or one that is no quote's.
    """
    if not sees_prices(request.tenant, shopper.actor):
        return None
    if not quoted_id:
        return find_locked_cart(request.db, request.tenant.id, shopper)
    cart = lock_cart(request.db, shopper, quoted_id)
    if cart.quoted is None:
        raise NotFound("cart", quoted_id)
    return cart


def _drawn(request: PageRequest, shopper: Shopper, page: CartPage, whole: Page) -> Response:
    visitor = get_visitor(request.db, shopper.actor, request.tenant.id, page)
    with snapshot():
        frame = store_layout(
            request.layout, visitor, Suggestions(), whole.body(), here=request.here, main_class=whole.main_class
        )
    head = replace(whole.head, robots="noindex", scripts=(*SCRIPTS, "/js/catalogue.js", *whole.head.scripts))
    html = plain_document(head, str(frame), lang=request.tenant.default_locale)
    response = HTMLResponse(html, whole.status)
    for name, value in PRIVATE:
        response.headers[name.decode()] = value.decode()
    return response

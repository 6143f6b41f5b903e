"""The cart's page."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.cart import cart_body
from marketplace.components.storefront.list_forms import Keep
from marketplace.domain.buying.buyer import buyer_of
from marketplace.queries.storefront.requisition_lists import list_choices
from marketplace.services.buying.abandoning import open_standing
from marketplace.services.buying.carts import mark_prices_seen
from marketplace.site.pages import Page
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, shopper_page
from marketplace.web.layout import Head

_PICTURES = {"mezzaluna": "copper-saucepan", "assay": "erlenmeyer-flask"}


def cart(request: ShopperRequest) -> Page | Response:
    """What the shopper has chosen so far. Prices that moved are told once: from now on they are the seen ones."""
    if request.cart is not None and request.basket is not None:
        mark_prices_seen(request.page_request.db, request.cart, request.basket)
    picture = _PICTURES.get(request.page_request.layout.look, "ball-bearing")
    head = Head(f"Your cart · {request.page_request.tenant.name}", sheets=BUYING)
    standing = open_standing(request.page_request.db, request.cart) if request.cart is not None else None
    actor, tenant = request.shopper.actor, request.page_request.tenant
    choices = list_choices(request.page_request.db, actor, tenant)
    keep = Keep(choices or (), may_share=bool(buyer_of(actor, tenant.id).company_id)) if choices is not None else None
    return Page(
        head,
        lambda: cart_body(request.page, request.home, request.flash, picture=picture, standing=standing, keep=keep),
        "wrap cartp",
    )


ROUTES: list[BaseRoute] = [Route("/s/{store}/cart", shopper_page(cart))]

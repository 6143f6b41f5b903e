"""All variants of a product in one table to order from; what is typed stands in the address, so nothing is lost."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.variant_grid import variant_grid_body
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.buying.quick_order import read_pieces
from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.kit.ratelimit import limit
from marketplace.queries.storefront.variant_grid import get_variant_grid
from marketplace.services.buying.bulk_adding import add_list
from marketplace.services.buying.cart_access import open_cart
from marketplace.site.pages import Page
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import see

_FIELD = "pieces."
_SHEETS = tuple(dict.fromkeys((*BUYING, "/css/catalogue.css")))


def _grid(request: ShopperRequest) -> Page:
    at = request.page_request
    typed = {name.removeprefix(_FIELD): value for name, value in at.query.items() if name.startswith(_FIELD)}
    page = get_variant_grid(
        at.db,
        at.tenant,
        at.market,
        str(at.params["product"]),
        typed,
        buyer=buyer_of(request.shopper.actor, at.tenant.id),
        moment=now(),
    )
    head = Head(f"{page.title}, all variants · {at.tenant.name}", sheets=_SHEETS)
    return Page(head, lambda: variant_grid_body(page, request.flash), "wrap cartp")


async def _add(request: Request) -> Response:
    """Everything that is typed goes into the cart, or nothing: what cannot be had is said at its row."""
    form, shopper = await request.form(), await shopper_of(request)
    path, typed = request.url.path, _typed(form)
    pieces = {offer_id: read_pieces(value)[0] for offer_id, value in typed.items()}
    chosen = {offer_id: quantity for offer_id, quantity in pieces.items() if quantity}
    back = {f"{_FIELD}{offer_id}": value for offer_id, value in typed.items() if value.strip(" 0")}

    def add(shopper_request: ShopperRequest) -> Response:
        at = shopper_request.page_request
        region, currency = at.market.region_id, at.market.currency
        cart = open_cart(at.db, at.tenant.id, shopper, region_id=region, currency=currency)
        refused = add_list(at.db, cart, chosen)
        if refused:
            raise _Refused(len(refused))
        count = len(chosen)
        flash = Flash(f"{count} {'variant is' if count == 1 else 'variants are'} in your cart.")
        return set_flash(see(f"{shopper_request.home}/cart"), flash)

    if any(read_pieces(value)[1] for value in typed.values()):
        return set_flash(see(path, back), Flash("Nothing was added yet: mend what is marked below.", "warn"))
    if not chosen:
        return set_flash(see(path), Flash("Enter how many you want of each variant.", "warn"))
    try:
        limit("120/minute", "list", shopper.actor.user_id or shopper.actor.ip)
        return await asyncio.to_thread(partial(answer_shopper, request, shopper, add, Flash()))
    except MarketplaceError as error:
        return set_flash(see(path, back), Flash(error.sentence, "warn"))


class _Refused(MarketplaceError):
    """Some of what was typed cannot be had so; the transaction is undone."""

    def __init__(self, lines: int) -> None:
        what = "One quantity" if lines == 1 else f"{lines} quantities"
        super().__init__(f"Nothing was added yet. {what} cannot be had so; below stands what can.")


def _typed(form: FormData) -> dict[str, str]:
    return {
        name.removeprefix(_FIELD)[:60]: value[:20]
        for name, value in form.multi_items()
        if name.startswith(_FIELD) and isinstance(value, str)
    }


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/p/{product}/variants", shopper_page(_grid), methods=["GET"]),
    Route("/s/{store}/p/{product}/variants", _add, methods=["POST"]),
]

"""A checkout that waits for its payment: followed until it is decided, or given up."""

from __future__ import annotations

import asyncio
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.markup import Markup
from marketplace.components.storefront.base import link
from marketplace.components.storefront.cart import bank_ways
from marketplace.components.storefront.checkout import waiting_body
from marketplace.domain.errors import MarketplaceError, NotFound
from marketplace.domain.lifecycle import CheckoutStatus
from marketplace.kit.db import run
from marketplace.services.buying.abandoning import give_up
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import Placed, follow_checkout
from marketplace.services.identity.access import store_scope
from marketplace.services.orders.order_access import get_group, group_path
from marketplace.site.not_found import draw_not_found
from marketplace.site.pages import Page, as_response
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import see

_AT_THE_BANK = (
    "Nothing is charged until you confirm there that it is you. Until then, and for half an hour at most, your goods "
    "are held for you."
)

_NO_ANSWER = (
    "We asked for the payment and have no answer yet. This page looks again by itself; you can close it, and we write "
    "to you. You will not be charged twice."
)


def onward(request: Request, placed: Placed) -> Response:
    """Where a checkout leads: to the order, to the bank, or to where it is followed."""
    handle = request.path_params["store"]
    if placed.group_id:
        return run(store_scope(handle), lambda db: _confirmed(db, placed.group_id))
    if placed.action_url:
        return RedirectResponse(placed.action_url, 303)
    return RedirectResponse(f"/s/{handle}/checkout/{placed.checkout_id}", 303)


def _confirmed(db: Session, group_id: str) -> Response:
    """The order's page, which says once that it is placed and where the confirmation goes."""
    group = get_group(db, group_id)
    words = (
        f"Thank you. Order {group.number} is placed. The confirmation with the link to this page goes to "
        f"{group.email}; each vendor writes there when its parcel leaves."
    )
    return set_flash(see(group_path(db, group)), Flash(words))


async def follow(request: Request) -> Response:
    """Where a payment stands: decided, or asked for again in three seconds."""
    shopper = await shopper_of(request)
    return await asyncio.to_thread(_follow, request, shopper)


def _follow(request: Request, shopper: Shopper) -> Response:
    handle = request.path_params["store"]
    try:
        placed = follow_checkout(partial(run, store_scope(handle)), shopper, request.path_params["checkout"])
    except NotFound:
        return as_response(request, draw_not_found(request.url.path))
    if placed.group_id:
        return onward(request, placed)
    response = answer_shopper(request, shopper, lambda shopper_request: _standing(shopper_request, placed))
    if placed.status in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING) and not placed.action_url:
        response.headers["refresh"] = "3"
    return response


def _standing(request: ShopperRequest, placed: Placed) -> Page:
    head = Head(f"Payment · {request.page_request.tenant.name}", sheets=BUYING)

    def body() -> Markup:
        if placed.action_url:
            return waiting_body(request, "Your bank waits for you", _AT_THE_BANK, bank_ways(request.home, placed))
        if placed.status in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING):
            return waiting_body(request, "Waiting for your bank", _NO_ANSWER)
        again = link("Back to the checkout", href=f"{request.home}/checkout", class_name="btn btn--primary")
        return waiting_body(request, "The order was not placed", placed.problem, again)

    return Page(head, body, "wrap")


async def leave(request: Request) -> Response:
    """The buyer gives up what waits at the bank, to pay another way."""
    shopper = await shopper_of(request)
    return await asyncio.to_thread(_leave, request, shopper)


def _leave(request: Request, shopper: Shopper) -> Response:
    handle, checkout_id = request.path_params["store"], request.path_params["checkout"]
    form = f"/s/{handle}/checkout"
    try:
        placed = give_up(partial(run, store_scope(handle)), shopper, checkout_id)
    except NotFound:
        return as_response(request, draw_not_found(request.url.path))
    except MarketplaceError as error:
        return set_flash(see(f"{form}/{checkout_id}"), Flash(error.sentence, "warn"))
    if placed.group_id:
        return onward(request, placed)
    return set_flash(see(form), Flash("Nothing was charged. Choose how you want to pay.", "info"))


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/checkout/{checkout}", follow, methods=["GET"]),
    Route("/s/{store}/checkout/{checkout}/give-up", leave, methods=["POST"]),
]

"""`/s/{store}/orders/find`: a guest's way back to an order. Right and wrong pairs are answered alike."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.find_order import find_order_body
from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.kit.db import run
from marketplace.kit.ratelimit import limit
from marketplace.services.identity.access import find_store, store_scope
from marketplace.services.orders.order_lookup import ask_for_link
from marketplace.site.pages import Page
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import actor_from, see

_SENT = "If an order with this number was placed with this address, its link is on the way there."


def find(request: ShopperRequest) -> Page:
    """The form."""
    number, _, email = request.flash.typed.partition("\n")
    head = Head(f"Find an order · {request.page_request.tenant.name}", sheets=BUYING)
    return Page(head, lambda: find_order_body(request.home, request.flash, number, email), "wrap")


async def send(request: Request) -> Response:
    """Ask for the link. A refusal comes back with what was typed, in a cookie that only the server reads."""
    form, actor = await request.form(), await actor_from(request)
    number, email = (FormReader(form).raw(name).replace("\n", " ")[:300] for name in ("number", "email"))
    return await asyncio.to_thread(_send, request.path_params["store"], actor.ip, number, email)


def _send(handle: str, ip: str, number: str, email: str) -> Response:
    back, typed = see(f"/s/{handle}/orders/find"), f"{number}\n{email}"
    try:
        limit("10/15 minutes", "find-order", ip)
        run(store_scope(handle), lambda db: ask_for_link(db, find_store(db, handle).id, number=number, email=email))
    except Invalid as error:
        field, words = next(iter(error.fields.items()))
        return set_flash(back, Flash(field=field, words=words, typed=typed))
    except MarketplaceError as error:
        return set_flash(back, Flash(error.sentence, "warn", typed=typed))
    return set_flash(back, Flash(_SENT, "info"))


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/orders/find", shopper_page(find, by_link=True), methods=["GET"]),
    Route("/s/{store}/orders/find", send, methods=["POST"]),
]

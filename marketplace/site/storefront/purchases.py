"""What was bought: the list, one purchase by account or by a guest's link, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.purchase import Wish, purchase_body
from marketplace.components.storefront.purchases import purchases_body
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import whole_or
from marketplace.queries.storefront.orders import find_wish, get_purchase, list_purchases
from marketplace.services.buying.cart_access import open_cart
from marketplace.services.buying.reordering import reorder
from marketplace.services.identity.customers import answer_transfer
from marketplace.services.orders.cancelling import ask_to_cancel
from marketplace.services.orders.order_access import find_group_for
from marketplace.services.orders.returning import ask_to_return
from marketplace.site.pages import Page
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.refilled import refilled_flash
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import see


def purchase(request: ShopperRequest) -> Page:
    """One purchase. A wrong key is a purchase that does not exist."""
    page_request, actor = request.page_request, request.shopper.actor
    key = page_request.query.get("key", "")
    try:
        page = get_purchase(page_request.db, actor, _number(page_request.params), key)
    except Unauthenticated:
        if key:
            raise NotFound("order") from None
        raise
    head = Head(f"Order {page.number} · {page_request.tenant.name}", sheets=BUYING)
    token = page_request.query.get("transfer", "")[:100]
    wish = Wish(find_wish(page_request.db, _number(page_request.params), token), token)
    return Page(head, lambda: purchase_body(page, request.flash, wish, is_signed_in=bool(actor.user_id)), "wrap")


def purchases(request: ShopperRequest) -> Page:
    """Everything the person bought in this store."""
    typed = request.page_request.query.get("page", "1")
    number = whole_or(typed, 1, least=1, most=99_999)
    page = list_purchases(
        request.page_request.db, request.shopper.actor, tenant_id=request.page_request.tenant.id, page=number
    )
    return Page(
        Head(f"Your orders · {request.page_request.tenant.name}", sheets=BUYING),
        lambda: purchases_body(page, request.home),
        "wrap",
    )


def _number(params: Mapping[str, object]) -> int:
    typed = str(params["number"])
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise NotFound("order")
    return int(typed)


Act = Callable[[ShopperRequest, FormData, str], Flash]


def _action(act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form, shopper = await request.form(), await shopper_of(request)
        key = FormReader(form).raw("key", 100)
        back = f"/s/{request.path_params['store']}/orders/{request.path_params['number']}"

        def use(shopper_request: ShopperRequest) -> Response:
            flash = act(shopper_request, form, key)
            target = f"{shopper_request.home}/cart" if act is _again else back
            return set_flash(see(target, {"key": key} if key and act is not _again else None), flash)

        try:
            return await asyncio.to_thread(
                partial(answer_shopper, request, shopper, use, Flash(), by_link=act is not _again)
            )
        except MarketplaceError as error:
            return set_flash(see(back, {"key": key} if key else None), Flash(error.sentence, "warn"))

    return endpoint


def _cancel(request: ShopperRequest, form: FormData, key: str) -> Flash:
    typed = FormReader(form)
    ask_to_cancel(
        request.page_request.db, request.shopper.actor, typed.raw("order"), reason=typed.raw("reason", 500), key=key
    )
    return Flash("We have told the vendor. You will get an answer by e-mail.")


def _return(request: ShopperRequest, form: FormData, key: str) -> Flash:
    typed = FormReader(form)
    lines = {name.removeprefix("line."): typed.count(name) for name in form if name.startswith("line.")}
    if typed.problems:
        raise Invalid({"lines": next(iter(typed.problems.values()))})
    ask_to_return(
        request.page_request.db,
        request.shopper.actor,
        typed.raw("order"),
        lines={line: pieces for line, pieces in lines.items() if pieces},
        reason=typed.raw("reason", 500),
        key=uuid4().hex,
        link_key=key,
    )
    return Flash("The vendor will tell you how to send it back.")


def _transfer(request: ShopperRequest, form: FormData, key: str) -> Flash:
    db, actor, accepted = request.page_request.db, request.shopper.actor, form.get("answer") == "yes"
    group = find_group_for(db, actor, _number(request.page_request.params), key)
    try:
        answer_transfer(db, actor, group.id, FormReader(form).raw("transfer", 100), accepted=accepted)
    except NotFound:
        return Flash("This question is no longer open: it was answered, or taken back.", "warn")
    if accepted:
        return Flash("The order is in their account now. This link still opens it.")
    return Flash("You kept the order. Nobody else sees it.")


def _again(request: ShopperRequest, form: FormData, key: str) -> Flash:
    page_request = request.page_request
    cart = open_cart(
        page_request.db,
        page_request.tenant.id,
        request.shopper,
        region_id=page_request.market.region_id,
        currency=page_request.market.currency,
    )
    return refilled_flash(reorder(page_request.db, request.shopper.actor, cart, _number(page_request.params), key=key))


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/orders", shopper_page(purchases, by_link=True), methods=["GET"]),
    Route("/s/{store}/orders/{number}", shopper_page(purchase, by_link=True), methods=["GET"]),
    *(
        Route(f"/s/{{store}}/orders/{{number}}/{name}", _action(act), methods=["POST"])
        for name, act in (("cancel", _cancel), ("return", _return), ("again", _again), ("transfer", _transfer))
    ),
]

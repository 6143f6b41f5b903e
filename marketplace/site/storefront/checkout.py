"""The checkout: shown, and sent."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.checkout import checkout_body
from marketplace.components.storefront.checkout_form import Typed
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound
from marketplace.domain.forms import FormReader
from marketplace.domain.lifecycle import CheckoutStatus
from marketplace.kit.db import run
from marketplace.kit.idempotency import KeyReused
from marketplace.kit.ratelimit import limit
from marketplace.queries.company_desk.waiting import CartRequest, find_cart_request, forecast_words
from marketplace.services.buying.abandoning import open_standing
from marketplace.services.buying.approval_check import foresee_approvals
from marketplace.services.buying.cart_access import LockedCart, Shopper
from marketplace.services.buying.carts import choose_delivery
from marketplace.services.buying.checkout import Placed, check_out
from marketplace.services.buying.checkout_drafts import Draft, keep_draft, take_draft
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.identity.access import check_sees_prices, find_store, store_scope
from marketplace.site.not_found import draw_not_found
from marketplace.site.pages import Page, as_response
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.checkout_form import (
    NAMES,
    at_fields,
    book_of,
    cost_centres_of,
    countries_of,
    fields_of,
    first_values,
    known_of,
    means_of,
    po_place_of,
    postal_codes_of,
    read_form,
)
from marketplace.site.storefront.checkout_payment import onward
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import see

_CHOICE = re.compile(r"([a-z]+_\w+):([a-z]+_\w+)")


def show(request: ShopperRequest) -> Page | Response:
    """The form, with what was typed last; the cart where nothing of it can be bought, the bank's question where one
    is open."""
    draft = take_draft(request.cart) if request.cart is not None else Draft()
    if request.cart is not None and (standing := open_standing(request.page_request.db, request.cart)):
        return RedirectResponse(f"{request.home}/checkout/{standing.checkout_id}", 303)
    if request.cart is None or not request.page.can_check_out or request.cart.completed_at is not None:
        return RedirectResponse(_without_a_form(request), 303)
    known = known_of(request)
    typed = Typed({**first_values(request, known), **draft.values}, draft.errors, request.flash, uuid4().hex)
    head = Head(f"Checkout · {request.page_request.tenant.name}", sheets=BUYING)
    sign_in = (
        ""
        if request.shopper.actor.user_id
        else f"/sign-in?next={request.page_request.here.quoted}&store={request.page_request.tenant.handle}"
    )
    body = partial(
        checkout_body,
        request.page,
        typed,
        request.cart.id,
        home=request.home,
        countries=countries_of(request),
        postal_codes=postal_codes_of(request),
        book=book_of(request, known),
        means=means_of(request),
        centres=cost_centres_of(request),
        request=_request_of(request, request.cart, draft.values.get("cost_centre", "")),
        po_place=po_place_of(request),
        sign_in=sign_in,
        quoted=request.cart.quoted is not None,
    )
    return Page(head, body, "wrap")


def _without_a_form(request: ShopperRequest) -> str:
    """Where a cart that cannot be bought leads: to its lines, or to the quote that it comes from."""
    if request.cart is not None and request.cart.quote_request_id is not None:
        return f"{request.home}/quotes/{request.cart.quote_request_id}"
    return f"{request.home}/cart"


def _form_of(request: Request) -> str:
    """The address of the form: that of the cart of a quote names it."""
    form, cart = f"/s/{request.path_params['store']}/checkout", request.query_params.get("cart", "")
    return f"{form}?{urlencode({'cart': cart})}" if cart else form


def _request_of(request: ShopperRequest, cart: LockedCart, cost_centre: str) -> CartRequest:
    """The purchase request of the cart, or that the click will make one."""
    db, actor = request.page_request.db, request.shopper.actor
    standing = find_cart_request(db, cart.id, request.home)
    if standing.number or request.basket is None:
        return standing
    needed = foresee_approvals(db, actor, cart, request.basket, cost_centre)
    company_id = buyer_of(actor, cart.tenant_id, cart.company_location_id).company_id
    return replace(standing, forecast=forecast_words(db, actor, company_id, needed.reasons, needed.steps))


async def send(request: Request) -> Response:
    """Place the order, or change a delivery. Whatever comes of it is a redirect: going back never sends it again."""
    form, shopper = await request.form(), await shopper_of(request)
    return await asyncio.to_thread(_send, request, shopper, form)


def _send(request: Request, shopper: Shopper, form: FormData) -> Response:
    typed = FormReader(form)
    values = {name: typed.raw(name, 1000) for name in NAMES}
    choice = _CHOICE.fullmatch(typed.raw("choose"))
    if choice:
        return answer_shopper(
            request, shopper, lambda shopper_request: _choose(shopper_request, choice[1], choice[2]), Flash()
        )
    if use := typed.raw("use", 60):
        return answer_shopper(request, shopper, lambda shopper_request: _use(shopper_request, values, use), Flash())
    try:
        return _placed_or_asked_again(request, shopper, form, values)
    except NotFound as error:
        return _not_found(request, shopper, error.noun)


def _placed_or_asked_again(request: Request, shopper: Shopper, form: FormData, values: dict[str, str]) -> Response:
    again = partial(_again, request, shopper, FormReader(form).raw("cart"))
    try:
        limit("30/minute", "checkout", shopper.actor.user_id or shopper.actor.ip)
        placed = _place(request, shopper, form, values)
    except NotFound:
        raise
    except Invalid as error:
        return again(Draft(values, at_fields(error.fields)))
    except ApprovalAsked as error:
        again(Draft(values))
        return _asked(request, shopper, error)
    except MarketplaceError as error:
        return again(Draft(values), error.sentence)
    if placed.status in (CheckoutStatus.FAILED, CheckoutStatus.UNDONE):
        return again(Draft(values), f"{placed.problem} Nothing was charged; your cart is as it was.")
    if not placed.group_id:
        again(Draft(values))  # who comes back from the bank to pay another way has typed all the rest
    return onward(request, placed)


def _asked(request: Request, shopper: Shopper, error: ApprovalAsked) -> Response:
    """Nothing is ordered: the request's page says who decides, and when. It is not for who acts in a member's name."""
    if shopper.actor.impersonator_id:
        return set_flash(see(f"/s/{request.path_params['store']}/cart"), Flash(error.sentence, "info"))
    desk = f"/s/{request.path_params['store']}/company/approvals?request={error.request.request_id}"
    return set_flash(see(desk), Flash(error.sentence, "info"))


def _place(request: Request, shopper: Shopper, form: FormData, values: dict[str, str]) -> Placed:
    typed = FormReader(form)
    handle = request.path_params["store"]
    scope = store_scope(handle)
    run(scope, lambda db: check_sees_prices(find_store(db, handle), shopper.actor))
    wish = run(scope, lambda db: read_form(db, shopper, handle, values, form))
    buy = partial(
        check_out,
        partial(run, scope),
        shopper,
        typed.raw("cart"),
        wish,
        return_url=f"/s/{handle}/checkout/{{checkout}}",
    )
    try:
        return buy(key=typed.raw("key", 64) or uuid4().hex)
    except KeyReused:  # gone back to the form, and changed it: another wish for the same cart, no second click
        return buy(key=uuid4().hex)


def _choose(request: ShopperRequest, vendor_id: str, option_id: str) -> Page | Response:
    if request.cart is not None and request.basket is not None:
        choose_delivery(request.page_request.db, request.cart, request.basket, vendor_id, option_id)
    return RedirectResponse(f"{request.home}/checkout", 303)


def _use(request: ShopperRequest, values: dict[str, str], key: str) -> Response:
    """One of the person's own addresses is put into the form; what else was typed stays."""
    chosen = next((one for one in known_of(request) if one.key == key), None)
    if request.cart is not None and chosen is not None:
        filled = values | fields_of(chosen.values)
        keep_draft(request.page_request.db, request.shopper, request.cart.id, Draft(filled))
    quoted = request.cart is not None and request.cart.quoted is not None
    return see(f"{request.home}/checkout", {"cart": request.cart.id} if request.cart and quoted else {})


def _again(request: Request, shopper: Shopper, cart_id: str, draft: Draft, problem: str = "") -> Response:
    """Back to the form, which still holds everything; where nothing can be bought any more, it leads to the cart."""
    handle = request.path_params["store"]
    run(store_scope(handle), lambda db: keep_draft(db, shopper, cart_id, draft))
    back = see(_form_of(request))
    return set_flash(back, Flash(problem, "bad")) if problem else back


def _not_found(request: Request, shopper: Shopper, noun: str) -> Response:
    """A cart that was filled while signed in is not the guest's: the way on is to sign in again."""
    handle = request.path_params["store"]
    if noun == "cart" and not shopper.actor.user_id:
        return see("/sign-in", {"next": _form_of(request), "store": handle, "notice": "checkout"})
    return as_response(request, draw_not_found(request.url.path))


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/checkout", shopper_page(show), methods=["GET"]),
    Route("/s/{store}/checkout", send, methods=["POST"]),
]

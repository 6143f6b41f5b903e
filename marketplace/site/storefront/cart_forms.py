"""The cart's forms: each changes one thing and leads back to a page that tells what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from marketplace.domain.errors import Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.forms import FormReader
from marketplace.kit.db import arun
from marketplace.kit.ratelimit import limit
from marketplace.kit.session_cookie import shopper_cookie
from marketplace.queries.shared.market import clean_choice, find_market
from marketplace.services.buying import carts, promotion_codes
from marketplace.services.buying.cart_access import LockedCart, Shopper, find_locked_cart, open_cart
from marketplace.services.companies.acting import buying_actor_at
from marketplace.services.identity.access import check_sees_prices, find_store, store_scope
from marketplace.web.flash import Flash, set_flash
from marketplace.web.request_context import actor_from, safe_next, see

Change = Callable[[Session, LockedCart, FormData], Flash]


async def shopper_of(request: Request) -> Shopper:
    """Whose cart a request is about: that of who asks, or of the member in whose name they buy."""
    actor = await asyncio.to_thread(buying_actor_at, await actor_from(request), request.path_params["store"])
    return Shopper(actor, request.cookies.get(shopper_cookie(), ""))


def _form(change: Change, *, makes_cart: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that applies `change` to the shopper's cart in one transaction; it answers a page, or a script that
    stays on its page (JSON: what is said, and what undoes it).

    What cannot be bought so leads back to the product it was asked at, whose page says why at its quantity.
    """

    async def endpoint(request: Request) -> Response:
        form, handle = await request.form(), request.path_params["store"]
        back = safe_next(_text(form, "next"), f"/s/{handle}/cart")
        shopper = await shopper_of(request)
        asks_json = "application/json" in request.headers.get("accept", "")
        try:
            limit("240/minute", "cart", shopper.actor.user_id or shopper.actor.ip)
            flash = await arun(
                store_scope(handle),
                lambda db: _apply(db, request, shopper, form=form, change=change, makes_cart=makes_cart),
            )
        except Unauthenticated:
            redirect = see("/sign-in", {"next": back, "store": handle, "notice": "prices"})
            return JSONResponse({"to": redirect.headers["location"]}, 401) if asks_json else redirect
        except Invalid as error:
            field, words = next(iter(error.fields.items()))
            product = safe_next(_text(form, "product"), "")
            if product and field == "quantity" and not asks_json:
                return see(product, {name: _text(form, name) for name in ("variant", "offer", "quantity")})
            flash = Flash(words, "warn", field=field, words=words, typed=_text(form, "code"))
        except MarketplaceError as error:
            flash = Flash(error.sentence, "warn")
        return (
            JSONResponse(asdict(flash), 200 if flash.tone == "good" else 422)
            if asks_json
            else set_flash(see(back), flash)
        )

    return endpoint


def _apply(db: Session, request: Request, shopper: Shopper, form: FormData, change: Change, makes_cart: bool) -> Flash:
    tenant = find_store(db, request.path_params["store"])
    check_sees_prices(tenant, shopper.actor)
    cart = find_locked_cart(db, tenant.id, shopper)
    if cart is None:
        if not makes_cart:
            raise NotFound("cart")
        market = find_market(db, tenant, clean_choice(request.cookies.get("region", "")))
        cart = open_cart(db, tenant.id, shopper, region_id=market.region_id, currency=market.currency)
    return change(db, cart, form)


def _add(db: Session, cart: LockedCart, form: FormData) -> Flash:
    pieces = _whole(form)
    carts.add_to_cart(db, cart, _text(form, "offer"), pieces, in_stock=True)
    return Flash("Added to your cart.", undo_offer=_text(form, "offer"), undo_quantity=-pieces)


def _take_back(db: Session, cart: LockedCart, form: FormData) -> Flash:
    carts.take_back(db, cart, _text(form, "offer"), _whole(form))
    return Flash("Taken out again.")


def _change(db: Session, cart: LockedCart, form: FormData) -> Flash:
    carts.change_quantity(db, cart, _text(form, "line"), _whole(form), in_stock=True)
    return Flash()


def _remove(db: Session, cart: LockedCart, form: FormData) -> Flash:
    line = carts.remove_line(db, cart, _text(form, "line"))
    if line.had_meta:  # what is remembered with a line does not come back with its offer
        return Flash("Removed.")
    return Flash("Removed.", undo_offer=line.offer_id, undo_quantity=line.quantity)


def _later(db: Session, cart: LockedCart, form: FormData) -> Flash:
    carts.set_aside(db, cart, _text(form, "line"), later=True)
    return Flash("Saved for later, below your cart.")


def _back(db: Session, cart: LockedCart, form: FormData) -> Flash:
    carts.set_aside(db, cart, _text(form, "line"), later=False)
    return Flash("Back in your cart.")


def _code(db: Session, cart: LockedCart, form: FormData) -> Flash:
    return Flash(f"“{promotion_codes.enter_code(db, cart, _text(form, 'code')).title}” is in your cart.")


def _uncode(db: Session, cart: LockedCart, form: FormData) -> Flash:
    promotion_codes.remove_code(db, cart, _text(form, "promotion"))
    return Flash("The code is taken out.")


def _text(form: FormData, name: str) -> str:
    return FormReader(form).text(name, 200)


def _whole(form: FormData) -> int:
    typed = FormReader(form)
    pieces = typed.count("quantity", is_required=True)
    typed.check()
    return pieces or 0


ROUTES = [
    Route("/s/{store}/cart/add", _form(_add, makes_cart=True), methods=["POST"]),
    *(
        Route(f"/s/{{store}}/cart/{name}", _form(change), methods=["POST"])
        for name, change in (
            ("change", _change),
            ("remove", _remove),
            ("later", _later),
            ("back", _back),
            ("code", _code),
            ("uncode", _uncode),
            ("take-back", _take_back),
        )
    ),
]

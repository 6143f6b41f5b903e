"""Requisition lists in a store: the pages, the forms, and a list as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.list_forms import choose_body
from marketplace.components.storefront.requisition_list import list_body
from marketplace.components.storefront.requisition_lists import lists_body
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.forms import FormReader
from marketplace.kit.clock import now
from marketplace.kit.ratelimit import limit
from marketplace.queries.storefront.requisition_lists import get_requisition, list_choices, list_requisitions
from marketplace.services.buying.cart_access import open_cart
from marketplace.services.buying.list_buying import buy_list, lines_of_cart, put_aside
from marketplace.services.buying.requisition_lists import (
    NewLine,
    add_lines,
    change_line,
    change_list,
    lock_list,
    make_list,
    remove_list,
    replace_line,
)
from marketplace.site.downloads.tables import as_csv
from marketplace.site.pages import Page
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.refilled import refilled_flash
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import safe_next, see

_MOST_FIELDS = 1_100
_SHEETS = tuple(dict.fromkeys((*BUYING, "/css/catalogue.css")))

Act = Callable[[ShopperRequest, FormData], tuple[str, Flash]]  # where it leads, and what is told there


def _all(request: ShopperRequest) -> Page | Response:
    at = request.page_request
    page = list_requisitions(at.db, request.shopper.actor, at.tenant, now())
    if page.home != at.path:
        return see(page.home)
    head = Head(f"Lists · {at.tenant.name}", sheets=_SHEETS)
    return Page(head, lambda: lists_body(page, request.flash), "wrap cartp")


def _one(request: ShopperRequest) -> Page | Response:
    at = request.page_request
    page = get_requisition(at.db, request.shopper.actor, at.tenant, at.market, str(at.params["list"]), moment=now())
    if page.card.href != at.path:
        return see(page.card.href)
    head = Head(f"{page.card.name} · {at.tenant.name}", sheets=_SHEETS)
    return Page(head, lambda: list_body(page, request.home, request.flash), "wrap cartp")


def _choose(request: ShopperRequest) -> Page:
    """Onto which list does a product go? Asked on a page of its own: the product's page is everybody's."""
    at, query = request.page_request, request.page_request.query
    choices = list_choices(at.db, request.shopper.actor, at.tenant)
    if request.shopper.actor.user_id is None:
        raise Unauthenticated
    hidden = {name: query.get(name, "")[:300] for name in ("offer", "quantity", "product")}
    head = Head(f"Onto a list · {at.tenant.name}", sheets=_SHEETS)
    action = f"{request.home}/lists/add"
    return Page(head, lambda: choose_body("Put it", action, hidden, choices or (), request.flash), "wrap cartp")


def _make(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at, typed = request.page_request, FormReader(form)
    row = make_list(
        at.db, request.shopper.actor, at.tenant.id, typed.line("name", 200), is_shared=typed.is_ticked("shared")
    )
    return f"lists/{row.id}", Flash(f"“{row.name}” is ready.")


def _change(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at, typed, list_id = request.page_request, FormReader(form), _id(request)
    name, is_shared = typed.line("name", 200), typed.is_ticked("shared")
    change_list(at.db, request.shopper.actor, at.tenant.id, list_id, name=name, is_shared=is_shared)
    return f"lists/{list_id}", Flash("Saved.")


def _delete(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at = request.page_request
    name = remove_list(at.db, request.shopper.actor, at.tenant.id, _id(request))
    return "lists", Flash(f"“{name}” is deleted.")


def _line(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at, typed, list_id = request.page_request, FormReader(form), _id(request)
    quantity, is_note = typed.count("quantity", is_required=True), "note" in form
    typed.check()
    change_line(
        at.db,
        request.shopper.actor,
        at.tenant.id,
        list_id,
        typed.raw("line", 60),
        quantity=quantity or 0,
        note=typed.line("note", 400) if is_note else None,
    )
    return f"lists/{list_id}", Flash("Saved." if quantity else "Taken off the list.")


def _instead(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at, typed, list_id = request.page_request, FormReader(form), _id(request)
    line_id, offer_id = typed.raw("line", 60), typed.raw("offer", 60)
    name = replace_line(at.db, request.shopper.actor, at.tenant.id, list_id, line_id, offer_id=offer_id)
    return f"lists/{list_id}", Flash(f"{name} stands in its place.")


def _add(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    typed = FormReader(form)
    quantity = typed.count("quantity", least=1, is_required=True)
    typed.check()
    name = keep_on_list(request, form, [NewLine(typed.raw("offer", 60), quantity or 1)])
    back = safe_next(typed.raw("product", 300), f"{request.home}/lists")
    return back, Flash(f"It stands on “{name}”.")


def _from_cart(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    """The cart's goods onto a list, or all of the cart put aside under a name (`aside`)."""
    at, typed = request.page_request, FormReader(form)
    if request.cart is None:
        raise NotFound("cart")
    if typed.is_ticked("aside"):
        name, is_shared = typed.line("name", 200) or "My cart", typed.is_ticked("shared")
        row = put_aside(at.db, request.shopper.actor, request.cart, name, is_shared=is_shared)
        return f"lists/{row.id}", Flash(f"Your cart waits as “{row.name}”. Take it up again whenever you like.")
    name = keep_on_list(request, form, lines_of_cart(at.db, request.cart))
    return "cart", Flash(f"It stands on “{name}”, too. Your cart is as it was.")


def _buy(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    at, list_id = request.page_request, _id(request)
    line_ids = [str(value)[:60] for value in form.getlist("line")]
    if not line_ids:
        raise Invalid({"line": "Tick what you want to buy."})
    market = at.market
    cart = open_cart(at.db, at.tenant.id, request.shopper, region_id=market.region_id, currency=market.currency)
    done = buy_list(at.db, request.shopper.actor, cart, list_id, line_ids)
    return "cart" if done.added else f"lists/{list_id}", refilled_flash(done)


def keep_on_list(request: ShopperRequest, form: FormData, lines: list[NewLine]) -> str:
    """Put lines on a new list of the name that is typed, else on the list that is chosen; returns its name."""
    at, typed, actor = request.page_request, FormReader(form), request.shopper.actor
    list_id, name = typed.raw("list", 60), typed.line("name", 200)
    chooses = bool(list_id and not name)
    row = lock_list(at.db, actor, at.tenant.id, list_id) if chooses else make_list(at.db, actor, at.tenant.id, name)
    add_lines(at.db, row, lines)
    return row.name


def _id(request: ShopperRequest) -> str:
    return str(request.page_request.params["list"])


def _form(act: Act, back: str = "lists") -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that does one thing and leads on; what it refuses is told at `back`, or where the form came from."""

    async def endpoint(request: Request) -> Response:
        home = f"/s/{request.path_params['store']}"
        shopper = await shopper_of(request)
        form = await request.form(max_fields=_MOST_FIELDS)
        page = f"{home}/{back.format(**request.path_params)}"
        values = {name: str(form.get(name, ""))[:300] for name in ("offer", "quantity", "product") if name in form}

        def use(shopper_request: ShopperRequest) -> Response:
            place, flash = act(shopper_request, form)
            return set_flash(see(place if place.startswith("/") else f"{home}/{place}"), flash)

        try:
            limit("120/minute", "list", shopper.actor.user_id or shopper.actor.ip)
            return await asyncio.to_thread(partial(answer_shopper, request, shopper, use, Flash()))
        except Invalid as error:
            field, words = next(iter(error.fields.items()))
            typed = FormReader(form).line("name", 200)
            flash = Flash("" if field == "name" else words, "warn", field=field, words=words, typed=typed)
            return set_flash(see(page, values if act is _add else None), flash)
        except MarketplaceError as error:
            return set_flash(see(page, values if act is _add else None), Flash(error.sentence, "warn"))

    return endpoint


async def _csv(request: Request) -> Response:
    shopper = await shopper_of(request)

    def use(shopper_request: ShopperRequest) -> Response:
        at = shopper_request.page_request
        page = get_requisition(at.db, shopper.actor, at.tenant, at.market, _id(shopper_request), moment=now())
        head = ("SKU", "Article", "Quantity", "Note", "Price each", "Currency")
        rows = [(one.sku, one.title, str(one.quantity), one.note, one.price, one.currency) for one in page.rows]
        return as_csv("list.csv", head, rows)

    return await asyncio.to_thread(partial(answer_shopper, request, shopper, use))


ROUTES: list[BaseRoute] = [
    *(
        Route(f"/s/{{store}}/{place}", shopper_page(page), methods=["GET"])
        for place, page in (
            ("lists", _all),
            ("company/lists", _all),
            ("lists/choose", _choose),
            ("company/lists/{list}", _one),
        )
    ),
    Route("/s/{store}/lists/{list}.csv", _csv, methods=["GET"]),
    Route("/s/{store}/lists/{list}", shopper_page(_one), methods=["GET"]),
    Route("/s/{store}/lists", _form(_make), methods=["POST"]),
    Route("/s/{store}/lists/add", _form(_add, "lists/choose"), methods=["POST"]),
    Route("/s/{store}/lists/from-cart", _form(_from_cart, "cart"), methods=["POST"]),
    *(
        Route(f"/s/{{store}}/lists/{{list}}{name}", _form(act, "lists/{list}"), methods=["POST"])
        for name, act in (("", _change), ("/delete", _delete), ("/line", _line), ("/instead", _instead), ("/buy", _buy))
    ),
]

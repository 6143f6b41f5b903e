"""Quick order: a list is pasted or sent as a file, its lines are mended, and all of it goes into the cart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.quick_order import quick_order_body
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.buying.quick_order import LONGEST_LIST, MOST_LINES, ListLine, read_list
from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import read_whole
from marketplace.domain.quotes.standing import Source
from marketplace.kit.clock import now
from marketplace.kit.ratelimit import limit
from marketplace.kit.spreadsheets import MOST_BYTES, UnreadableTable, read_table
from marketplace.queries.storefront.quick_order import get_quick_order
from marketplace.queries.storefront.requisition_lists import list_choices
from marketplace.services.buying.bulk_adding import add_list, skus_of
from marketplace.services.buying.cart_access import open_cart
from marketplace.services.buying.pasted_lists import find_pasted, keep_pasted, mend_pasted, undo_mending
from marketplace.services.buying.requisition_lists import NewLine
from marketplace.services.companies.article_aliases import keep_aliases
from marketplace.services.identity.access import sees_prices
from marketplace.services.quotes.request_drafts import add_wishes
from marketplace.site.pages import Page
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.requisition_lists import keep_on_list
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import LISTING, Head
from marketplace.web.request_context import see

_MOST_FIELDS = 2 * MOST_LINES + 10
_NAMED = 4  # lines that are named when they cannot be had
_SAMPLE = "SKU;Quantity\r\nAB-1042;12\r\n4006381333931;1.200\r\nYour own number;6\r\n"

Act = Callable[[ShopperRequest, FormData], tuple[str, Flash]]  # where it leads below the store, and what is told there


def quick_order(request: ShopperRequest) -> Page | Response:
    """The shopper's list as the store has it today. A link may carry a list: it becomes the shopper's."""
    page_request = request.page_request
    if text := page_request.query.get("skus", "")[:LONGEST_LIST]:
        keep_pasted(page_request.db, page_request.tenant.id, request.shopper, read_list(text))
        return see(f"{request.home}/quick-order")
    page = get_quick_order(
        page_request.db,
        page_request.tenant,
        page_request.market,
        find_pasted(page_request.db, page_request.tenant.id, request.shopper),
        now(),
        buyer=buyer_of(request.shopper.actor, page_request.tenant.id),
        show_prices=sees_prices(page_request.tenant, request.shopper.actor),
    )
    sheets = (*LISTING, "/css/catalogue.css", *BUYING)
    head = Head(f"Quick order · {page_request.tenant.name}", sheets=tuple(dict.fromkeys(sheets)))
    choices = list_choices(page_request.db, request.shopper.actor, page_request.tenant)
    return Page(head, lambda: quick_order_body(page, request.flash, choices), "wrap")


def _paste(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    lines = read_list(FormReader(form).raw("skus", LONGEST_LIST))
    db, tenant = request.page_request.db, request.page_request.tenant
    keep_pasted(db, tenant.id, request.shopper, lines)
    many = len(lines) == MOST_LINES
    return "quick-order", Flash(
        f"A list has {MOST_LINES:,} lines at most; these are the first.", "warn"
    ) if many else Flash()


def _mend(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    """Another article in the place of a line's code; without one the line goes."""
    typed, db, tenant = FormReader(form), request.page_request.db, request.page_request.tenant
    code, offer_id = typed.raw("code", 60), typed.raw("offer", 60)
    sku = mend_pasted(db, tenant.id, request.shopper, code, offer_id)
    if not sku:
        return "quick-order", Flash(f"{code} is off the list.", may_undo="yes")
    known = f" Your company's lists may say {code} from now on." if _company(request) else ""
    return "quick-order", Flash(f"{code} is {sku}.{known}", may_undo="yes")


def _company(request: ShopperRequest) -> str:
    return buyer_of(request.shopper.actor, request.page_request.tenant.id).company_id


def _undo(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    undo_mending(request.page_request.db, request.page_request.tenant.id, request.shopper)
    return "quick-order", Flash("As it was before.")


def _add(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    """What can be had goes into the cart; the rest stays on the list and is named."""
    page_request, shopper = request.page_request, request.shopper
    db, tenant = page_request.db, page_request.tenant
    pieces, refused = _pieces(form)
    market = page_request.market
    cart = open_cart(db, tenant.id, shopper, region_id=market.region_id, currency=market.currency)
    refused |= add_list(db, cart, pieces)
    added = [offer_id for offer_id in pieces if offer_id not in refused]
    called = {str(form.get(f"called.{one}", ""))[:60]: one for one in added if f"called.{one}" in form}
    keep_aliases(db, tenant.id, buyer_of(shopper.actor, tenant.id), called)
    skus = skus_of(db, list(refused))
    rest = [ListLine(skus[one], pieces.get(one, 0)) for one in refused if one in skus]
    keep_pasted(db, tenant.id, shopper, rest)
    return "cart" if added else "quick-order", _told(
        len(added), [f"{skus.get(one, one)}: {why}" for one, why in refused.items()]
    )


def _keep(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    """What was found goes onto a requisition list; the pasted one stays as it is."""
    pieces, refused = _pieces(form)
    if refused:
        raise Invalid({"pieces": next(iter(refused.values()))})
    name = keep_on_list(request, form, [NewLine(offer_id, quantity) for offer_id, quantity in pieces.items()])
    return "quick-order", Flash(f"{len(pieces)} {'line is' if len(pieces) == 1 else 'lines are'} on “{name}”.")


def _ask(request: ShopperRequest, form: FormData) -> tuple[str, Flash]:
    """Vendors are asked for what was found; the pasted list stays as it is."""
    pieces, refused = _pieces(form)
    if refused:
        raise Invalid({"pieces": next(iter(refused.values()))})
    at = request.page_request
    add_wishes(at.db, at.tenant.id, request.shopper, pieces.items(), Source.QUICK_ORDER)
    return "quotes/request", Flash()


def _pieces(form: FormData) -> tuple[dict[str, int], dict[str, str]]:
    """How many of each offer are wanted, and why a number is none."""
    pieces: dict[str, int] = {}
    refused: dict[str, str] = {}
    for name, value in form.multi_items():
        if name.startswith("pieces.") and isinstance(value, str):
            offer_id = name.removeprefix("pieces.")[:60]
            try:
                pieces[offer_id] = read_whole(value.strip()[:20], least=1)
            except ValueError as error:
                refused[offer_id] = str(error)
    return pieces, refused


def _told(added: int, refused: list[str]) -> Flash:
    goods = f"{added} {'line is' if added == 1 else 'lines are'} in your cart."
    if not refused:
        return Flash(goods)
    more = f" And {len(refused) - _NAMED} more." if len(refused) > _NAMED else ""
    return Flash(f"{goods} Still on your list: {' '.join(refused[:_NAMED])}{more}", "warn")


def _form(act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        page = f"/s/{request.path_params['store']}/quick-order"
        shopper = await shopper_of(request)
        form = await request.form(max_fields=_MOST_FIELDS, max_part_size=4 * LONGEST_LIST)

        def use(shopper_request: ShopperRequest) -> Response:
            place, flash = act(shopper_request, form)
            return set_flash(see(f"{shopper_request.home}/{place}"), flash)

        try:
            limit("120/minute", "list", shopper.actor.user_id or shopper.actor.ip)
            form = await _with_file(form)
            return await asyncio.to_thread(
                partial(answer_shopper, request, shopper, use, Flash(), by_link=act is not _add)
            )
        except Invalid as error:
            field, words = next(iter(error.fields.items()))
            return set_flash(see(page), Flash(words, "warn", field=field, words=words))
        except MarketplaceError as error:
            return set_flash(see(page), Flash(error.sentence, "warn"))

    return endpoint


async def _with_file(form: FormData) -> FormData:
    """The form with the text of its file in the place of the list. Raises `Invalid`."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return form
    content = await file.read(MOST_BYTES + 1)
    await file.close()
    try:
        text = await asyncio.to_thread(read_table, content, MOST_LINES + 1)
    except UnreadableTable as error:
        raise Invalid({"skus": str(error)}) from error
    return FormData([(name, value) for name, value in form.multi_items() if name != "skus"] + [("skus", text)])


async def _sample(request: Request) -> Response:
    name = {"Content-Disposition": 'attachment; filename="quick-order.csv"'}
    return PlainTextResponse("\ufeff" + _SAMPLE, media_type="text/csv", headers=name)


async def _old_address(request: Request) -> Response:
    return see(f"/s/{request.path_params['store']}/quick-order", dict(request.query_params))


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/quick-order", shopper_page(quick_order, by_link=True), methods=["GET"]),
    Route("/s/{store}/quick-order", _form(_paste), methods=["POST"]),
    Route("/s/{store}/quick-order/mend", _form(_mend), methods=["POST"]),
    Route("/s/{store}/quick-order/undo", _form(_undo), methods=["POST"]),
    Route("/s/{store}/quick-order/add", _form(_add), methods=["POST"]),
    Route("/s/{store}/quick-order/keep", _form(_keep), methods=["POST"]),
    Route("/s/{store}/quick-order/ask", _form(_ask), methods=["POST"]),
    Route("/s/{store}/quick-order/sample.csv", _sample, methods=["GET"]),
    Route("/s/{store}/list", _old_address, methods=["GET"]),
]

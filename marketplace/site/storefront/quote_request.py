"""`/s/{store}/quotes/request`: asking for prices, from the cart, a product, a list, or with free words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.components.storefront.quote_request import quote_request_body
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound
from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import read_whole
from marketplace.domain.quotes.request_form import MOST_LINES, RequestForm, WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import Source
from marketplace.kit.ratelimit import limit
from marketplace.kit.session_cookie import quote_cookie
from marketplace.queries.shared.quote_files import file_row
from marketplace.queries.storefront.quote_form import RequestPage, least_to_ask, list_form_lines, list_vendor_choices
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import lines_of
from marketplace.services.buying.requisition_lists import find_list, lines_on
from marketplace.services.quotes.quote_access import quote_link
from marketplace.services.quotes.request_drafts import (
    DraftLine,
    RequestDraft,
    add_wishes,
    drop_draft,
    find_draft,
    keep_draft,
    take_errors,
)
from marketplace.services.quotes.request_files import detach_file, list_unsent
from marketplace.services.quotes.requesting import ask_for_quotes, find_sent
from marketplace.site.pages import Page
from marketplace.site.storefront.cart_forms import shopper_of
from marketplace.site.storefront.checkout_form import countries_of
from marketplace.site.storefront.quote_attachments import (
    SentFiles,
    attach_files,
    brings_files,
    guarded_files,
    one_upload_each,
    read_form,
)
from marketplace.site.storefront.quote_links import open_link, with_link
from marketplace.site.storefront.shopper_page import BUYING, ShopperRequest, answer_shopper, shopper_page
from marketplace.web.flash import Flash, set_flash
from marketplace.web.layout import Head
from marketplace.web.request_context import see

_FIELDS = ("title", "note", "country", "postal_code", "city", "answer_days", "name", "email")
_TICKS = ("hides_vendors", "shares_targets")
_LINE = {"offer": 60, "title": 500, "quantity": 20, "target": 30, "wanted": 20, "note": 3_000}
_MOST_FIELDS = len(_LINE) * MOST_LINES + 100


def show(request: ShopperRequest) -> Page | Response:
    """The form as it was filled in so far; a link may bring along what is asked for."""
    db, tenant, shopper = request.page_request.db, request.page_request.tenant, request.shopper
    if wishes := _brought_along(request):
        add_wishes(db, tenant.id, shopper, *wishes)
        return see(f"{request.home}/quotes/request")
    draft = find_draft(db, tenant.id, shopper)
    take_errors(db, tenant.id, shopper)
    typed = [asdict(line) for line in draft.lines]
    page = RequestPage(
        action=f"{request.home}/quotes/request",
        lines=list_form_lines(db, tenant.id, typed),
        vendors=list_vendor_choices(db, tenant, typed, draft.vendors),
        fields={"country": request.page_request.market.country, **draft.fields},
        countries=countries_of(request),
        errors=draft.errors,
        files=[file_row(one) for one in list_unsent(db, _asker(shopper), tenant.id)],
        press=draft.press,
        saved=draft.saved,
        currency=request.page_request.market.currency,
        is_guest=shopper.actor.user_id is None,
        least=least_to_ask(tenant, request.page_request.market.currency),
    )
    head = Head(f"Ask for prices · {tenant.name}", sheets=BUYING)
    return Page(head, lambda: quote_request_body(page, request.flash), "wrap")


def _brought_along(request: ShopperRequest) -> tuple[list[tuple[str, int]], Source] | None:
    """What a link names: `?from=cart`, `?offer=…&quantity=…`, `?list=…`."""
    query = request.page_request.query
    if query.get("from") == "cart":
        return _cart_wishes(request), Source.CART
    if offer := query.get("offer", "")[:60]:
        return [(offer, _pieces(query.get("quantity", "")))], Source.PRODUCT
    if key := query.get("list", "")[:60]:
        db, tenant = request.page_request.db, request.page_request.tenant
        rows = lines_on(db, find_list(db, request.shopper.actor, tenant.id, key))
        return [(row.offer_id, row.quantity) for row in rows], Source.LIST
    return None


def _cart_wishes(request: ShopperRequest) -> list[tuple[str, int]]:
    if request.cart is None:
        return []
    rows = lines_of(request.page_request.db, request.cart)
    return [(row.offer_id, row.quantity) for row in rows if not row.saved_for_later]


def _pieces(typed: str) -> int:
    try:
        return read_whole(typed[:20], least=1)
    except ValueError:
        return 1


@dataclass(frozen=True)
class _Pressed:
    """The form as a button sent it; `links` are the keys of a guest's other requests, as the browser holds them."""

    form: FormData
    files: SentFiles
    links: str


async def send(request: Request) -> Response:
    """Keep what is typed and what is attached, and do what the button says. Whatever comes of it is a redirect."""
    shopper = await shopper_of(request)
    answer = partial(answer_shopper, request, shopper)
    if brings_files(request):  # before anything of them is read: is there such a store, and may one ask here?
        looked = await asyncio.to_thread(answer, lambda _: Response(status_code=204))
        if looked.status_code != 204:
            return looked
    try:
        async with one_upload_each(request, _asker(shopper)), read_form(request, _MOST_FIELDS) as form:
            sent = await guarded_files(form, _asker(shopper))
            pressed = _Pressed(form, sent, request.cookies.get(quote_cookie(), ""))
            return await asyncio.to_thread(answer, partial(_act, pressed=pressed), Flash())
    except MarketplaceError as error:
        return set_flash(see(request.url.path), Flash(error.sentence, "bad"))


def _asker(shopper: Shopper) -> Requester:
    return Requester(shopper.actor, token=shopper.token)


def _act(request: ShopperRequest, pressed: _Pressed) -> Response:
    db, tenant, shopper = request.page_request.db, request.page_request.tenant, request.shopper
    typed, back = FormReader(pressed.form), f"{request.home}/quotes/request"
    draft = _read(pressed.form, find_draft(db, tenant.id, shopper))
    do = typed.raw("do", 50)
    if do == "send" and (there := _sent_before(request, draft.press, pressed.links)):
        return there  # a second click: its files went with the first
    _detach(request, do)
    draft = replace(draft, errors=attach_files(db, _asker(shopper), tenant.id, pressed.files))
    if do == "send" and not draft.errors:
        return _ask(request, draft, pressed.links)
    try:
        keep_draft(db, tenant.id, shopper, _changed(draft, do))
    except Invalid as error:
        return set_flash(see(back), Flash(error.sentence, "warn"))
    if do == "cart":
        add_wishes(db, tenant.id, shopper, _cart_wishes(request), Source.CART)
    return set_flash(see(back), Flash("Kept. It is here when you come back.")) if do == "keep" else see(back)


def _changed(draft: RequestDraft, do: str) -> RequestDraft:
    """The draft with what a button adds to it or takes out."""
    what, _, which = do.partition("-")
    if what == "add":
        return replace(draft, lines=(*draft.lines, DraftLine()))
    if what == "remove":
        return replace(draft, lines=tuple(line for at, line in enumerate(draft.lines) if str(at) != which))
    return draft


def _detach(request: ShopperRequest, do: str) -> None:
    """A file goes at once, and before others come: there may be room for no more."""
    what, _, which = do.partition("-")
    if what == "detach":
        with suppress(NotFound):  # pressed twice, or in another tab
            detach_file(request.page_request.db, _asker(request.shopper), request.page_request.tenant.id, which)


def _sent_before(request: ShopperRequest, press: str, links: str) -> Response | None:
    """Where this form led when it was sent before; None as well for somebody else's, which sending it tells."""
    db, tenant = request.page_request.db, request.page_request.tenant
    with suppress(Invalid):
        if made := find_sent(db, _asker(request.shopper), tenant.id, press):
            return _went(request, made.id, f"Q-{made.number}", with_key_of=(quote_link(made), links))
    return None


def _ask(request: ShopperRequest, draft: RequestDraft, links: str) -> Response:
    """Send it. What is wrong is told at its field, and all that was typed stays."""
    db, tenant, shopper = request.page_request.db, request.page_request.tenant, request.shopper
    market, back = request.page_request.market, f"{request.home}/quotes/request"
    asker = _asker(shopper)
    try:
        limit("30/hour", "quotes", shopper.actor.user_id or shopper.actor.ip)
        files = tuple(one.id for one in list_unsent(db, asker, tenant.id))
        form = replace(_form_of(draft, market.currency, dict(countries_of(request))), file_ids=files)
        with db.begin_nested():
            sent = ask_for_quotes(db, asker, tenant.id, form, region_id=market.region_id, currency=market.currency)
    except MarketplaceError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        keep_draft(db, tenant.id, shopper, replace(draft, errors=fields))
        return set_flash(see(back), Flash("" if fields else error.sentence, "bad"))
    drop_draft(db, tenant.id, shopper)
    return _went(request, sent.id, f"Q-{sent.number}", with_key_of=(quote_link(sent), links))


def _went(request: ShopperRequest, request_id: str, number: str, *, with_key_of: tuple[str, str]) -> Response:
    """To the request; the browser of a guest keeps its link beside those of others."""
    answer = set_flash(
        see(f"{request.home}/quotes/{request_id}"),
        Flash(f"{number} is with the vendors. You get a letter for every answer."),
    )
    link, links = with_key_of
    return with_link(answer, links, request_id, link) if link else answer


def _read(form: FormData, before: RequestDraft) -> RequestDraft:
    """The form as it was typed."""
    typed = FormReader(form)
    lines: list[DraftLine] = []
    for at in range(MOST_LINES):
        if f"quantity-{at}" not in form:
            break
        values = {name: typed.raw(f"{name}-{at}", most) for name, most in _LINE.items()}
        lines.append(DraftLine(offer_id=values.pop("offer"), **values))
    ticks = {name: "yes" if typed.is_ticked(name) else "no" for name in _TICKS}
    return replace(
        before,
        press=typed.raw("press", 64) or before.press,
        lines=tuple(lines),
        fields={name: typed.raw(name, 3_000) for name in _FIELDS} | ticks,
        vendors=tuple(str(one)[:60] for one in form.getlist("vendors")),
    )


def _form_of(draft: RequestDraft, currency: str, countries: Mapping[str, str]) -> RequestForm:
    """The draft as a request. Raises `Invalid` with everything that is no number, day or country of the store."""
    reader = FormReader(_flat(draft.lines))
    lines = tuple(_line_of(at, line, reader, currency) for at, line in enumerate(draft.lines))
    fields = FormReader(draft.fields)
    days = fields.count("answer_days", least=1, most=60, is_required=True)
    country = fields.text("country").upper()
    if country and country not in countries:
        fields.refuse("country", "Choose a country that the store delivers to.")
    problems = reader.problems | fields.problems
    if problems:
        raise Invalid(problems)
    return RequestForm(
        lines=lines,
        press=draft.press,
        title=fields.line("title"),
        note=fields.text("note"),
        name=fields.line("name"),
        email=fields.text("email"),
        source=Source(draft.source),
        vendor_ids=draft.vendors,
        country=country,
        postal_code=fields.line("postal_code", 20),
        city=fields.line("city", 80),
        answer_days=days or 3,
        hides_vendors=fields.text("hides_vendors") != "no",
        shares_targets=fields.text("shares_targets") == "yes",
    )


def _flat(lines: Sequence[DraftLine]) -> dict[str, Any]:
    return {f"{name}-{at}": value for at, line in enumerate(lines) for name, value in asdict(line).items()}


def _line_of(at: int, line: DraftLine, reader: FormReader, currency: str) -> WantedLine:
    wanted: date | None = reader.day(f"wanted-{at}")
    return WantedLine(
        quantity=reader.count(f"quantity-{at}", least=1, is_required=True) or 0,
        offer_id=line.offer_id,
        title=line.title.strip(),
        target_amount=reader.amount(f"target-{at}", currency),
        wanted_on=wanted,
        note=line.note.strip(),
    )


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/quotes/request", shopper_page(show, by_link=True), methods=["GET"]),
    Route("/s/{store}/quotes/request", send, methods=["POST"]),
    Route("/s/{store}/quotes/open/{quote}/{key}", open_link, methods=["GET"]),
]

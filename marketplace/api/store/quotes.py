"""Quotes: asking several vendors for prices, talking about them, accepting what is best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import quote_bodies
from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.quote_json import OneQuoteRequest, QuoteRequests, request_json, request_row_json
from marketplace.domain.errors import Forbidden, Invalid
from marketplace.domain.quotes.request_form import WantedLine
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.ratelimit import limit
from marketplace.queries.shared.price_context import RegionFacts, list_region_facts
from marketplace.queries.store_api.quotes import get_own_request, get_vendor_quote_id, list_own_requests
from marketplace.services.buying.cart_access import own_cart
from marketplace.services.buying.carts import lines_of
from marketplace.services.quotes.accepting import accept_quote, award_request
from marketplace.services.quotes.commenting import comment_as_buyer
from marketplace.services.quotes.negotiating import counter_quote, decline_quote, mark_seen, withdraw_request
from marketplace.services.quotes.quote_access import open_by_link, quote_link
from marketplace.services.quotes.requesting import ask_for_quotes

router = APIRouter(tags=["store"])
ONE, MANY = gives(OneQuoteRequest), gives(QuoteRequests)


class QuotesParams(ListParams):
    status: Literal["", "pending", "quoted", "accepted", "declined", "expired"] = ""


class QuoteParams(ReadParams):
    key: str = Field("", max_length=64, description="Of a guest's request: the `key` that was answered to it.")


@router.post("/store/quotes", summary="Ask vendors for prices", responses=ONE)
def ask(body: quote_bodies.NewQuoteBody, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    """Each vendor answers on its own. A guest gets `link` and `key`: whoever holds them speaks for the request."""
    caller.shopper("")
    limit("30/hour", "quotes", caller.actor.user_id or caller.visitor.ip)
    who, store_id, press = Requester(caller.actor), caller.store.id, caller.effect_key()

    def send(db: Session) -> dict[str, Any]:
        region = _region(list_region_facts(db, caller.store), body.region_id)
        form = body.form(_wanted(db, caller, body, region.currency), press)
        made = ask_for_quotes(db, who, store_id, form, region_id=region.id, currency=region.currency)
        return _shown(db, replace(who, key=quote_link(made)), store_id, made.id)

    return caller.once(send)


@router.get("/store/quotes", summary="Requests of the customer and their company", responses=MANY)
def list_quotes(caller: Buyer, params: QuotesParams = from_query(QuotesParams)) -> Response:
    actor = caller.known()

    def read(db: Session) -> dict[str, Any]:
        window = {"limit": params.taken, "offset": params.offset}
        rows, count = list_own_requests(db, actor, caller.store.id, word=params.status, **window)
        return page("quotes", [request_row_json(row) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/store/quotes/{id}", summary="One request with all its quotes", responses=ONE)
def get_quote(id: str, caller: Store, params: QuoteParams = from_query(QuoteParams)) -> Response:
    """Answers that are read here count as seen: their vendor cannot take them back any more."""
    who, store_id = _requester(caller, params), caller.store.id

    def read(db: Session) -> dict[str, Any]:
        with suppress(Forbidden):  # who only looks on has not seen it for those who decide
            mark_seen(db, who, store_id, id)
        return _shown(db, who, store_id, id)

    return reply(caller.run(read))


@router.post("/store/quotes/{id}/accept", summary="Take everything that one vendor offers", responses=ONE)
def accept(
    id: str, body: quote_bodies.AcceptBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    """The other vendors are declined; `cart_id` is the cart at the quoted prices."""

    def act(at: _Place, quote_id: str) -> None:
        cart = accept_quote(at.db, at.who, at.store_id, quote_id, revision=body.revision or 0)
        _hand_over(at, cart.id)

    return _act_at_vendor(caller, id, params, body.vendor_quote_id, act)


@router.post("/store/quotes/{id}/award", summary="Choose a vendor for each item", responses=ONE)
def award(
    id: str, body: quote_bodies.AwardBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    """The same choice again answers the same cart."""

    def act(at: _Place) -> None:
        cart = award_request(at.db, at.who, at.store_id, id, body.form())
        _hand_over(at, cart.id)

    return _act(caller, id, params, act)


@router.post("/store/quotes/{id}/counter", summary="Ask for other prices or quantities", responses=ONE)
def counter(
    id: str, body: quote_bodies.CounterBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    def act(at: _Place, quote_id: str) -> None:
        currency = get_own_request(at.db, at.who, at.store_id, id).facts.currency
        counter_quote(at.db, at.who, at.store_id, quote_id, body.form(currency))

    return _act_at_vendor(caller, id, params, body.vendor_quote_id, act)


@router.post("/store/quotes/{id}/decline", summary="Decline one vendor's quote", responses=ONE)
def decline(
    id: str, body: quote_bodies.DeclineBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    def act(at: _Place, quote_id: str) -> None:
        decline_quote(at.db, at.who, at.store_id, quote_id, body.reason)

    return _act_at_vendor(caller, id, params, body.vendor_quote_id, act)


@router.post("/store/quotes/{id}/messages", summary="Write to one vendor", responses=ONE)
def write(
    id: str, body: quote_bodies.MessageBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    def act(at: _Place, quote_id: str) -> None:
        comment_as_buyer(at.db, at.who, at.store_id, quote_id, body.remark())

    return _act_at_vendor(caller, id, params, body.vendor_quote_id, act)


@router.post("/store/quotes/{id}/withdraw", summary="Take the whole request back", responses=ONE)
def withdraw(
    id: str, body: quote_bodies.ReasonBody, caller: Store, params: QuoteParams = from_query(QuoteParams)
) -> Response:
    return _act(caller, id, params, lambda at: withdraw_request(at.db, at.who, at.store_id, at.request_id, body.reason))


def _requester(caller: StoreCaller, params: QuoteParams) -> Requester:
    caller.shopper("")
    return Requester(caller.actor, key=params.key)


@dataclass(frozen=True)
class _Place:
    """Where something is done, and by whom."""

    db: Session
    who: Requester
    store_id: str
    request_id: str


def _act(caller: StoreCaller, request_id: str, params: QuoteParams, act: Callable[[_Place], object]) -> Response:
    who, store_id = _requester(caller, params), caller.store.id

    def apply(db: Session) -> dict[str, Any]:
        act(_Place(db, who, store_id, request_id))
        return _shown(db, who, store_id, request_id)

    return caller.once(apply)


def _act_at_vendor(
    caller: StoreCaller, request_id: str, params: QuoteParams, named: str, act: Callable[[_Place, str], object]
) -> Response:
    """Act on the quote of the vendor that is named; the only one needs no name."""

    def apply(at: _Place) -> None:
        act(at, get_vendor_quote_id(at.db, at.who, at.store_id, request_id, named))

    return _act(caller, request_id, params, apply)


def _hand_over(at: _Place, cart_id: str) -> None:
    """A guest's cart is opened by its own id, as every cart that a guest's program has made."""
    if at.who.actor.user_id is None:
        open_by_link(at.db, replace(at.who, token=cart_id), at.store_id, at.request_id)


def _shown(db: Session, who: Requester, store_id: str, request_id: str) -> dict[str, Any]:
    db.flush()
    return {"quote": request_json(get_own_request(db, who, store_id, request_id))}


def _region(regions: Sequence[RegionFacts], region_id: str) -> RegionFacts:
    region = next((one for one in regions if region_id in ("", one.id)), None)
    if region is None:
        raise Invalid({"region_id": f"Region with id: {region_id} was not found"})
    return region


def _wanted(db: Session, caller: StoreCaller, body: quote_bodies.NewQuoteBody, currency: str) -> tuple[WantedLine, ...]:
    if not body.cart_id:
        return tuple(one.wanted(currency) for one in body.items)
    lines = lines_of(db, own_cart(db, caller.shopper(body.cart_id), body.cart_id))
    return tuple(WantedLine(one.quantity, one.offer_id) for one in lines if not one.saved_for_later)

"""Paying for a cart: providers, the collection and its session, completion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import request_schemas, schemas
from marketplace.api.store.cart_serializer import DEFAULT, cart_json, total_amount
from marketplace.api.store.carts import Known, facts_of
from marketplace.api.store.order_serializer import DEFAULT as ORDER
from marketplace.api.store.order_serializer import read_order
from marketplace.api.store.payment_serializer import cart_of_collection, collection_json, provider_ids
from marketplace.api.store.regions import NoSuch
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.credit import CreditClosed
from marketplace.domain.lifecycle import CheckoutStatus
from marketplace.kit.db import run
from marketplace.queries.store_api.contexts import find_region
from marketplace.services.buying import api_cart_payment, api_carts
from marketplace.services.buying.api_checkout import complete_cart
from marketplace.services.buying.cart_access import LockedCart, own_cart, place_for
from marketplace.services.buying.checkout_release import BeingPaid
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.finance.receiving_accounts import is_offered, offered_providers
from marketplace.settings import settings

router = APIRouter(tags=["store"])
COLLECTION = gives(schemas.OnePaymentCollection)


class ProvidersParams(ListParams):
    limit: int = Field(20, ge=0, le=1_000_000)
    region_id: str = Field(description="Where the shopper pays.")
    id: str | None = None


@router.get("/store/payment-providers", summary="Ways to pay")
def list_payment_providers(caller: Store, params: ProvidersParams = from_query(ProvidersParams)) -> Response:
    def read(db: Session) -> dict[str, str]:
        region = find_region(db, caller.store, region_id=params.region_id)
        if region is None:
            raise InvalidData(f"Region with id: {params.region_id} was not found")
        place = buyer_of(caller.actor, caller.store.id).location_id
        return offered_providers(db, caller.store.id, region.currency, location_id=place)

    offered = caller.run(read)
    rows = [{"id": name, "is_enabled": True} for name, code in provider_ids().items() if code in offered]
    return reply(page("payment_providers", rows, params))


@router.post("/store/payment-collections", summary="The payment collection of a cart", responses=COLLECTION)
def create_payment_collection(
    body: request_schemas.CollectionBody, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    return _collection(caller, body.cart_id, lambda db, cart, amount: api_cart_payment.ask_payment(db, cart))


@router.post("/store/payment-collections/{id}/payment-sessions", summary="Choose how to pay", responses=COLLECTION)
def create_payment_session(
    id: str, body: request_schemas.SessionBody, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    code = provider_ids().get(body.provider_id)
    if code is None:
        raise InvalidData(f"Payment provider with id: {body.provider_id} is not enabled")

    def choose(db: Session, cart: LockedCart, amount: int) -> None:
        if not is_offered(db, cart.tenant_id, cart.currency, code, location_id=place_for(caller.actor, cart)):
            raise InvalidData(f"Payment provider with id: {body.provider_id} is not enabled")
        api_cart_payment.choose_payment(db, cart, code, body.data or {}, amount=amount)

    try:
        return _collection(caller, cart_of_collection(id), choose, starts_anew=True)
    except NotFound as error:
        if error.noun != "cart":
            raise
        raise NoSuch("Payment collection", id) from error  # nobody has asked for a cart: its id is made of this one


@router.post("/store/carts/{id}/complete", summary="Buy a cart", responses=gives(schemas.Completed))
def complete(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    """Declined payments, those that the shopper must confirm, and carts that somebody in the shopper's company approves
    first answer 200 with `type: cart` and the reason."""
    return_url = f"{settings().base_url}/s/{caller.store.handle}/checkout/{{checkout}}"
    try:
        placed = complete_cart(partial(run, caller.scope), caller.shopper(id), id, return_url=return_url)
    except ApprovalAsked as error:
        return reply(_not_bought(caller, id, "approval_required", error.sentence))
    except CreditClosed as error:  # a way to pay that is refused, to these clients
        return reply(_not_bought(caller, id, _REFUSED, error.sentence))
    if placed.group_id:
        tree = read_fields(params.fields, ORDER)
        order = caller.run(lambda db: read_order(db, caller.store, placed.group_id))
        return reply({"type": "order", "order": pick(order, tree)})
    if placed.action_url or placed.status in (CheckoutStatus.FAILED, CheckoutStatus.UNDONE):
        kind = "payment_requires_more_error" if placed.action_url else _REFUSED
        return reply(_not_bought(caller, id, kind, placed.problem or _CONFIRM))
    raise BeingPaid


_REFUSED = "payment_authorization_error"
_CONFIRM = "The shopper must confirm the payment at the address in the session's data."


def _not_bought(caller: StoreCaller, cart_id: str, kind: str, message: str) -> dict[str, Any]:
    def read(db: Session) -> dict[str, Any]:
        cart = own_cart(db, caller.shopper(cart_id), cart_id)
        return pick(cart_json(facts_of(db, caller, cart, Known())), read_fields(None, DEFAULT))

    return {"type": "cart", "cart": caller.run(read), "error": {"message": message, "name": "Error", "type": kind}}


def _collection(
    caller: StoreCaller, cart_id: str, change: Callable[[Session, LockedCart, int], None], *, starts_anew: bool = False
) -> Response:
    """Change how a cart will be paid, knowing what it costs, and answer its collection.

    What begins anew gives an unfinished try up first, so that the goods it held can be priced again.
    """

    def apply(db: Session) -> dict[str, Any]:
        cart = api_carts.lock_open_cart(db, caller.shopper(cart_id), cart_id)
        if starts_anew:
            api_cart_payment.give_up_try(db, cart)
        facts = facts_of(db, caller, cart)
        amount = total_amount(facts)
        change(db, cart, amount)
        return collection_json(facts, amount)

    return caller.once(lambda db: {"payment_collection": apply(db)})

"""Ways of delivery: a flat list over all vendors of a cart, each with its seller and its own profile.

A plain client that adds one method per shipping profile so chooses one way of delivery per vendor.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, from_query
from marketplace.api.http.responses import major, reply
from marketplace.api.store import request_schemas, schemas
from marketplace.api.store.carts import CART, Known, changed, facts_of
from marketplace.api.store.delivery_serializer import option_json
from marketplace.api.store.regions import NoSuch
from marketplace.api.store.serializer_parts import seller_json
from marketplace.domain.buying.basket import Part
from marketplace.queries.store_api.carts import CartFacts
from marketplace.services.buying import api_carts
from marketplace.services.buying.cart_access import own_cart

router = APIRouter(tags=["store"])


class OptionsParams(ReadParams):
    cart_id: str = Field(description="The cart that is to be delivered.")
    is_return: bool = False


@router.get("/store/shipping-options", summary="Ways to deliver a cart", responses=gives(schemas.ShippingOptions))
def list_shipping_options(caller: Store, params: OptionsParams = from_query(OptionsParams)) -> Response:
    options = caller.run(lambda db: _options(db, caller, params.cart_id))
    return reply({"shipping_options": [] if params.is_return else options})


@router.post(
    "/store/shipping-options/{id}/calculate",
    summary="What a way of delivery costs",
    responses=gives(schemas.OneShippingOption),
)
def calculate_shipping_option(
    id: str, body: request_schemas.CalculateBody, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    options = caller.run(lambda db: _options(db, caller, body.cart_id))
    option = next((one for one in options if one["id"] == id), None)
    if option is None:
        raise NoSuch("Shipping option", id)
    return reply({"shipping_option": option})


@router.post("/store/carts/{id}/shipping-methods", summary="Choose ways of delivery", responses=CART)
def add_shipping_method(
    id: str,
    body: request_schemas.MethodBody | list[request_schemas.MethodBody],
    caller: Store,
    params: ReadParams = from_query(ReadParams),
) -> Response:
    wanted = [one.option_id for one in (body if isinstance(body, list) else [body])]
    return changed(
        caller, id, params, lambda db, cart: Known(rows=api_carts.choose_methods(db, caller.shopper(id), cart, wanted))
    )


@router.get("/store/free-shipping/prices", summary="What free freight still needs, per vendor")
def list_free_shipping(caller: Store, params: OptionsParams = from_query(OptionsParams)) -> Response:
    def read(db: Session) -> list[dict[str, Any]]:
        facts = facts_of(db, caller, own_cart(db, caller.shopper(params.cart_id), params.cart_id))
        return [_gap(facts, part) for part in facts.basket.parts if part.free_freight_gap is not None]

    return reply({"prices": caller.run(read)})


def _options(db: Session, caller: StoreCaller, cart_id: str) -> list[dict[str, Any]]:
    facts = facts_of(db, caller, own_cart(db, caller.shopper(cart_id), cart_id))
    return [option_json(facts, part, one) for part in facts.basket.parts for one in part.deliveries if one.option_id]


def _gap(facts: CartFacts, part: Part) -> dict[str, Any]:
    return {
        "seller": seller_json(part),
        "missing": major(part.free_freight_gap or 0, facts.cart.currency),
        "currency_code": facts.cart.currency.lower(),
        "shipping_option_id": part.chosen and part.chosen.option_id,
    }

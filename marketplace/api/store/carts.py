"""Carts: made, filled, addressed. Every answer is the whole cart, priced anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.fields import Tree, pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, from_query
from marketplace.api.http.responses import reply
from marketplace.api.store import request_schemas, schemas
from marketplace.api.store.cart_serializer import DEFAULT, cart_json
from marketplace.domain.errors import Invalid, NotFound
from marketplace.kit.clock import now
from marketplace.queries.shared.price_context import RegionFacts, list_region_facts
from marketplace.queries.store_api.carts import CartFacts, read_cart_facts
from marketplace.queries.store_api.contexts import context_for, find_region, with_own_steps
from marketplace.queries.store_api.prices import rank_prices
from marketplace.queries.store_api.products import Listed, find_by_variants
from marketplace.services.buying import api_carts
from marketplace.services.buying.api_carts import CartChanges
from marketplace.services.buying.basket_rows import CartRows, read_cart_rows
from marketplace.services.buying.baskets import price_rows
from marketplace.services.buying.cart_access import LockedCart, OwnCart, buyer_for, own_cart
from marketplace.services.buying.completed_carts import bought_basket, plan_of

router = APIRouter(tags=["store"])
CART = gives(schemas.OneCart)


@dataclass(frozen=True)
class Known:
    """What a change has read already, so that the answer need not read it again."""

    rows: CartRows | None = None
    listed: Mapping[str, Listed] = field(default_factory=dict)


Change = Callable[[Session, LockedCart], Known | None]


@router.post("/store/carts", summary="Make a cart", responses=CART)
def create_cart(
    caller: Store, body: request_schemas.NewCart | None = None, params: ReadParams = from_query(ReadParams)
) -> Response:
    made = body or request_schemas.NewCart()
    if made.sales_channel_id and made.sales_channel_id != caller.sales_channel_id:
        raise InvalidData("Requested sales channel is not part of the publishable key")

    def make(db: Session) -> dict[str, Any]:
        caller.shopper("")
        region = _region_for(list_region_facts(db, caller.store), made)
        cart = api_carts.start_cart(
            db, caller.store.id, caller.actor, _changes(made), region_id=region.id, currency=region.currency
        )
        known = _fill(db, caller, cart, made.items)
        return {"cart": shown_cart(db, caller, cart, read_fields(params.fields, DEFAULT), known)}

    return caller.once(make)


@router.get("/store/carts/{id}", summary="One cart", responses=CART)
def get_cart(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    return reply({"cart": caller.run(lambda db: shown_cart(db, caller, own_cart(db, caller.shopper(id), id), tree))})


@router.post("/store/carts/{id}", summary="Change a cart", responses=CART)
def update_cart(
    id: str, caller: Store, body: request_schemas.CartBody | None = None, params: ReadParams = from_query(ReadParams)
) -> Response:
    tree, changes = read_fields(params.fields, DEFAULT), _changes(body or request_schemas.CartBody())
    return caller.once(
        lambda db: {"cart": shown_cart(db, caller, api_carts.change_cart(db, caller.shopper(id), id, changes), tree)}
    )


@router.post("/store/carts/{id}/line-items", summary="Put a variant into a cart", responses=CART)
def add_line(
    id: str, body: request_schemas.LineBody, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    return changed(caller, id, params, lambda db, cart: _fill(db, caller, cart, [body]))


@router.post("/store/carts/{id}/line-items/bulk", summary="Put several variants into a cart", responses=CART)
def add_lines(
    id: str, body: request_schemas.LinesBody, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    return changed(caller, id, params, lambda db, cart: _fill(db, caller, cart, body.line_items))


@router.post("/store/carts/{id}/line-items/{line_id}", summary="Change a line", responses=CART)
def update_line(
    id: str, line_id: str, body: request_schemas.LineChange, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    return changed(
        caller, id, params, lambda db, cart: api_carts.change_line(db, cart, line_id, body.quantity, body.metadata)
    )


@router.delete("/store/carts/{id}/line-items/{line_id}", summary="Take a line out")
def delete_line(id: str, line_id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)

    def take_out(db: Session) -> dict[str, Any]:
        cart = _change(db, caller, id, tree, lambda db, cart: api_carts.change_line(db, cart, line_id, 0))
        return {"id": line_id, "object": "line-item", "deleted": True, "parent": cart}

    return caller.once(take_out)


@router.post("/store/carts/{id}/promotions", summary="Enter promotion codes; none clears them", responses=CART)
def add_promotions(
    id: str, body: request_schemas.Codes, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    enter = api_carts.add_codes if body.promo_codes else api_carts.set_codes
    return changed(caller, id, params, lambda db, cart: enter(db, cart, body.promo_codes))


@router.delete("/store/carts/{id}/promotions", summary="Take promotion codes out", responses=CART)
def remove_promotions(
    id: str, body: request_schemas.Codes, caller: Store, params: ReadParams = from_query(ReadParams)
) -> Response:
    return changed(caller, id, params, lambda db, cart: api_carts.drop_codes(db, cart, body.promo_codes))


@router.post("/store/carts/{id}/taxes", summary="Price a cart anew; it always is", responses=CART)
def calculate_taxes(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    return changed(caller, id, params, lambda db, cart: None)


@router.post("/store/carts/{id}/customer", summary="Make a guest's cart the signed-in customer's", responses=CART)
def transfer_cart(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree, actor = read_fields(params.fields, DEFAULT), caller.known()
    return caller.once(lambda db: {"cart": shown_cart(db, caller, api_carts.hand_over(db, actor, id), tree)})


def changed(caller: StoreCaller, cart_id: str, params: ReadParams, change: Change) -> Response:
    """Apply a change to a cart that is open, in one transaction, and answer the cart."""
    tree = read_fields(params.fields, DEFAULT)
    return caller.once(lambda db: {"cart": _change(db, caller, cart_id, tree, change)})


def facts_of(db: Session, caller: StoreCaller, cart: OwnCart, known: Known | None = None) -> CartFacts:
    """The cart, priced for its shopper now, or as it was bought; its products' documents where `known` is given."""
    buyer, moment = buyer_for(caller.actor, cart), now()
    read = (known and known.rows) or read_cart_rows(db, cart, buyer, moment)
    plan = plan_of(db, cart)
    basket = bought_basket(cart, plan, read) if plan else price_rows(cart, read, buyer, moment)
    shown = [row for row in read.looked_at if row["entered"] or row["id"] in basket.uses]
    return read_cart_facts(
        db,
        caller.store,
        cart,
        basket=basket,
        lines=read.lines,
        chosen=read.chosen,
        promotions=(plan.promotions or []) if plan else shown,
        listed=known.listed if known else None,
    )


def _change(db: Session, caller: StoreCaller, cart_id: str, tree: Tree, change: Change) -> dict[str, Any]:
    cart = api_carts.lock_open_cart(db, caller.shopper(cart_id), cart_id)
    known = change(db, cart)
    db.flush()
    return shown_cart(db, caller, cart, tree, known)


def shown_cart(
    db: Session, caller: StoreCaller, cart: OwnCart, tree: Tree, known: Known | None = None
) -> dict[str, Any]:
    """The whole cart, priced now, in the fields that were asked for."""
    return pick(cart_json(facts_of(db, caller, cart, known or Known())), tree)


def _fill(db: Session, caller: StoreCaller, cart: LockedCart, lines: Sequence[request_schemas.LineBody]) -> Known:
    if not lines:
        return Known()
    listed = find_by_variants(db, caller.store.id, [line.variant_id for line in lines])
    missing = [line.variant_id for line in lines if line.variant_id not in listed]
    if missing:
        raise InvalidData(f"Variants {', '.join(missing)} do not exist or belong to a product that is not published")
    region = find_region(db, caller.store, region_id=cart.region_id)
    assert region is not None  # a foreign key holds it
    for line in lines:
        context = context_for(
            db, caller.store, region, buyer=buyer_for(caller.actor, cart), moment=now(), quantity=line.quantity
        )
        offer_id = line.pinned and _pinned(db, line)
        offers = listed[line.variant_id].offers.get(line.variant_id, ())
        ranked = [] if offer_id else rank_prices(offers, with_own_steps(db, caller.store, context, offers))
        if not offer_id and not ranked:
            raise InvalidData(f"Variants with IDs {line.variant_id} do not have a price")
        api_carts.put_in(db, cart, offer_id or ranked[0].offer["id"], line.quantity, line.metadata)
    return Known(listed=listed)


def _region_for(regions: Sequence[RegionFacts], made: request_schemas.NewCart) -> RegionFacts:
    """The region that is named, else the first one with the currency that is named. Raises `Invalid`."""
    currency = (made.currency_code or "").upper()
    named = [one for one in regions if not made.region_id or one.id == made.region_id]
    if made.region_id and not named:
        raise Invalid({"region_id": f"Region with id: {made.region_id} was not found"})
    region = next((one for one in named if currency in ("", one.currency)), None)
    if region is None:
        sold = ", ".join(sorted({one.currency.lower() for one in named})) or "no currency"
        where = f"Region {made.region_id} sells in {sold}" if made.region_id else f"This store sells in {sold}"
        raise Invalid({"currency_code": f"{where}, not in {made.currency_code}"})
    return region


def _pinned(db: Session, line: request_schemas.LineBody) -> str:
    try:
        return api_carts.offer_by_id(db, line.variant_id, line.pinned)
    except NotFound:
        raise Invalid({"offer_id": f"Offer {line.pinned} is not one of variant {line.variant_id}"}) from None


def _changes(body: request_schemas.CartBody) -> CartChanges:
    return CartChanges(
        region_id=body.region_id,
        email=body.email,
        shipping=request_schemas.given(body.shipping_address),
        billing=request_schemas.given(body.billing_address),
        codes=body.promo_codes,
        metadata=body.metadata,
        locale=body.locale,
    )

"""Products, their variants and their price steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.errors import InvalidData, Unauthorized
from marketplace.api.http.fields import read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, Several, Wordings, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.product_serializer import DEFAULT, ONE_DEFAULT, product_json
from marketplace.api.store.regions import NoSuch
from marketplace.domain.buying.buyer import buyer_of
from marketplace.kit.clock import now
from marketplace.queries.shared.price_context import list_region_facts
from marketplace.queries.store_api.catalogue import category_paths, with_option, with_value_ids, with_values
from marketplace.queries.store_api.contexts import context_for, find_region, offers_of, with_own_steps
from marketplace.queries.store_api.prices import PriceContext
from marketplace.queries.store_api.products import ORDERS, Conditions, Listed, find_priced, list_listed
from marketplace.queries.storefront.spelling import get_vocabulary
from marketplace.services.buying.cart_access import buyer_for, own_cart

router = APIRouter(tags=["store"])


class Moments(BaseModel):
    """A span of time: `created_at[$gte]=2026-01-01`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    gt: datetime | None = Field(None, alias="$gt")
    gte: datetime | None = Field(None, alias="$gte")
    lt: datetime | None = Field(None, alias="$lt")
    lte: datetime | None = Field(None, alias="$lte")
    eq: datetime | None = Field(None, alias="$eq")
    ne: datetime | None = Field(None, alias="$ne")

    def bounds(self) -> dict[str, datetime]:
        """The operators that were given."""
        return {f"${name}": value for name, value in self if value is not None}


class OptionParams(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: Wordings | None = None
    option_id: Several | None = None


class VariantParams(BaseModel):
    """What one of a product's variants must have."""

    model_config = ConfigDict(extra="forbid")

    sku: Several | None = None
    ean: Several | None = None
    upc: Several | None = None
    barcode: Several | None = None
    options: OptionParams | None = None


class InContext(ReadParams):
    """Where and for whom prices are made."""

    region_id: str | None = None
    country_code: str | None = Field(None, max_length=2)
    province: str | None = None
    cart_id: str | None = None
    quantity: int = Field(1, ge=1, le=100_000, description="Prices are those of so many pieces.")


class ProductsParams(InContext, ListParams):
    q: str | None = Field(None, max_length=200)
    id: Several | None = None
    title: Wordings | None = None
    handle: Several | None = None
    is_giftcard: bool | None = None
    category_id: Several | None = None
    collection_id: Several | None = None
    tag_id: Several | None = None
    type_id: Several | None = None
    option_id: Several | None = None
    option_value_id: Several | None = None
    external_id: Several | None = None
    sales_channel_id: Several | None = None
    seller_id: Several | None = Field(None, description="Sold by one of these vendors.")
    created_at: Moments | None = None
    updated_at: Moments | None = None
    variants: VariantParams | None = None


@router.get("/store/products", summary="Products on sale", responses=gives(schemas.Products))
def list_products(caller: Store, params: ProductsParams = from_query(ProductsParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    order = _order(params)

    def read(db: Session) -> dict[str, Any]:
        context = context_of(db, caller, params)
        rows, count = list_listed(
            db, caller.store, _conditions(db, caller, params), order=order, limit=params.taken, offset=params.offset
        )
        tiers, context = params.quantity > 1, with_prices_of(db, caller, context, rows)
        return page("products", [product_json(one, tree, context, with_tiers=tiers) for one in rows], params, count)

    return reply(caller.run(read))


@router.get("/store/products/{id}", summary="One product", responses=gives(schemas.OneProduct))
def get_product(id: str, caller: Store, params: InContext = from_query(InContext)) -> Response:
    tree = read_fields(params.fields, ONE_DEFAULT)

    def read(db: Session) -> dict[str, Any]:
        product, context = find_priced(db, caller.store, id, context_of(db, caller, params))
        if product is None:
            raise NoSuch("Product", id)
        return {"product": product_json(product, tree, context, with_tiers=params.quantity > 1)}

    return reply(caller.run(read))


@router.get(
    "/store/volume-pricing/{product_id}", summary="Price steps of a product", responses=gives(schemas.VolumePricing)
)
def get_volume_pricing(product_id: str, caller: Store, params: InContext = from_query(InContext)) -> Response:
    tree = read_fields("id,variants.title,variants.sku,variants.price_tiers,variants.calculated_price", ())

    def read(db: Session) -> dict[str, Any]:
        product, context = find_priced(db, caller.store, product_id, context_of(db, caller, params, needed=True))
        if not caller.may_see_prices:
            raise Unauthorized
        if product is None or context is None:
            raise NoSuch("Product", product_id)
        shown = product_json(product, tree, context, with_tiers=True)
        return {"product_id": product_id, "currency_code": context.currency.lower(), "variants": shown["variants"]}

    return reply(caller.run(read))


def context_of(db: Session, caller: StoreCaller, params: InContext, *, needed: bool = False) -> PriceContext | None:
    """The price context that a request names: by region, country or cart; the store's first region when `needed`.

    Raises `InvalidData` for a region of nobody's or another store's.
    """
    if not caller.may_see_prices:
        return None
    region_id = params.region_id or ""
    cart = own_cart(db, caller.shopper(params.cart_id), params.cart_id) if params.cart_id else None
    if cart is not None and not region_id:
        region_id = cart.region_id
    region = find_region(db, caller.store, region_id=region_id, country=params.country_code or "")
    if region is None and region_id:
        raise InvalidData(f"Region with id: {region_id} was not found")
    if region is None and needed:
        region = next(iter(list_region_facts(db, caller.store)), None)
    if region is None:
        return None
    buyer = buyer_of(caller.actor, caller.store.id) if cart is None else buyer_for(caller.actor, cart)
    return context_for(db, caller.store, region, buyer=buyer, moment=now(), quantity=params.quantity)


def with_prices_of(
    db: Session, caller: StoreCaller, context: PriceContext | None, listed: Sequence[Listed]
) -> PriceContext | None:
    """The context with the caller's own prices of these products; None where nothing is priced."""
    return context and with_own_steps(db, caller.store, context, offers_of(one.offers for one in listed))


def _order(params: ListParams) -> str:
    order = params.order or "id"
    if order.removeprefix("-") not in ORDERS:
        raise InvalidData(f"Products cannot be ordered by {order!r}; possible are {', '.join(ORDERS)}.")
    return order


def _conditions(db: Session, caller: StoreCaller, params: ProductsParams) -> Conditions:
    conditions = Conditions()
    if params.q:
        conditions.matches(params.q, get_vocabulary(db, caller.store))
    for column, name in (("d.id", "id"), ("d.title", "title"), ("d.handle", "handle")):
        conditions.among(column, name, getattr(params, name))
    if params.is_giftcard or any((params.tag_id, params.type_id, params.external_id)):
        conditions.nothing()
    if params.sales_channel_id and set(params.sales_channel_id) - {caller.sales_channel_id}:
        raise InvalidData("Requested sales channel is not part of the publishable key")
    if params.category_id is not None:
        conditions.below(category_paths(db, params.category_id))
    if params.seller_id is not None:
        conditions.add("d.vendor_ids && cast(:sellers as text[])", sellers=params.seller_id)
    conditions.among("d.listing -> 'product' ->> 'collection_id'", "collection", params.collection_id)
    for name, column, span in (
        ("created", "d.created_at", params.created_at),
        ("updated", "d.indexed_at", params.updated_at),
    ):
        if span:
            conditions.moment(column, name, span.bounds())
    _by_option(conditions, params)
    _by_variant(conditions, params.variants)
    return conditions


def _by_option(conditions: Conditions, params: ProductsParams) -> None:
    options = params.variants.options if params.variants else None
    ids = [*(params.option_id or ()), *((options.option_id or ()) if options else ())]
    if ids:
        with_option(conditions, ids)
    if params.option_value_id is not None:
        with_value_ids(conditions, params.option_value_id)
    if options and options.value is not None:
        with_values(conditions, options.value)


def _by_variant(conditions: Conditions, params: VariantParams | None) -> None:
    for name in ("sku", "ean", "upc", "barcode"):
        conditions.with_codes(f"codes_{name}", getattr(params, name) if params else None)

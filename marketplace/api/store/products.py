"""Products, their variants and their price steps."""

from __future__ import annotations

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
from marketplace.api.http.query_params import ListParams, ReadParams, Several, Wordings, asks
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.product_serializer import DEFAULT, ONE_DEFAULT, product_json
from marketplace.api.store.regions import NoSuch
from marketplace.domain.buying.buyer import buyer_of
from marketplace.kit.clock import now
from marketplace.queries.shared.price_context import list_region_facts
from marketplace.queries.store_api.catalogue import category_paths, with_option, with_value_ids, with_values
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.store_api.prices import PriceContext
from marketplace.queries.store_api.products import ORDERS, Conditions, find_listed, list_listed
from marketplace.queries.storefront.spelling import get_vocabulary
from marketplace.services.buying.carts import own_cart

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

    def asked(self) -> dict[str, datetime]:
        """The operators that were given."""
        return {f"${name}": value for name, value in self if value is not None}


class OptionAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: Wordings | None = None
    option_id: Several | None = None


class VariantAsked(BaseModel):
    """What one of a product's variants must have."""

    model_config = ConfigDict(extra="forbid")

    sku: Several | None = None
    ean: Several | None = None
    upc: Several | None = None
    barcode: Several | None = None
    options: OptionAsked | None = None


class InContext(ReadParams):
    """Where and for whom prices are made."""

    region_id: str | None = None
    country_code: str | None = Field(None, max_length=2)
    province: str | None = None
    cart_id: str | None = None
    quantity: int = Field(1, ge=1, le=100_000, description="Prices are those of so many pieces.")


class ProductsAsked(InContext, ListParams):
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
    variants: VariantAsked | None = None


@router.get("/store/products", summary="Products on sale", responses=gives(schemas.Products))
def list_products(caller: Store, asked: ProductsAsked = asks(ProductsAsked)) -> Response:
    tree = read_fields(asked.fields, DEFAULT)
    order = _order(asked)

    def read(db: Session) -> dict[str, Any]:
        context = context_of(db, caller, asked)
        rows, count = list_listed(
            db, caller.store, _conditions(db, caller, asked), order=order, limit=asked.taken, offset=asked.offset
        )
        tiers = asked.quantity > 1
        return page("products", [product_json(one, tree, context, with_tiers=tiers) for one in rows], asked, count)

    return reply(caller.run(read))


@router.get("/store/products/{id}", summary="One product", responses=gives(schemas.OneProduct))
def get_product(id: str, caller: Store, asked: InContext = asks(InContext)) -> Response:
    tree = read_fields(asked.fields, ONE_DEFAULT)

    def read(db: Session) -> dict[str, Any]:
        context, found = context_of(db, caller, asked), find_listed(db, caller.store, id)
        if found is None:
            raise NoSuch("Product", id)
        return {"product": product_json(found, tree, context, with_tiers=asked.quantity > 1)}

    return reply(caller.run(read))


@router.get(
    "/store/volume-pricing/{product_id}", summary="Price steps of a product", responses=gives(schemas.VolumePricing)
)
def get_volume_pricing(product_id: str, caller: Store, asked: InContext = asks(InContext)) -> Response:
    tree = read_fields("id,variants.title,variants.sku,variants.price_tiers,variants.calculated_price", ())

    def read(db: Session) -> dict[str, Any]:
        context, found = context_of(db, caller, asked, needed=True), find_listed(db, caller.store, product_id)
        if not caller.may_see_prices:
            raise Unauthorized
        if found is None or context is None:
            raise NoSuch("Product", product_id)
        told = product_json(found, tree, context, with_tiers=True)
        return {"product_id": product_id, "currency_code": context.currency.lower(), "variants": told["variants"]}

    return reply(caller.run(read))


def context_of(db: Session, caller: StoreCaller, asked: InContext, *, needed: bool = False) -> PriceContext | None:
    """The price context that a request names: by region, country or cart; the store's first region when `needed`.

    Raises `InvalidData` for a region of nobody's or another store's.
    """
    if not caller.may_see_prices:
        return None
    region_id = asked.region_id or ""
    if asked.cart_id and not region_id:
        region_id = own_cart(db, caller.shopper(asked.cart_id), asked.cart_id).region_id
    region = find_region(db, caller.store, region_id=region_id, country=asked.country_code or "")
    if region is None and region_id:
        raise InvalidData(f"Region with id: {region_id} was not found")
    if region is None and needed:
        region = next(iter(list_region_facts(db, caller.store)), None)
    if region is None:
        return None
    buyer = buyer_of(caller.actor, caller.store.id)
    return context_for(db, caller.store, region, buyer=buyer, moment=now(), quantity=asked.quantity)


def _order(asked: ListParams) -> str:
    order = asked.order or "id"
    if order.removeprefix("-") not in ORDERS:
        raise InvalidData(f"Products cannot be ordered by {order!r}; possible are {', '.join(ORDERS)}.")
    return order


def _conditions(db: Session, caller: StoreCaller, asked: ProductsAsked) -> Conditions:
    found = Conditions()
    if asked.q:
        found.matches(asked.q, get_vocabulary(db, caller.store))
    for column, name in (("d.id", "id"), ("d.title", "title"), ("d.handle", "handle")):
        found.among(column, name, getattr(asked, name))
    if asked.is_giftcard or any((asked.tag_id, asked.type_id, asked.external_id)):
        found.nothing()
    if asked.sales_channel_id and set(asked.sales_channel_id) - {caller.sales_channel_id}:
        raise InvalidData("Requested sales channel is not part of the publishable key")
    if asked.category_id is not None:
        found.below(category_paths(db, asked.category_id))
    if asked.seller_id is not None:
        found.add("d.vendor_ids && cast(:sellers as text[])", sellers=asked.seller_id)
    found.among("d.listing -> 'product' ->> 'collection_id'", "collection", asked.collection_id)
    for name, column, span in (
        ("created", "d.created_at", asked.created_at),
        ("updated", "d.indexed_at", asked.updated_at),
    ):
        if span:
            found.moment(column, name, span.asked())
    _by_option(found, asked)
    _by_variant(found, asked.variants)
    return found


def _by_option(found: Conditions, asked: ProductsAsked) -> None:
    options = asked.variants.options if asked.variants else None
    ids = [*(asked.option_id or ()), *((options.option_id or ()) if options else ())]
    if ids:
        with_option(found, ids)
    if asked.option_value_id is not None:
        with_value_ids(found, asked.option_value_id)
    if options and options.value is not None:
        with_values(found, options.value)


def _by_variant(found: Conditions, asked: VariantAsked | None) -> None:
    for name in ("sku", "ean", "upc", "barcode"):
        found.with_codes(f"codes_{name}", getattr(asked, name) if asked else None)

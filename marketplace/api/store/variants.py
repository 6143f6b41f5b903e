"""Variants by themselves: for clients that know a SKU or a variant and not its product."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.fields import read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, Several, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.product_serializer import variant_json
from marketplace.api.store.products import InContext, context_of, with_prices_of
from marketplace.api.store.regions import NoSuch
from marketplace.queries.store_api.products import Listed, list_variants

router = APIRouter(tags=["store"])
DEFAULT = ("*", "*options", "*options.option")


class VariantsParams(InContext, ListParams):
    limit: int = Field(20, ge=0, le=1_000_000)
    id: Several | None = None
    sku: Several | None = None
    ean: Several | None = None
    product_id: Several | None = None


@router.get("/store/product-variants", summary="Variants on sale", responses=gives(schemas.Variants))
def list_product_variants(caller: Store, params: VariantsParams = from_query(VariantsParams)) -> Response:
    named = {"id": params.id, "sku": params.sku, "ean": params.ean, "product_id": params.product_id}

    def read(db: Session) -> dict[str, Any]:
        rows, count = list_variants(db, caller.store.id, named, limit=params.taken, offset=params.offset)
        return page("variants", _shown(db, caller, params, rows), params, count)

    return reply(caller.run(read))


@router.get("/store/product-variants/{id}", summary="One variant", responses=gives(schemas.OneVariant))
def get_product_variant(id: str, caller: Store, params: InContext = from_query(InContext)) -> Response:
    def read(db: Session) -> dict[str, Any]:
        rows, _ = list_variants(db, caller.store.id, {"id": [id]}, limit=1, offset=0)
        if not rows:
            raise NoSuch("Variant", id)
        return {"variant": _shown(db, caller, params, rows)[0]}

    return reply(caller.run(read))


def _shown(db: Session, caller: StoreCaller, params: InContext, rows: list[tuple[str, Listed]]) -> list[dict[str, Any]]:
    tree = read_fields(params.fields, DEFAULT)
    context = with_prices_of(db, caller, context_of(db, caller, params), [listed for _, listed in rows])
    return [variant_json(key, listed, tree, context, with_tiers=params.quantity > 1) for key, listed in rows]

"""Products and purchases of a store or of all, as the documents of the store API with what staff may know."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.desk_lists import MOMENTS, OfStore, sort_of, store_of
from marketplace.api.http.desk_auth import AdminCaller, AdminDesk
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.fields import Tree, pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store.order_serializer import DEFAULT as ORDER
from marketplace.api.store.order_serializer import SHORT, order_json
from marketplace.api.vendor.product_serializer import DEFAULT, documents
from marketplace.queries.desk_api.orders import get_any_group, read_any_groups
from marketplace.queries.desk_api.products import get_any_product, read_any_products
from marketplace.queries.operator_desk.orders import find_groups
from marketplace.queries.operator_desk.products import find_all_products
from marketplace.queries.shared.order_facts import GroupFacts
from marketplace.queries.store_api.orders import read_order_facts
from marketplace.queries.store_api.products import find_by_variants
from marketplace.services.catalogue.vendor_drafts import make_draft_for, put_draft_away

router = APIRouter(tags=["admin"])
ONE_PRODUCT, ONE_ORDER = gives(desk_schemas.OneDeskProduct), gives(desk_schemas.OneAdminOrder)
_ORDERS = {
    **MOMENTS,
    "title": "title",
    "-title": "-title",
    "inventory_quantity": "stock",
    "-inventory_quantity": "-stock",
}
_ROW = (*SHORT, "email", "tenant_id", "region_id", "payment_status", "fulfillment_status")
_WHOLE = (*ORDER, "tenant_id")


class ProductsParams(OfStore):
    """`no_stock` are published products of which nothing is left."""

    q: str = Field("", max_length=200, description="In titles, article numbers, vendors' names.")
    status: Literal["", "published", "draft", "no_stock", "proposed", "archived"] = ""
    vendor_id: str = Field("", max_length=100)


class OrdersParams(OfStore):
    """The views are those of the desk: `awaiting` wait for a transfer, `unanswered` for a vendor."""

    q: str = Field("", max_length=200, description="In numbers, buyers, purchase order numbers, vendors' names.")
    view: Literal["all", "awaiting", "unanswered", "late", "open", "returns", "refunds"] = "all"


@router.get("/admin/products", summary="Products, drafts included", responses=gives(desk_schemas.DeskProducts))
def list_products(caller: AdminDesk, params: ProductsParams = from_query(ProductsParams)) -> Response:
    tree, sort = read_fields(params.fields, DEFAULT), sort_of(params, _ORDERS, "newest")

    def read(db: Session) -> dict[str, Any]:
        ids, count = find_all_products(
            db,
            caller.actor,
            status=params.status,
            store=store_of(db, caller, params.tenant_id),
            vendor=params.vendor_id,
            q=params.q,
            sort=sort,
            limit=params.taken,
            offset=params.offset,
        )
        rows = documents(db, read_any_products(db, caller.actor, ids))
        return page("products", [pick(row, tree) for row in rows], params, count)

    return reply(caller.run(read))


@router.post("/admin/products", summary="Make a draft for a vendor", responses=ONE_PRODUCT)
def create_product(
    body: desk_request_schemas.NewVendorProduct, caller: AdminDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    """A product is a vendor's, so `vendor_id` must be said. The vendor publishes it."""
    if not body.vendor_id:
        raise InvalidData("Say in vendor_id which vendor the product is of.")
    if body.status != "draft":
        raise InvalidData("Staff make drafts; the vendor publishes them.")
    tree, options = read_fields(params.fields, DEFAULT), [option.title for option in body.options]
    vendor_id, variants = body.vendor_id, [one.given() for one in body.variants]

    def make(db: Session) -> dict[str, Any]:
        made = make_draft_for(db, caller.actor, vendor_id, facts=body.whole(), options=options, variants=variants)
        return _shown(db, caller, made, tree)

    return caller.once(make)


@router.get("/admin/products/{id}", summary="One product", responses=ONE_PRODUCT)
def get_product(id: str, caller: AdminDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    return reply(caller.run(lambda db: _shown(db, caller, id, tree)))


@router.delete("/admin/products/{id}", summary="Put a draft away", responses=gives(desk_schemas.Deleted))
def delete_product(id: str, caller: AdminDesk) -> Response:
    """Only what is not in the store: its vendor takes that out."""

    def put_away(db: Session) -> dict[str, Any]:
        put_draft_away(db, caller.actor, id)
        return {"id": id, "object": "product", "deleted": True}

    return caller.once(put_away)


@router.get("/admin/orders", summary="Purchases", responses=gives(desk_schemas.AdminOrders))
def list_orders(caller: AdminDesk, params: OrdersParams = from_query(OrdersParams)) -> Response:
    tree, is_oldest_first = read_fields(params.fields, _ROW), sort_of(params, MOMENTS, "newest") == "oldest"

    def read(db: Session) -> dict[str, Any]:
        ids, count = find_groups(
            db,
            caller.actor,
            view=params.view,
            store=store_of(db, caller, params.tenant_id),
            q=params.q,
            is_oldest_first=is_oldest_first,
            limit=params.taken,
            offset=params.offset,
        )
        rows = [_purchase(db, group) for group in read_any_groups(db, caller.actor, ids)]
        return page("orders", [pick(row, tree) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/admin/orders/{id}", summary="One purchase with every vendor's part", responses=ONE_ORDER)
def get_order(id: str, caller: AdminDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, _WHOLE)
    purchase = caller.run(lambda db: _purchase(db, get_any_group(db, caller.actor, id)))
    return reply({"order": pick(purchase, tree)})


def _shown(db: Session, caller: AdminCaller, product_id: str, tree: Tree) -> dict[str, Any]:
    db.flush()
    (document,) = documents(db, [get_any_product(db, caller.actor, product_id)])
    return {"product": pick(document, tree)}


def _purchase(db: Session, group: GroupFacts) -> dict[str, Any]:
    facts = read_order_facts(db, group)
    variants = [line.variant_id for lines in facts.lines.values() for line in lines]
    return {**order_json(facts, find_by_variants(db, group.tenant_id, variants)), "tenant_id": group.tenant_id}

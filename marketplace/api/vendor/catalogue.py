"""A vendor's own shop: its figures and its products."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.desk_lists import MOMENTS, sort_of
from marketplace.api.http.desk_auth import VendorCaller, VendorDesk
from marketplace.api.http.fields import Tree, pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.vendor.money_serializer import dashboard_json
from marketplace.api.vendor.product_serializer import DEFAULT, documents
from marketplace.queries.desk_api.dashboard import get_dashboard
from marketplace.queries.desk_api.products import get_own_product, read_own_products
from marketplace.queries.vendor_desk.products import find_products
from marketplace.services.catalogue.api_products import change_product, make_product
from marketplace.services.catalogue.products import archive_product

router = APIRouter(tags=["vendor"])
ONE = gives(desk_schemas.OneDeskProduct)
_ORDERS = {
    **MOMENTS,
    "title": "title",
    "-title": "-title",
    "inventory_quantity": "stock",
    "-inventory_quantity": "-stock",
    "price": "price",
    "-price": "-price",
}


class DashboardParams(ReadParams):
    days: Literal["7", "30", "90"] = Field("30", description="The span; compared with as many days before.")


class ProductsParams(ListParams):
    """`no_stock` are published products of which nothing is left. Without a status all but archived ones."""

    q: str = Field("", max_length=200, description="In titles and article numbers.")
    status: Literal["", "published", "draft", "no_stock", "archived"] = ""
    category_id: str = Field("", max_length=100)


@router.get("/vendor/dashboard", summary="What waits and how sales go", responses=gives(desk_schemas.OneDashboard))
def get_figures(caller: VendorDesk, params: DashboardParams = from_query(DashboardParams)) -> Response:
    dashboard = caller.run(lambda db: get_dashboard(db, caller.actor, int(params.days)))
    return reply({"dashboard": dashboard_json(dashboard)})


@router.get("/vendor/products", summary="The vendor's products", responses=gives(desk_schemas.DeskProducts))
def list_products(caller: VendorDesk, params: ProductsParams = from_query(ProductsParams)) -> Response:
    tree, sort = read_fields(params.fields, DEFAULT), sort_of(params, _ORDERS, "newest")

    def read(db: Session) -> dict[str, Any]:
        ids, count = find_products(
            db,
            caller.actor,
            status=params.status,
            category_id=params.category_id,
            q=params.q,
            sort=sort,
            limit=params.taken,
            offset=params.offset,
        )
        rows = documents(db, read_own_products(db, caller.actor, ids))
        return page("products", [pick(row, tree) for row in rows], params, count)

    return reply(caller.run(read))


@router.post("/vendor/products", summary="Make a product", responses=ONE)
def create_product(
    body: desk_request_schemas.NewProduct, caller: VendorDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    """A draft, or with `status: "published"` one in the store at once, if nothing is missing."""
    tree, variants = read_fields(params.fields, DEFAULT), [one.given() for one in body.variants]

    def make(db: Session) -> dict[str, Any]:
        options = [option.title for option in body.options]
        made = make_product(db, caller.actor, body.whole(), options, variants, status=body.status)
        return _shown(db, caller, made, tree)

    return caller.once(make)


@router.get("/vendor/products/{id}", summary="One product", responses=ONE)
def get_product(id: str, caller: VendorDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    return reply(caller.run(lambda db: _shown(db, caller, id, tree)))


@router.patch("/vendor/products/{id}", summary="Change a product, by another method", responses=ONE)
def patch_product(
    id: str, body: desk_request_schemas.ProductChange, caller: VendorDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    return update_product(id, body, caller, params)


@router.post("/vendor/products/{id}", summary="Change a product", responses=ONE)
def update_product(
    id: str, body: desk_request_schemas.ProductChange, caller: VendorDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    """What is left out stays. `status` publishes, takes back to a draft, or archives."""
    tree, variants = read_fields(params.fields, DEFAULT), [one.given() for one in body.variants]

    def change(db: Session) -> dict[str, Any]:
        change_product(db, caller.actor, id, body.facts(), variants, status=body.status, version=body.version)
        return _shown(db, caller, id, tree)

    return caller.once(change)


@router.delete("/vendor/products/{id}", summary="Archive a product", responses=gives(desk_schemas.Deleted))
def delete_product(id: str, caller: VendorDesk) -> Response:
    """It leaves the store and the lists; publishing brings it back."""

    def put_away(db: Session) -> dict[str, Any]:
        archive_product(db, caller.actor, id)
        return {"id": id, "object": "product", "deleted": True}

    return caller.once(put_away)


def _shown(db: Session, caller: VendorCaller, product_id: str, tree: Tree) -> dict[str, Any]:
    db.flush()
    (document,) = documents(db, [get_own_product(db, caller.actor, product_id)])
    return {"product": pick(document, tree)}

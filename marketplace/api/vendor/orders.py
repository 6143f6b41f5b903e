"""A vendor's orders: read, accepted, refused, sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.desk_lists import MOMENTS, sort_of
from marketplace.api.http.desk_auth import VendorCaller, VendorDesk
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.vendor.order_serializer import DEFAULT, SHORT, order_json
from marketplace.queries.desk_api.orders import get_own_order, read_own_orders
from marketplace.queries.vendor_desk.orders import find_orders
from marketplace.services.orders.cancelling import refuse_order
from marketplace.services.orders.fulfilling import accept_order, ship_parcel

router = APIRouter(tags=["vendor"])
ONE = gives(desk_schemas.OneVendorOrder)
View = Literal["to_fulfil", "new", "late", "shipped", "delivered", "returns", "all"]


class OrdersParams(ListParams):
    """The views are those of the desk: `new` are to be accepted, `late` are overdue, `returns` wait for an answer."""

    view: View = "all"
    q: str = Field("", max_length=200, description="In numbers, purchase order numbers, buyers, articles.")


@router.get("/vendor/orders", summary="The vendor's orders", responses=gives(desk_schemas.VendorOrders))
def list_orders(caller: VendorDesk, params: OrdersParams = from_query(OrdersParams)) -> Response:
    tree, sort = read_fields(params.fields, SHORT), sort_of(params, {**MOMENTS, "ship_by": "due"}, "newest")

    def read(db: Session) -> dict[str, Any]:
        ids, count = find_orders(
            db, caller.actor, view=params.view, q=params.q, sort=sort, limit=params.taken, offset=params.offset
        )
        rows = read_own_orders(db, caller.actor, ids)
        return page("orders", [pick(order_json(row), tree) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/vendor/orders/{id}", summary="One order", responses=ONE)
def get_order(id: str, caller: VendorDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply(caller.run(lambda db: _shown(db, caller, id, params)))


@router.post("/vendor/orders/{id}/accept", summary="Say yes to an order", responses=ONE)
def accept(id: str, caller: VendorDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    return _act(caller, id, params, lambda db: accept_order(db, caller.actor, id))


@router.post("/vendor/orders/{id}/refuse", summary="Say no to an order that was not accepted", responses=ONE)
def refuse(
    id: str, body: desk_request_schemas.RefuseBody, caller: VendorDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    """The buyer gets everything back and reads the reason."""
    key = caller.effect_key()
    return _act(caller, id, params, lambda db: refuse_order(db, caller.actor, id, reason=body.reason, key=key))


@router.post("/vendor/orders/{id}/fulfill", summary="Send a parcel", responses=gives(desk_schemas.FulfilledOrder))
def fulfill(
    id: str, body: desk_request_schemas.FulfillBody, caller: VendorDesk, params: ReadParams = from_query(ReadParams)
) -> Response:
    """With everything that is left, or with `items`. An order is accepted by it."""
    key = caller.effect_key()

    def send(db: Session) -> dict[str, Any]:
        parcel = ship_parcel(
            db,
            caller.actor,
            id,
            lines=body.lines(),
            carrier=body.carrier,
            tracking_number=body.tracking_number,
            key=key,
        )
        return {**_shown(db, caller, id, params), "fulfillment_id": parcel.id}

    return caller.once(send)


def _act(caller: VendorCaller, order_id: str, params: ReadParams, act: Callable[[Session], object]) -> Response:
    def apply(db: Session) -> dict[str, Any]:
        act(db)
        return _shown(db, caller, order_id, params)

    return caller.once(apply)


def _shown(db: Session, caller: VendorCaller, order_id: str, params: ReadParams) -> dict[str, Any]:
    db.flush()
    tree = read_fields(params.fields, DEFAULT)
    return {"order": pick(order_json(get_own_order(db, caller.actor, order_id)), tree)}

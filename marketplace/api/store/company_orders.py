"""What everybody of the customer's company ordered for their places, to be read."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import StoreCaller
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, Several, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.order_serializer import DEFAULT, LISTED, whole_order
from marketplace.api.store.orders import OrdersParams, wanted_groups
from marketplace.queries.shared.order_facts import GroupFacts
from marketplace.queries.store_api.orders import buyer_name, find_company_group, list_company_groups

router = APIRouter(tags=["store"])
_OF_COMPANY = ("location_id", "ordered_by", "ordered_in_name_by", "po_number", "cost_centre")


class CompanyOrdersParams(OrdersParams):
    location_id: Several | None = None


@router.get("/store/companies/me/orders", summary="What its people bought", responses=gives(schemas.Orders))
def list_company_orders(caller: Buyer, params: CompanyOrdersParams = from_query(CompanyOrdersParams)) -> Response:
    """For the places that the customer buys for, whoever it was; as the company's desk lists them."""
    actor, wanted = caller.known(), wanted_groups(params, params.location_id)
    tree = read_fields(params.fields, (*LISTED, *_OF_COMPANY))

    def read(db: Session) -> dict[str, Any]:
        groups, count = list_company_groups(db, actor, caller.store.id, wanted)
        return page("orders", [pick(_order(db, caller, one), tree) for one in groups], params, count)

    return reply(caller.run(read))


@router.get("/store/companies/me/orders/{id}", summary="One of them", responses=gives(schemas.OneOrder))
def get_company_order(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    """To be read: who bought it cancels, returns and pays."""
    actor, tree = caller.known(), read_fields(params.fields, DEFAULT)

    def read(db: Session) -> dict[str, Any]:
        return {"order": pick(_order(db, caller, find_company_group(db, actor, caller.store.id, id)), tree)}

    return reply(caller.run(read))


def _order(db: Session, caller: StoreCaller, group: GroupFacts) -> dict[str, Any]:
    """The document of a purchase, with who of the company made it for which place."""
    return {
        **whole_order(db, caller.store, group),
        "location_id": group.company_location_id,
        "ordered_by": buyer_name(db, group),
        "ordered_in_name_by": group.acted_by or None,
    }

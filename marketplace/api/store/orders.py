"""Purchases: one's own, one by its id, and handing one over to an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import Store, StoreCaller
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, Several, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.order_serializer import DEFAULT, LISTED, whole_order
from marketplace.api.store.request_schemas import Body, Text
from marketplace.queries.shared.order_facts import GroupFacts
from marketplace.queries.store_api.orders import (
    WantedGroups,
    find_bought_group,
    find_group,
    list_bought_groups,
    may_read,
)
from marketplace.services.identity import customers

router = APIRouter(tags=["store"])
ONE = gives(schemas.OneOrder)
NUMBER = ("id", "display_id", "custom_display_id", "created_at")


class OrdersParams(ListParams):
    id: Several | None = None
    status: Several | None = None


class TransferBody(Body):
    description: Text | None = None


class AnswerBody(Body):
    """`token` is in the link of the letter."""

    token: Text


@router.get("/store/orders", summary="The customer's purchases", responses=gives(schemas.Orders))
def list_orders(caller: Buyer, params: OrdersParams = from_query(OrdersParams)) -> Response:
    tree, actor, wanted = read_fields(params.fields, LISTED), caller.known(), wanted_groups(params)

    def read(db: Session) -> dict[str, Any]:
        groups, count = list_bought_groups(db, actor, wanted)
        return page("orders", [pick(whole_order(db, caller.store, one), tree) for one in groups], params, count)

    return reply(caller.run(read))


def wanted_groups(params: OrdersParams, locations: Sequence[str] | None = None) -> WantedGroups:
    """The page that the query asks for. Raises `InvalidData` for an order that there is none by."""
    order = params.order or "-created_at"
    if order.removeprefix("-") not in ("created_at", "id", "display_id"):
        raise InvalidData("Orders are ordered by created_at, id or display_id.")
    return WantedGroups(
        params.taken, params.offset, params.id, params.status, locations, oldest_first=not order.startswith("-")
    )


@router.get("/store/orders/{id}", summary="One purchase", responses=ONE)
def get_order(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply({"order": caller.run(lambda db: _shown(db, caller, params, find_bought_group(db, caller.actor, id)))})


@router.get("/store/order-groups/{id}", summary="One purchase, by another name", responses=ONE)
def get_order_group(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    return get_order(id, caller, params)


@router.post("/store/orders/{id}/transfer/request", summary="Ask for a guest's purchase", responses=ONE)
def request_transfer(
    id: str, caller: Buyer, body: TransferBody | None = None, params: ReadParams = from_query(ReadParams)
) -> Response:
    actor, note = caller.known(), (body.description or "") if body else ""
    return _transfer(caller, params, id, lambda db: customers.ask_transfer(db, actor, id, note), asker=True)


@router.post("/store/orders/{id}/transfer/cancel", summary="Take the wish back", responses=ONE)
def cancel_transfer(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    actor = caller.known()
    return _transfer(caller, params, id, lambda db: customers.cancel_transfer(db, actor, id), asker=True)


@router.post("/store/orders/{id}/transfer/accept", summary="Hand a purchase over", responses=ONE)
def accept_transfer(id: str, body: AnswerBody, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    return _transfer(
        caller, params, id, lambda db: customers.answer_transfer(db, caller.actor, id, body.token, accepted=True)
    )


@router.post("/store/orders/{id}/transfer/decline", summary="Keep a purchase", responses=ONE)
def decline_transfer(id: str, body: AnswerBody, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    return _transfer(
        caller, params, id, lambda db: customers.answer_transfer(db, caller.actor, id, body.token, accepted=False)
    )


def _transfer(
    caller: StoreCaller, params: ReadParams, order_id: str, act: Callable[[Session], Any], *, asker: bool = False
) -> Response:
    """Who asks is told no more of a purchase than its number, unless they may read it anyhow."""

    def apply(db: Session) -> dict[str, Any]:
        act(db)
        group = find_group(db, order_id)
        if asker and not may_read(db, caller.actor, group):
            return pick(whole_order(db, caller.store, group), read_fields(None, NUMBER))
        return _shown(db, caller, params, group)

    return caller.once(lambda db: {"order": apply(db)})


def _shown(db: Session, caller: StoreCaller, params: ReadParams, group: GroupFacts) -> dict[str, Any]:
    return pick(whole_order(db, caller.store, group), read_fields(params.fields, DEFAULT))

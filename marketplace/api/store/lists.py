"""Requisition lists: what a customer buys again and again, their own and those that their company shares."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.fields import read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.cart_serializer import DEFAULT
from marketplace.api.store.carts import shown_cart
from marketplace.api.store.request_schemas import Body, Text
from marketplace.domain.buying.requisition_lists import LONGEST_NOTE
from marketplace.kit.clock import iso
from marketplace.queries.store_api.lists import ItemFacts, ListFacts, list_lists, read_list
from marketplace.services.buying.api_carts import lock_open_cart
from marketplace.services.buying.list_buying import buy_list
from marketplace.services.buying.requisition_lists import (
    NewLine,
    add_lines,
    change_line,
    change_list,
    find_list,
    lock_list,
    make_list,
    remove_list,
)

router = APIRouter(tags=["store"])
ONE, MANY = gives(schemas.OneList), gives(schemas.Lists)
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Pieces = Annotated[int, Field(ge=1, le=100_000)]


class ListBody(Body):
    """A shared list is seen by everybody of the customer's company; its author and administrators change it."""

    name: Text
    is_shared: bool = False


class ListChange(Body):
    name: Text | None = None
    is_shared: bool | None = None


class ItemBody(Body):
    """The offer of a variant, as products name it. The same offer again adds up."""

    offer_id: Text
    quantity: Pieces
    note: Note = ""


class ItemChange(Body):
    quantity: Pieces
    note: Note | None = None


class CartListBody(Body):
    """Without `item_ids` all of the list."""

    list_id: Text
    item_ids: Annotated[list[Text], Field(max_length=1_000)] | None = None


@router.get("/store/lists", summary="The customer's lists and those of their company", responses=MANY)
def get_lists(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    actor = caller.known()
    rows = caller.run(lambda db: list_lists(db, actor, caller.store.id))
    return reply(page("lists", [_list(one) for one in rows], params))


@router.post("/store/lists", summary="Make a list", responses=ONE)
def create_list(body: ListBody, caller: Buyer) -> Response:
    actor = caller.known()

    def make(db: Session) -> dict[str, Any]:
        row = make_list(db, actor, caller.store.id, body.name, is_shared=body.is_shared)
        return _answer(db, caller, row.id)

    return caller.once(make)


@router.get("/store/lists/{id}", summary="One list", responses=ONE)
def get_list(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply(caller.run(lambda db: _answer(db, caller, id)))


@router.post("/store/lists/{id}", summary="Rename or share a list", responses=ONE)
def update_list(id: str, body: ListChange, caller: Buyer) -> Response:
    actor, store_id = caller.known(), caller.store.id

    def change(db: Session) -> dict[str, Any]:
        row = find_list(db, actor, store_id, id)
        is_shared = row.is_shared if body.is_shared is None else body.is_shared
        change_list(db, actor, store_id, id, name=row.name if body.name is None else body.name, is_shared=is_shared)
        return _answer(db, caller, id)

    return caller.once(change)


@router.delete("/store/lists/{id}", summary="Delete a list")
def delete_list(id: str, caller: Buyer) -> Response:
    actor = caller.known()

    def remove(db: Session) -> dict[str, Any]:
        remove_list(db, actor, caller.store.id, id)
        return {"id": id, "object": "list", "deleted": True}

    return caller.once(remove)


@router.post("/store/lists/{id}/items", summary="Put an offer on a list", responses=ONE)
def add_item(id: str, body: ItemBody, caller: Buyer) -> Response:
    actor = caller.known()

    def add(db: Session) -> dict[str, Any]:
        add_lines(db, lock_list(db, actor, caller.store.id, id), [NewLine(body.offer_id, body.quantity, body.note)])
        return _answer(db, caller, id)

    return caller.once(add)


@router.post("/store/lists/{id}/items/{line_id}", summary="Change a line of a list", responses=ONE)
def update_item(id: str, line_id: str, body: ItemChange, caller: Buyer) -> Response:
    actor = caller.known()

    def change(db: Session) -> dict[str, Any]:
        change_line(db, actor, caller.store.id, id, line_id, quantity=body.quantity, note=body.note)
        return _answer(db, caller, id)

    return caller.once(change)


@router.delete("/store/lists/{id}/items/{line_id}", summary="Take a line off a list")
def delete_item(id: str, line_id: str, caller: Buyer) -> Response:
    actor = caller.known()

    def remove(db: Session) -> dict[str, Any]:
        change_line(db, actor, caller.store.id, id, line_id, quantity=0)
        return {"id": line_id, "object": "list-item", "deleted": True, "parent": _answer(db, caller, id)["list"]}

    return caller.once(remove)


@router.post("/store/carts/{id}/lists", summary="Put a list into a cart", responses=gives(schemas.CartOfList))
def add_list_to_cart(
    id: str, body: CartListBody, caller: Buyer, params: ReadParams = from_query(ReadParams)
) -> Response:
    """At today's prices; the list stays as it is. `differences` says what is gone, sold out or sold otherwise."""
    actor, tree = caller.known(), read_fields(params.fields, DEFAULT)

    def put_in(db: Session) -> dict[str, Any]:
        cart = lock_open_cart(db, caller.shopper(id), id)
        refilled = buy_list(db, actor, cart, body.list_id, body.item_ids)
        db.flush()
        return {"cart": shown_cart(db, caller, cart, tree), "differences": list(refilled.differences)}

    return caller.once(put_in)


def _answer(db: Session, caller: Buyer, list_id: str) -> dict[str, Any]:
    return {"list": _list(read_list(db, caller.known(), caller.store.id, list_id))}


def _list(one: ListFacts) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "type": one.kind,
        "is_shared": one.is_shared,
        "can_edit": one.may_change,
        "created_by": one.created_by,
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
        "items": [_item(item) for item in one.items],
    }


def _item(one: ItemFacts) -> dict[str, Any]:
    return {
        "id": one.id,
        "offer_id": one.offer_id,
        "variant_id": one.variant_id or None,
        "sku": one.sku,
        "title": one.title,
        "quantity": one.quantity,
        "note": one.note or None,
    }

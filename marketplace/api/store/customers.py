"""Customers: themselves and their address book."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Caller
from marketplace.api.http.auth import StoreCaller
from marketplace.api.http.errors import Duplicate, NotAllowed, Unauthorized
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, Several, Wordings, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.request_schemas import AddressBody, Body, Meta, Text
from marketplace.domain.errors import Conflict
from marketplace.kit.clock import iso
from marketplace.queries.store_api.customers import AddressFacts, CustomerProfile, list_book, read_customer
from marketplace.queries.store_api.customers import get_address as find_address
from marketplace.services.identity import address_book, customers
from marketplace.services.identity.customers import CustomerChanges, EmailTaken

router = APIRouter(tags=["store"])
DEFAULT = (
    "id",
    "email",
    "company_name",
    "first_name",
    "last_name",
    "phone",
    "metadata",
    "has_account",
    "deleted_at",
    "created_at",
    "updated_at",
    "*addresses",
)
ONE = gives(schemas.OneCustomer)


class CustomerBody(Body):
    first_name: Text | None = None
    last_name: Text | None = None
    company_name: Text | None = None
    phone: Text | None = None
    metadata: Meta | None = None

    def changes(self) -> CustomerChanges:
        """What is to be changed, in our own words."""
        return CustomerChanges(self.first_name, self.last_name, self.company_name, self.phone, self.metadata)


class NewCustomer(CustomerBody):
    email: str = Field(max_length=254)


class BookBody(AddressBody):
    """An address of the book."""

    address_name: Text | None = None
    is_default_shipping: bool | None = None
    is_default_billing: bool | None = None


class AddressesParams(ListParams):
    q: str | None = None
    city: Wordings | None = None
    country_code: Several | None = None
    postal_code: Wordings | None = None


@router.post("/store/customers", summary="Become a customer of the store", responses=ONE)
def create_customer(body: NewCustomer, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    """With the token of `register`, or that of a login to another store of the platform."""
    actor = _token_holder(caller)

    def make(db: Session) -> dict[str, Any]:
        try:
            customers.become_customer(db, actor, caller.store.id, body.email, body.changes())
        except EmailTaken as taken:
            raise Duplicate(taken.sentence) from None
        except Conflict as known:
            raise NotAllowed(known.sentence) from None
        return _me(db, caller, read_fields(params.fields, DEFAULT))

    return caller.once(lambda db: {"customer": make(db)})


@router.get("/store/customers/me", summary="The signed-in customer", responses=ONE)
def get_me(caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    caller.known()
    return reply({"customer": caller.run(lambda db: _me(db, caller, tree))})


@router.post("/store/customers/me", summary="Change the signed-in customer", responses=ONE)
def update_me(body: CustomerBody, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    def change(db: Session) -> None:
        customers.change_customer(db, actor, caller.store.id, body.changes())

    actor = caller.known()
    return _after(caller, params, change)


@router.get("/store/customers/me/addresses", summary="The address book", responses=gives(schemas.Addresses))
def list_addresses(caller: Caller, params: AddressesParams = from_query(AddressesParams)) -> Response:
    actor = caller.known()
    rows = caller.run(lambda db: list_book(db, actor, caller.store.id))
    shown = [_address(one) for one in rows if _fits(one, params)]
    return reply(page("addresses", shown, params))


@router.post("/store/customers/me/addresses", summary="Add an address", responses=ONE)
def create_address(body: BookBody, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    caller.known()
    return _after(caller, params, lambda db: _save(db, caller, body, ""))


@router.get("/store/customers/me/addresses/{id}", summary="One address", responses=gives(schemas.OneAddress))
def get_address(id: str, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    actor = caller.known()
    row = caller.run(lambda db: find_address(db, actor, caller.store.id, id))
    return reply({"address": _address(row)})


@router.post("/store/customers/me/addresses/{id}", summary="Change an address", responses=ONE)
def update_address(id: str, body: BookBody, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    caller.known()
    return _after(caller, params, lambda db: _save(db, caller, body, id))


@router.delete("/store/customers/me/addresses/{id}", summary="Remove an address")
def delete_address(id: str, caller: Caller, params: ReadParams = from_query(ReadParams)) -> Response:
    actor = caller.known()

    def remove(db: Session) -> dict[str, Any]:
        address_book.remove_address(db, actor, caller.store.id, id)
        return _me(db, caller, read_fields(None, DEFAULT))

    return caller.once(lambda db: {"id": id, "object": "address", "deleted": True, "parent": remove(db)})


def _after(caller: StoreCaller, params: ReadParams, change: Any) -> Response:
    tree = read_fields(params.fields, DEFAULT)

    def apply(db: Session) -> dict[str, Any]:
        change(db)
        return _me(db, caller, tree)

    return caller.once(lambda db: {"customer": apply(db)})


def _token_holder(caller: StoreCaller) -> Any:
    """Who holds a customer's token. A cookie is not enough: it may be of a visit to the store's own pages."""
    if caller.claims is None or caller.actor.user_id is None:
        raise Unauthorized
    return caller.actor


def _save(db: Session, caller: StoreCaller, body: BookBody, address_id: str) -> None:
    address_book.save_address(
        db,
        caller.actor,
        caller.store.id,
        body.parts(),
        address_id=address_id,
        label=body.address_name,
        default_shipping=body.is_default_shipping,
        default_billing=body.is_default_billing,
    )


def _me(db: Session, caller: StoreCaller, tree: dict[str, Any]) -> dict[str, Any]:
    customer = customers.get_customer(db, caller.actor, caller.store.id)
    rows = list_book(db, caller.actor, caller.store.id)
    profile = read_customer(db, customer.id)
    return pick(_customer(profile, [_address(one) for one in rows]), tree)


def _customer(one: CustomerProfile, addresses: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": one.id,
        "email": one.email,
        "company_name": one.company_name or None,
        "first_name": one.first_name or None,
        "last_name": one.last_name or None,
        "phone": one.phone or None,
        "metadata": one.meta or None,
        "has_account": True,
        "deleted_at": None,
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
        "addresses": addresses,
        "groups": [],
    }


def _address(one: AddressFacts) -> dict[str, Any]:
    made = iso(one.created_at)
    return {
        "id": one.id,
        "address_name": one.label or None,
        "first_name": one.first_name or None,
        "last_name": one.last_name or None,
        "company": one.company or None,
        "address_1": one.line1 or None,
        "address_2": one.line2 or None,
        "city": one.city or None,
        "postal_code": one.postal_code or None,
        "country_code": one.country.lower() or None,
        "province": one.province or None,
        "phone": one.phone or None,
        "metadata": None,
        "is_default_shipping": one.is_default_shipping,
        "is_default_billing": one.is_default_billing,
        "created_at": made,
        "updated_at": made,
    }


def _fits(one: AddressFacts, params: AddressesParams) -> bool:
    words = f"{one.label} {one.first_name} {one.last_name} {one.company} {one.line1} {one.city}".lower()
    return (
        (params.q is None or params.q.lower() in words)
        and (params.city is None or one.city in params.city)
        and (params.country_code is None or one.country.lower() in params.country_code)
        and (params.postal_code is None or one.postal_code in params.postal_code)
    )

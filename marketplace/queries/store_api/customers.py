"""Customers and their address book, as programs read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.models.address import Address
from marketplace.models.customer import Customer
from marketplace.models.user import User
from marketplace.queries.shared.fact_of import fact_of


@dataclass(frozen=True)
class CustomerProfile:
    """A person as one store knows them."""

    id: str
    email: str
    first_name: str
    last_name: str
    company_name: str
    phone: str
    meta: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class AddressFacts:
    """An address of the book; `country` is ISO 3166-1 alpha-2."""

    id: str
    label: str
    first_name: str
    last_name: str
    company: str
    line1: str
    line2: str
    postal_code: str
    city: str
    province: str
    country: str
    phone: str
    is_default_shipping: bool
    is_default_billing: bool
    created_at: datetime


def read_customer(db: Session, customer_id: str) -> CustomerProfile:
    """A customer that is known to exist, in the store in scope."""
    joined = select(Customer, User).join(User, col(User.id) == Customer.user_id).where(Customer.id == customer_id)
    customer, user = db.exec(joined).one()
    return CustomerProfile(
        id=customer.id,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        company_name=customer.company_name,
        phone=customer.phone,
        meta=customer.meta,
        created_at=customer.created_at,
        updated_at=customer.updated_at,
    )


def list_book(db: Session, actor: Actor, tenant_id: str) -> list[AddressFacts]:
    """The actor's addresses in this store, oldest first."""
    mine = select(Address).where(Address.tenant_id == tenant_id, Address.user_id == (actor.user_id or ""))
    return [fact_of(AddressFacts, row) for row in db.exec(mine.order_by(col(Address.created_at), col(Address.id)))]


def get_address(db: Session, actor: Actor, tenant_id: str, address_id: str) -> AddressFacts:
    """One of them. Raises `NotFound`."""
    address = next((one for one in list_book(db, actor, tenant_id) if one.id == address_id), None)
    if address is None:
        raise NotFound("address", address_id)
    return address

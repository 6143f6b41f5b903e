"""The addresses that a signed-in shopper need not type again: the book, earlier purchases, their company's place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.permissions import Actor
from marketplace.models.address import Address
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.order import OrderGroup

_NAMES = tuple(one.name for one in fields(AddressInput))
_MOST = 6
Found = tuple[str, str, dict[str, str]]  # key, label, fields


@dataclass(frozen=True)
class KnownAddress:
    """`key` chooses it in a form; `values` are the fields of an address."""

    key: str
    title: str
    line: str
    values: dict[str, str]


def known_addresses(db: Session, actor: Actor, tenant_id: str, countries: Collection[str]) -> list[KnownAddress]:
    """Those that can be delivered to from here, the likeliest first: the book's own default, the rest of the book,
    the company's place with its whole address, what was delivered to last, other places of the company. Of what is not
    in the book at most six. Nobody's for a guest; who acts in a member's name sees the company's alone."""
    if actor.user_id is None:
        return []
    rows = [] if actor.impersonator_id else _book(db, actor.user_id, tenant_id)
    book = [one for one in rows if one[2]["country"] in countries]
    places = {_place(values) for *_, values in book}
    others: dict[tuple[str, ...], KnownAddress] = {}
    for key, label, values in _elsewhere(db, actor, actor.user_id, tenant_id):
        if values.get("country") in countries and _place(values) not in places | others.keys():
            others[_place(values)] = _shown(key, label, values)
    return [*(_shown(*one) for one in book), *list(others.values())[:_MOST]]


def _place(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "").lower() for name in ("line1", "postal_code", "city", "country"))


def bill_addresses(db: Session, actor: Actor, tenant_id: str) -> list[KnownAddress]:
    """The person's whole book in this store, the default for bills first: an invoice goes to any country. Nobody's for
    who acts in their name."""
    if actor.impersonator_id:
        return []
    rows = _book(db, actor.user_id or "", tenant_id, col(Address.is_default_billing).desc())
    return [_shown(*one) for one in rows]


def default_bill_address(db: Session, actor: Actor, tenant_id: str) -> str:
    """The key of the address that bills go to unless somebody says otherwise; empty where there is none."""
    if actor.impersonator_id:
        return ""
    mine = select(Address.id).where(Address.user_id == (actor.user_id or ""), Address.tenant_id == tenant_id)
    return db.exec(mine.where(Address.is_default_billing)).first() or ""


def _book(db: Session, user_id: str, tenant_id: str, *first: Any) -> list[Found]:
    book = select(Address).where(Address.user_id == user_id, Address.tenant_id == tenant_id)
    order = first or (col(Address.is_default_shipping).desc(),)
    return [
        (row.id, row.label, {name: getattr(row, name) for name in _NAMES} | {"country": row.country.upper()})
        for row in db.exec(book.order_by(*order, col(Address.created_at).desc()))
    ]


def _elsewhere(db: Session, actor: Actor, user_id: str, tenant_id: str) -> Iterator[Found]:
    buyer = buyer_of(actor, tenant_id)
    places = list(_places(db, actor, buyer.company_id, tenant_id))
    yield from (place for place in places if place[0] == buyer.location_id and place[2]["line1"])
    bought = select(OrderGroup.id, OrderGroup.shipping_address).where(
        OrderGroup.user_id == user_id, OrderGroup.tenant_id == tenant_id
    )
    if actor.impersonator_id:
        bought = bought.where(col(OrderGroup.company_location_id).in_([place[0] for place in places]))
    for key, address in db.exec(bought.order_by(col(OrderGroup.placed_at).desc()).limit(20)):
        yield key, "", {name: str(address.get(name) or "") for name in _NAMES}
    yield from places


def _places(db: Session, actor: Actor, company_id: str, tenant_id: str) -> Iterator[Found]:
    """Every place of the company, oldest first; one without a street has town and country."""
    places = select(CompanyLocation, Company.name).join(
        Company, (col(Company.id) == CompanyLocation.company_id) & (col(Company.tenant_id) == CompanyLocation.tenant_id)
    )
    places = places.where(Company.id == company_id, Company.tenant_id == tenant_id)
    first, _, last = actor.name.partition(" ")
    for place, company in db.exec(places.order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))):
        address = {name: str(place.shipping_address.get(name) or "") for name in _NAMES}
        who = {"first_name": first, "last_name": last, "company": company}
        yield place.id, place.name, address | who | {"city": place.city, "country": place.country}


def _shown(key: str, label: str, values: dict[str, str]) -> KnownAddress:
    who = values.get("company") or " ".join(p for p in (values.get("first_name"), values.get("last_name")) if p)
    town = " ".join(part for part in (values.get("postal_code"), values.get("city")) if part)
    line = ", ".join(part for part in (values.get("line1"), town) if part)
    return KnownAddress(key, label or who, line, values)

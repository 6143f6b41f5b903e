"""Companies: registering one, its places and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import StoreCaller
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import major, page, reply
from marketplace.api.store import schemas
from marketplace.api.store.request_schemas import Body, Text
from marketplace.domain.companies.registration import Registration
from marketplace.kit.clock import iso
from marketplace.queries.store_api.companies import CompanyFacts, ContactFacts, LocationFacts, read_company
from marketplace.services.companies.company_access import own_company
from marketplace.services.companies.locations import add_location
from marketplace.services.companies.registration import register_company as register

router = APIRouter(tags=["store"])
ONE = gives(schemas.OneCompany)


class CompanyBody(Body):
    """A company; its first place is where the goods go. `tax_id` is the VAT number."""

    name: Text
    tax_id: Text = ""
    location: Text = Field("", description="The name of the first place, such as `Works Bremen`.")
    city: Text = ""
    country_code: str = Field(min_length=2, max_length=2, examples=["de"])


class LocationBody(Body):
    name: Text
    city: Text = ""
    country_code: str = Field(min_length=2, max_length=2, examples=["de"])


@router.post("/store/companies", summary="Ask to buy as a company", responses=ONE)
def register_company(body: CompanyBody, caller: Buyer) -> Response:
    """The store decides; until then the company is `pending`."""
    form = Registration(
        name=body.name, tax_id=body.tax_id, place=body.location, city=body.city, country=body.country_code
    )
    actor = caller.known()
    return caller.once(
        lambda db: {"company": company_json(read_company(db, register(db, actor, caller.store.id, form).id))}
    )


@router.get("/store/companies/me", summary="The customer's company", responses=ONE)
def get_my_company(caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply({"company": caller.run(lambda db: company_json(_own(db, caller)))})


@router.get("/store/companies/me/locations", summary="Its places", responses=gives(schemas.Locations))
def list_my_locations(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    return _of_mine(caller, params, "locations", lambda facts: [_location(one) for one in facts.locations])


@router.post("/store/companies/me/locations", summary="Open another place", responses=ONE)
def add_my_location(body: LocationBody, caller: Buyer) -> Response:
    actor = caller.known()

    def add(db: Session) -> dict[str, Any]:
        add_location(db, actor, caller.store.id, name=body.name, city=body.city, country=body.country_code)
        return {"company": company_json(_own(db, caller))}

    return caller.once(add)


@router.get("/store/companies/me/contacts", summary="Its people", responses=gives(schemas.Contacts))
def list_my_contacts(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    return _of_mine(
        caller, params, "contacts", lambda facts: [_contact(one, facts.locations) for one in facts.contacts]
    )


def company_json(facts: CompanyFacts) -> dict[str, Any]:
    """A company with its places and people."""
    return {
        "id": facts.id,
        "name": facts.name,
        "handle": facts.handle,
        "tax_id": facts.tax_id or None,
        "status": facts.status,
        "tenant_id": facts.tenant_id,
        "created_at": iso(facts.created_at),
        "locations": [_location(place) for place in facts.locations],
        "contacts": [_contact(person, facts.locations) for person in facts.contacts],
    }


def _of_mine(
    caller: StoreCaller, params: ListParams, plural: str, rows: Callable[[CompanyFacts], list[dict[str, Any]]]
) -> Response:
    return reply(page(plural, caller.run(lambda db: rows(_own(db, caller))), params))


def _own(db: Session, caller: StoreCaller) -> CompanyFacts:
    return read_company(db, own_company(db, caller.known(), caller.store.id).id)


def _location(one: LocationFacts) -> dict[str, Any]:
    credit = one.credit_limit_amount
    return {
        "id": one.id,
        "name": one.name,
        "city": one.city or None,
        "country_code": one.country.lower(),
        "currency_code": one.currency.lower(),
        "net_days": one.net_days,
        "credit_limit": None if credit is None else major(credit, one.currency),
    }


def _contact(one: ContactFacts, places: Any) -> dict[str, Any]:
    currency = next(place.currency for place in places if place.id == one.location_id)
    limit = one.spending_limit_amount
    return {
        "id": one.id,
        "email": one.email,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "role": one.role,
        "location_id": one.location_id,
        "spending_limit": None if limit is None else major(limit, currency),
    }

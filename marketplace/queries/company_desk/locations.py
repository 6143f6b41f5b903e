"""The places of a company as its desk lists them, and one of them in the form that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from marketplace.domain.companies.registration import FIELDS
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.credit import terms_words
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import CompanyLocation
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.company_desk.registration import list_delivery_countries, location_fields
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.market import country_name


@dataclass(frozen=True)
class LocationRow:
    """One line of the list; `bills` is where the bills go; the actor may choose one that `may_choose`."""

    id: str
    name: str
    address: str
    bills: str
    terms: str
    is_current: bool
    may_choose: bool
    href: str


@dataclass(frozen=True)
class LocationCard:
    """A place in the form; without an id an empty form for a new one."""

    id: str = ""
    name: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    countries: tuple[Option, ...] = ()


def list_company_locations(db: Session, actor: Actor, tenant_id: str) -> list[LocationRow]:
    """The places of the company that the actor buys for here, oldest first. Raises `Unauthenticated`, `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    current = {choice.value: choice.is_current for choice in place.choices}
    rows = db.exec(
        select(CompanyLocation)
        .where(CompanyLocation.company_id == place.company_id, CompanyLocation.tenant_id == tenant_id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    )
    return [
        LocationRow(
            id=one.id,
            name=one.name,
            address=_line(one.shipping_address, one.city, one.country),
            bills=_line(one.billing_address, "", "") if one.billing_address else "With the goods",
            terms=_terms(one),
            is_current=current.get(one.id, False),
            may_choose=one.id in current and not current[one.id],
            href=f"{place.home}/locations?location={one.id}",
        )
        for one in rows
    ]


def get_location_card(db: Session, actor: Actor, tenant_id: str, location_id: str) -> LocationCard:
    """A place of the actor's company in the form; an empty form without `location_id`. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    countries = list_delivery_countries(db)
    if not location_id:
        return LocationCard(countries=countries)
    mine = select(CompanyLocation).where(
        CompanyLocation.id == location_id, CompanyLocation.company_id == place.company_id
    )
    location = db.exec(mine).first()
    if location is None:
        raise NotFound("location", location_id)
    given = dict.fromkeys(FIELDS, "") | location_fields(location)
    return LocationCard(location.id, location.name, given, countries)


def _terms(place: CompanyLocation) -> str:
    """How it pays, and whether it is charged tax."""
    words, exemption = terms_words(place.net_days, place.end_of_month), place.exemption
    return f"{words}, exempt from tax" if exemption and exemption.holds_on(now().date()) else words


def _line(address: Mapping[str, object], city: str, country: str) -> str:
    line1, code, town, land = (str(address.get(name, "")) for name in ("line1", "postal_code", "city", "country"))
    parts = [line1, f"{code} {town or city}".strip(), country_name(land or country) if land or country else ""]
    return ", ".join(part for part in parts if part)

"""The places of a company: where goods and bills go, and where terms and price lists hang."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.registration import Registration, has_bill_address, missing_address
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.kit.postal_codes import read_postal_code
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.region import RegionCountry
from marketplace.services.companies.company_access import lock_administered, note_company

MAX_LOCATIONS = 200
_ADDRESS = ("line1", "line2", "postal_code", "city", "country")


def add_location(db: Session, actor: Actor, tenant_id: str, *, name: str, city: str, country: str) -> CompanyLocation:
    """Open another place of the actor's company; only its administrators do.

    Raises what `lock_administered` raises, `Conflict` for one too many, `Invalid`.
    """
    company = lock_administered(db, actor, tenant_id)
    _check(db, name, country)
    _check_name(db, company, name, field="name")
    if len(list_locations(db, company)) >= MAX_LOCATIONS:
        raise Conflict(f"A company has at most {MAX_LOCATIONS} locations.")
    location = open_location(db, company, name, city=city, country=country)
    note_company(db, actor, company, AuditAction.COMPANY_LOCATION_ADDED)
    return location


def save_location(db: Session, actor: Actor, tenant_id: str, location_id: str, form: Registration) -> CompanyLocation:
    """Change a place of the actor's company, or open one when `location_id` is empty; with whole addresses.

    `form.place` is its name. Raises what `add_location` raises, `Invalid` by the form's fields, `NotFound`.
    """
    company = lock_administered(db, actor, tenant_id)
    problems = missing_address(form) | postal_problems(form)
    if len(form.place.strip()) < 2:
        problems["place"] = "Enter a name."
    if form.country.upper() not in db.exec(select(RegionCountry.country)).all():
        problems["country"] = "Choose a country that this store delivers to."
    if problems:
        raise Invalid(problems)
    if not location_id:
        _check_name(db, company, form.place, field="place")
        location = add_location(db, actor, tenant_id, name=form.place, city=form.city, country=form.country)
        change_address(location, form)
        return location
    mine = select(CompanyLocation).where(CompanyLocation.id == location_id, CompanyLocation.company_id == company.id)
    changed = db.exec(mine).first()
    if changed is None:
        raise NotFound("location", location_id)
    if changed.name != _clean(form.place):  # as it was called before names were given once
        _check_name(db, company, form.place, field="place", but=changed.id)
    changed.name = _clean(form.place)
    change_address(changed, form)
    note_company(db, actor, company, AuditAction.COMPANY_LOCATION_CHANGED, place=changed.name)
    return changed


def postal_problems(form: Registration) -> dict[str, str]:
    """What is wrong with the postal codes of a form, by the rules of their countries: field -> what to do."""
    codes = {"postal_code": (form.country, form.postal_code)}
    if has_bill_address(form):
        codes["bill_postal_code"] = (form.bill_country, form.bill_postal_code)
    problems = {}
    for name, (country, code) in codes.items():
        try:
            read_postal_code(country, code)
        except ValueError as error:
            problems[name] = str(error)
    return problems


def list_locations(db: Session, company: Company) -> Sequence[CompanyLocation]:
    """The places of a company, oldest first."""
    return db.exec(
        select(CompanyLocation)
        .where(CompanyLocation.company_id == company.id, CompanyLocation.tenant_id == company.tenant_id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()


def first_location(db: Session, company: Company) -> CompanyLocation | None:
    """The oldest place of a company."""
    return next(iter(list_locations(db, company)), None)


def open_location(db: Session, company: Company, name: str, *, city: str, country: str) -> CompanyLocation:
    """A new place, for whoever may open one."""
    location = CompanyLocation(
        id=new_id("loc"),
        tenant_id=company.tenant_id,
        company_id=company.id,
        name=_clean(name),
        city=" ".join(city.split())[:120],
        country=country.upper(),
        currency=company.currency,
    )
    db.add(location)
    db.flush()
    return location


def change_address(location: CompanyLocation, form: Registration) -> None:
    """Where goods and bills go, as a checked form says it; a street that was not given stays unknown."""
    location.country, location.city = form.country.upper(), " ".join(form.city.split())[:120]
    location.shipping_address = _address(form, "") if form.line1.strip() else {}
    location.billing_address = _address(form, "bill_") if has_bill_address(form) else {}


def _address(form: Registration, prefix: str) -> dict[str, str]:
    values = {name: " ".join(getattr(form, prefix + name).split()) for name in _ADDRESS}
    country = values["country"].upper()
    return values | {"country": country, "postal_code": read_postal_code(country, values["postal_code"])}


def _clean(name: str) -> str:
    return " ".join(name.split())[:120]


def _check_name(db: Session, company: Company, name: str, *, field: str, but: str = "") -> None:
    taken = select(CompanyLocation.id).where(
        CompanyLocation.company_id == company.id,
        func.lower(CompanyLocation.name) == _clean(name).lower(),
        CompanyLocation.id != but,
    )
    sentence = f"There is a location “{_clean(name)}” already. Change that one, or choose another name."
    check_name(db, taken, among=f"company_location:{company.id}", field=field, sentence=sentence)


def _check(db: Session, name: str, country: str) -> None:
    problems = {}
    if len(name.strip()) < 2:
        problems["name"] = "Enter a name."
    if country.upper() not in db.exec(select(RegionCountry.country)).all():
        problems["country_code"] = "Choose a country that this store delivers to."
    if problems:
        raise Invalid(problems)

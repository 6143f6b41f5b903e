"""The registration of a company as its form shows it: what was typed so far, or what was declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.companies.registration import FIELDS, Registration
from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.brand import read_brand, variables
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.models.company import Company, CompanyDraft, CompanyLocation
from marketplace.models.region import RegionCountry
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.company_documents import DocumentRow, list_documents
from marketplace.queries.shared.market import country_name


@dataclass(frozen=True)
class RegistrationView:
    """`leads_to` is the desk of somebody who has a company here already; `declined` is why it was not let in."""

    store: str = ""
    handle: str = ""
    mark: str = ""
    look: str = ""  # of the store's brand
    style: Mapping[str, str] = field(default_factory=dict)
    leads_to: str = ""
    declined: str = ""
    is_again: bool = False
    countries: tuple[Option, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    given: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))


def get_registration(db: Session, actor: Actor, tenant_id: str) -> RegistrationView:
    """The form of the actor in this store; a guest's is empty."""
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    brand = read_brand(store.brand)
    company = _company_of(db, actor, tenant_id)
    is_again = company is not None and company.status == CompanyStatus.REJECTED and _runs(actor, company)
    draft = db.exec(select(CompanyDraft).where(CompanyDraft.user_id == (actor.user_id or ""))).first()
    given = dict.fromkeys(FIELDS, "")
    if company is not None and is_again:
        given |= _said(db, company)
    if draft is not None:
        given |= {name: str(draft.form.get(name, "")) for name in FIELDS}
    return RegistrationView(
        store=store.name,
        handle=store.handle,
        mark=store.name[:1].upper(),
        look=brand.look,
        style=variables(brand),
        leads_to=f"/s/{store.handle}/company" if company is not None and not is_again else "",
        declined=company.decision_reason if company is not None and is_again else "",
        is_again=is_again,
        countries=list_delivery_countries(db),
        documents=_documents(db, actor, store, company if is_again else None),
        given=given,
    )


def _documents(db: Session, actor: Actor, store: Tenant, company: Company | None) -> tuple[DocumentRow, ...]:
    if actor.user_id is None:
        return ()
    mine = {"user_id": actor.user_id, "company_id": company.id if company else ""}
    return list_documents(db, store.id, f"/s/{store.handle}/company", **mine)


def list_delivery_countries(db: Session) -> tuple[Option, ...]:
    """Every country that the store in scope delivers to, by name."""
    codes = sorted(set(db.exec(select(RegionCountry.country))), key=country_name)
    return tuple(Option(code, country_name(code)) for code in codes)


def location_fields(location: CompanyLocation) -> dict[str, str]:
    """A place as the fields of the form that it came from."""
    shipping, billing = location.shipping_address, location.billing_address
    values = {"place": location.name, "country": location.country, "city": location.city}
    values |= {name: str(shipping.get(name, "")) for name in ("line1", "line2", "postal_code")}
    return values | {f"bill_{name}": str(value) for name, value in billing.items()}


def _company_of(db: Session, actor: Actor, tenant_id: str) -> Company | None:
    grant = company_grant(actor, tenant_id)
    if grant is None:
        return None
    return db.exec(select(Company).where(Company.id == grant.company_id)).first()


def _runs(actor: Actor, company: Company) -> bool:
    return any(one.company_id == company.id and one.title == CompanyRole.ADMIN for one in actor.grants)


def _said(db: Session, company: Company) -> dict[str, str]:
    """What a company said the last time, from its rows."""
    first = select(CompanyLocation).where(CompanyLocation.company_id == company.id)
    place = db.exec(first.order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))).first()
    form = Registration(
        name=company.name,
        tax_id=print_tax_number(company.tax_id),
        register_number=company.register_number,
        industry=company.industry,
        expected_volume=company.expected_volume,
    )
    values = asdict(form)
    if place is not None:
        values |= location_fields(place)
    return {name: values[name] for name in FIELDS}

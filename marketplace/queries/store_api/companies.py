"""Companies as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.models.company import Company, CompanyContact, CompanyLocation
from marketplace.models.user import User


@dataclass(frozen=True)
class ContactFacts:
    """Somebody who orders for a location; `spending_limit_amount` in minor units, None for no limit."""

    id: str
    email: str
    first_name: str
    last_name: str
    role: str
    location_id: str
    spending_limit_amount: int | None


@dataclass(frozen=True)
class CompanyFacts:
    """A company with its places and people."""

    company: Company
    locations: Sequence[CompanyLocation]
    contacts: Sequence[ContactFacts]


def read_company(db: Session, company: Company) -> CompanyFacts:
    """Everything about a company that was found already."""
    here = CompanyLocation.company_id == company.id
    places = db.exec(
        select(CompanyLocation)
        .where(here, CompanyLocation.tenant_id == company.tenant_id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()
    people = db.exec(
        select(CompanyContact, User)
        .join(User, col(User.id) == CompanyContact.user_id)
        .where(col(CompanyContact.location_id).in_([one.id for one in places]))
        .order_by(col(CompanyContact.created_at), col(CompanyContact.id))
    )
    contacts = [
        ContactFacts(
            id=c.id,
            email=u.email,
            first_name=u.first_name,
            last_name=u.last_name,
            role=c.role,
            location_id=c.location_id,
            spending_limit_amount=c.spending_limit_amount,
        )
        for c, u in people
    ]
    return CompanyFacts(company, places, contacts)


def get_any_company(db: Session, actor: Actor, company_id: str) -> CompanyFacts:
    """A company of a store that the actor runs. Raises `NotFound`, `Forbidden`."""
    company = db.exec(select(Company).where(Company.id == company_id)).first()
    require(actor, Permission.COMPANY_DECIDE, tenant_id=company.tenant_id if company else "")
    if company is None:
        raise NotFound("company", company_id)
    return read_company(db, company)


def list_any_companies(
    db: Session, actor: Actor, *, tenant_id: str, status: str, q: str, limit: int, offset: int
) -> tuple[list[CompanyFacts], int]:
    """A page of the companies, newest first; of one store, or of all in scope. Raises `Forbidden`."""
    require(actor, Permission.COMPANY_DECIDE, tenant_id=tenant_id)
    wanted = select(Company)
    if tenant_id:
        wanted = wanted.where(Company.tenant_id == tenant_id)
    if status:
        wanted = wanted.where(Company.status == status)
    if q:
        wanted = wanted.where(col(Company.name).icontains(q, autoescape=True))
    count = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    page = wanted.order_by(col(Company.created_at).desc(), col(Company.id)).limit(limit).offset(offset)
    return [read_company(db, company) for company in db.exec(page).all()], count

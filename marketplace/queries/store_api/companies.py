"""Companies as programs read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.models.company import Company, CompanyLocation, CompanyMember, CompanyMemberLocation
from marketplace.models.company_group import CompanyGroup, CompanyGroupMember
from marketplace.models.user import User
from marketplace.queries.shared.fact_of import fact_of


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
class LocationFacts:
    """A place of a company; `credit_limit_amount` in minor units of `currency`, None for no limit."""

    id: str
    name: str
    city: str
    country: str
    currency: str
    net_days: int | None
    credit_limit_amount: int | None


@dataclass(frozen=True)
class CompanyFacts:
    """A company with its places and people."""

    id: str
    tenant_id: str
    handle: str
    name: str
    tax_id: str
    status: str
    created_at: datetime
    locations: Sequence[LocationFacts]
    contacts: Sequence[ContactFacts]


@dataclass(frozen=True)
class GroupFacts:
    """Companies that share price lists."""

    id: str
    tenant_id: str
    title: str
    company_ids: Sequence[str]


def read_company(db: Session, company_id: str) -> CompanyFacts:
    """Everything about a company that is known to exist, in the store in scope."""
    return _facts(db, db.exec(select(Company).where(Company.id == company_id)).one())


def _facts(db: Session, company: Company) -> CompanyFacts:
    here = CompanyLocation.company_id == company.id
    places = db.exec(
        select(CompanyLocation)
        .where(here, CompanyLocation.tenant_id == company.tenant_id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()
    return CompanyFacts(
        id=company.id,
        tenant_id=company.tenant_id,
        handle=company.handle,
        name=company.name,
        tax_id=company.tax_id,
        status=company.status,
        created_at=company.created_at,
        locations=[fact_of(LocationFacts, place) for place in places],
        contacts=[*_contacts(db, company, places)],
    )


def _contacts(db: Session, company: Company, places: Sequence[CompanyLocation]) -> Iterator[ContactFacts]:
    """A line for each place that an active member buys for."""
    people = db.exec(
        select(CompanyMember, User)
        .join(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == company.id, CompanyMember.tenant_id == company.tenant_id)
        .where(CompanyMember.status == MemberStatus.ACTIVE)
        .order_by(col(CompanyMember.created_at), col(CompanyMember.id))
    ).all()
    chosen = select(CompanyMemberLocation).where(CompanyMemberLocation.tenant_id == company.tenant_id)
    chosen = chosen.where(col(CompanyMemberLocation.member_id).in_([member.id for member, _ in people]))
    theirs = {(row.member_id, row.location_id) for row in db.exec(chosen)}
    for member, user in people:
        for place in places:
            if member.all_locations or (member.id, place.id) in theirs:
                yield ContactFacts(
                    id=member.id,
                    email=user.email,
                    first_name=user.first_name,
                    last_name=user.last_name,
                    role=member.role,
                    location_id=place.id,
                    spending_limit_amount=member.spending_limit_amount,
                )


def get_any_company(db: Session, actor: Actor, company_id: str) -> CompanyFacts:
    """A company of a store that the actor runs. Raises `NotFound`, `Forbidden`."""
    return _facts(db, find_any_company(db, actor, company_id))


def find_any_company(db: Session, actor: Actor, company_id: str) -> Company:
    """As `get_any_company`, the row alone."""
    company = db.exec(select(Company).where(Company.id == company_id)).first()
    require(actor, Permission.COMPANY_SEE, tenant_id=company.tenant_id if company else "")
    if company is None:
        raise NotFound("company", company_id)
    return company


def find_any_place(db: Session, actor: Actor, location_id: str) -> CompanyLocation:
    """A place of a company of a store that the actor runs. Raises `NotFound`, `Forbidden`."""
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == location_id)).first()
    require(actor, Permission.COMPANY_SEE, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    return place


def list_any_groups(db: Session, actor: Actor, tenant_id: str) -> list[GroupFacts]:
    """The groups of a store, or of all in scope, by their titles. Raises `Forbidden`."""
    require(actor, Permission.COMPANY_SEE, tenant_id=tenant_id)
    wanted = select(CompanyGroup).order_by(func.lower(CompanyGroup.title), col(CompanyGroup.id))
    if tenant_id:
        wanted = wanted.where(CompanyGroup.tenant_id == tenant_id)
    return [_group(db, one) for one in db.exec(wanted).all()]


def get_any_group(db: Session, actor: Actor, group_id: str) -> GroupFacts:
    """A group of a store that the actor runs. Raises `NotFound`, `Forbidden`."""
    group = db.exec(select(CompanyGroup).where(CompanyGroup.id == group_id)).first()
    require(actor, Permission.COMPANY_SEE, tenant_id=group.tenant_id if group else "")
    if group is None:
        raise NotFound("group", group_id)
    return _group(db, group)


def _group(db: Session, group: CompanyGroup) -> GroupFacts:
    mine = select(CompanyGroupMember.company_id).where(
        CompanyGroupMember.group_id == group.id, CompanyGroupMember.tenant_id == group.tenant_id
    )
    return GroupFacts(
        group.id, group.tenant_id, group.title, tuple(db.exec(mine.order_by(CompanyGroupMember.company_id)))
    )


def list_any_companies(
    db: Session, actor: Actor, *, tenant_id: str, status: str, q: str, limit: int, offset: int
) -> tuple[list[CompanyFacts], int]:
    """A page of the companies, newest first; of one store, or of all in scope. Raises `Forbidden`."""
    require(actor, Permission.COMPANY_SEE, tenant_id=tenant_id)
    wanted = select(Company)
    if tenant_id:
        wanted = wanted.where(Company.tenant_id == tenant_id)
    if status:
        wanted = wanted.where(Company.status == status)
    if q:
        wanted = wanted.where(col(Company.name).icontains(q, autoescape=True))
    count = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    page = wanted.order_by(col(Company.created_at).desc(), col(Company.id)).limit(limit).offset(offset)
    return [_facts(db, company) for company in db.exec(page).all()], count

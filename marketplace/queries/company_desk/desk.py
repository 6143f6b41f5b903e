"""The company's desk in a store as a place: whose it is, who sits there, and for which place they buy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, func, select

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.companies.members import ORDERING, ROLE_NAMES, CompanyRole
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.brand import read_brand, variables
from marketplace.models.company import Company, CompanyMember
from marketplace.models.tenant import Tenant
from marketplace.queries.company_desk.waiting import count_waiting
from marketplace.queries.shared.buying_places import PlaceChoice, list_place_choices
from marketplace.queries.storefront.quote_list import count_unread


@dataclass(frozen=True)
class CompanyPlace:
    """What the rail shows. `status` is that of the company, `role` the key of what the actor is there."""

    company_id: str = ""
    company: str = ""
    mark: str = ""
    store: str = ""
    handle: str = ""
    home: str = ""  # the desk's own address
    look: str = ""  # of the store's brand
    style: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    reason: str = ""
    role: str = ""
    role_name: str = ""
    is_admin: bool = False
    may_order: bool = False
    location: str = ""  # bought for now
    members: str = ""
    quotes: str = ""  # answers to the actor's requests that nobody has opened; empty for none
    approvals: str = ""  # requests that wait for the actor; empty for none
    choices: tuple[PlaceChoice, ...] = ()


def get_buyer_place(db: Session, actor: Actor, tenant_id: str) -> CompanyPlace:
    """As `get_company_place`; for who buys for themselves, or is no more than a guest, the store alone."""
    if company_grant(actor, tenant_id) is not None:
        return get_company_place(db, actor, tenant_id)
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    unread = count_unread(db, actor, tenant_id) if actor.user_id else 0
    return replace(_in_store(store), may_order=True, quotes=str(unread or ""))


def get_company_place(db: Session, actor: Actor, tenant_id: str) -> CompanyPlace:
    """The desk of the company that the actor buys for here, else of the first. Raises `Unauthenticated`, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    grant = company_grant(actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == (grant.company_id if grant else ""))).first()
    if grant is None or company is None:
        raise NotFound("company")
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    choices = list_place_choices(db, actor, tenant_id)
    people = select(func.count()).where(
        CompanyMember.company_id == company.id, col(CompanyMember.status) == MemberStatus.ACTIVE
    )
    return replace(
        _in_store(store),
        company_id=company.id,
        company=company.name,
        status=company.status,
        reason=company.decision_reason,
        role=grant.title,
        role_name=ROLE_NAMES.get(CompanyRole(grant.title), "") if grant.title in ROLE_NAMES else "",
        is_admin=grant.title == CompanyRole.ADMIN,
        may_order=grant.title in ORDERING and grant.may_buy,
        location=next((one.label for one in choices if one.is_current), ""),
        members=str(db.exec(people).one()),
        quotes=str(count_unread(db, actor, tenant_id) or ""),
        approvals=str(count_waiting(db, actor, company.id) or ""),
        choices=tuple(choices),
    )


def _in_store(store: Tenant) -> CompanyPlace:
    brand = read_brand(store.brand)
    return CompanyPlace(
        mark=store.name[:1].upper(),
        store=store.name,
        handle=store.handle,
        home=f"/s/{store.handle}/company",
        look=brand.look,
        style=variables(brand),
    )

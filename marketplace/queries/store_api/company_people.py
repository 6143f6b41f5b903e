"""The people of a company and who is invited, as programs read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import MemberStatus
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyMember, CompanyMemberLocation
from marketplace.models.spending import USED_BY_MEMBER
from marketplace.models.user import User

PEOPLE, INVITED = (MemberStatus.ACTIVE, MemberStatus.LEFT), (MemberStatus.INVITED,)


@dataclass(frozen=True)
class MemberFacts:
    """A member or somebody who is invited; amounts in minor units of the company's currency. No `location_ids` means
    every place, also those that are opened later."""

    id: str
    email: str
    first_name: str
    last_name: str
    role: str
    status: str
    currency: str
    spending_limit_amount: int | None
    used_amount: int
    limit_period: str
    location_ids: Sequence[str]
    manager_id: str | None
    created_at: datetime
    invited_until: datetime | None
    joined_at: datetime | None
    left_at: datetime | None


def list_member_facts(db: Session, company_id: str, statuses: Collection[MemberStatus]) -> list[MemberFacts]:
    """Those of a company that may be seen in one of these states, oldest first."""
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    rows = db.exec(
        select(CompanyMember, User)
        .outerjoin(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == company.id, col(CompanyMember.status).in_(list(statuses)))
        .order_by(col(CompanyMember.created_at), col(CompanyMember.id))
    ).all()
    return [_facts(db, company, member, user) for member, user in rows]


def read_member_facts(db: Session, company_id: str, member_id: str, statuses: Collection[MemberStatus]) -> MemberFacts:
    """One of them. Raises `NotFound`."""
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    row = db.exec(
        select(CompanyMember, User)
        .outerjoin(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == company.id, CompanyMember.id == member_id)
    ).first()
    if row is None or row[0].status not in statuses:
        raise NotFound("member" if MemberStatus.ACTIVE in statuses else "invitation", member_id)
    return _facts(db, company, *row)


def _facts(db: Session, company: Company, member: CompanyMember, user: User | None) -> MemberFacts:
    chosen = select(CompanyMemberLocation.location_id).where(CompanyMemberLocation.member_id == member.id)
    since = period_start(LimitPeriod(member.limit_period), now(), company.time_zone)
    spent = {"tenant": company.tenant_id, "subject": member.id, "currency": company.currency, "since": since}
    return MemberFacts(
        id=member.id,
        email=member.email,
        first_name=user.first_name if user else "",
        last_name=user.last_name if user else "",
        role=member.role,
        status=member.status,
        currency=company.currency,
        spending_limit_amount=member.spending_limit_amount,
        used_amount=int(db.connection().execute(USED_BY_MEMBER, spent).scalar_one()) if user else 0,
        limit_period=member.limit_period,
        location_ids=() if member.all_locations else tuple(db.exec(chosen.order_by(CompanyMemberLocation.location_id))),
        manager_id=member.manager_id,
        created_at=member.created_at,
        invited_until=member.invited_until if member.status == MemberStatus.INVITED else None,
        joined_at=member.joined_at,
        left_at=member.left_at,
    )

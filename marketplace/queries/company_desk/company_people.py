"""The people of a company, as the question of who decides looks at them."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import Person
from marketplace.domain.lifecycle import MemberStatus
from marketplace.kit.clock import now
from marketplace.models.company import CompanyMember
from marketplace.models.user import User


def people_of(db: Session, company_id: str) -> tuple[list[Person], dict[str, str]]:
    """The active members, and the names of all."""
    rows = db.exec(
        select(CompanyMember, User.first_name, User.last_name)
        .outerjoin(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == company_id)
        .order_by(col(CompanyMember.created_at), col(CompanyMember.id))
    ).all()
    moment = now()
    people = [member.as_person(moment) for member, _, _ in rows if member.status == MemberStatus.ACTIVE]
    return people, {member.id: f"{first or ''} {last or ''}".strip() or member.email for member, first, last in rows}

"""When somebody is away from their company, and who may decide for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from marketplace.domain.companies.members import APPROVING
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyMember
from marketplace.models.user import User
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.options import Option


@dataclass(frozen=True)
class AbsenceCard:
    """The days, as date fields take them; `may_approve` is whether anything ever waits for the reader."""

    first: str = ""
    last: str = ""
    delegate: str = ""
    sentence: str = ""
    may_approve: bool = False
    delegates: tuple[Option, ...] = ()


def get_absence(db: Session, actor: Actor, tenant_id: str) -> AbsenceCard:
    """The absence of the actor that runs or comes, and who could stand in. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    members = db.exec(
        select(CompanyMember, User.first_name, User.last_name)
        .join(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == place.company_id, CompanyMember.status == MemberStatus.ACTIVE)
        .order_by(col(CompanyMember.created_at), col(CompanyMember.id))
    ).all()
    names = {member.id: f"{first} {last}".strip() or member.email for member, first, last in members}
    me = next((member for member, _, _ in members if member.user_id == actor.user_id), None)
    others = tuple(
        Option(member.id, names[member.id]) for member, _, _ in members if member.role in APPROVING and member is not me
    )
    if me is None or me.role not in APPROVING:
        return AbsenceCard(delegates=others)
    if me.absent_from is None or me.absent_until is None or me.absent_until <= now():
        return AbsenceCard(may_approve=True, delegates=others)
    zone = ZoneInfo(db.exec(select(Company.time_zone).where(Company.id == place.company_id)).one())
    first = me.absent_from.astimezone(zone).date()
    last = (me.absent_until - timedelta(seconds=1)).astimezone(zone).date()
    stand_in = names.get(me.delegate_id or "", "")
    sentence = f"You are away from {first.day} {first:%B} to {last.day} {last:%B}; {stand_in} decides."
    return AbsenceCard(
        first=first.isoformat(),
        last=last.isoformat(),
        delegate=me.delegate_id or "",
        sentence=sentence,
        may_approve=True,
        delegates=others,
    )

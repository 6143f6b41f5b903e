"""A member is away for some days, and says who decides meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.members import APPROVING
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import CompanyMember
from marketplace.services.companies.company_access import note_company, own_company


@dataclass(frozen=True)
class Absence:
    """From the first to the last of these days, where the company is, and who decides then; no days: there."""

    first: date | None = None
    last: date | None = None
    delegate_id: str = ""


def set_absence(db: Session, actor: Actor, tenant_id: str, absence: Absence) -> CompanyMember:
    """Be away, or be there again.

    Raises `Unauthenticated`, `NotFound` for who is no member, `Invalid` by field.
    """
    company = own_company(db, actor, tenant_id)
    active = select(CompanyMember).where(
        CompanyMember.company_id == company.id, CompanyMember.status == MemberStatus.ACTIVE
    )
    member = db.exec(active.where(CompanyMember.user_id == actor.user_id).with_for_update(key_share=True)).first()
    if member is None:
        raise NotFound("member")
    first, last = absence.first, absence.last
    if first is None and last is None:
        member.absent_from = member.absent_until = member.delegate_id = None
    else:
        zone = ZoneInfo(company.time_zone)
        stand_in = db.exec(active.where(CompanyMember.id == absence.delegate_id)).first()
        problems = _problems(first, last, now().astimezone(zone).date())
        if stand_in is None or stand_in.role not in APPROVING or stand_in.id == member.id:
            problems["delegate"] = "Choose somebody else who may approve."
        if problems or first is None or last is None:
            raise Invalid(problems)
        member.absent_from = datetime.combine(first, time(), zone)
        member.absent_until = datetime.combine(last + timedelta(days=1), time(), zone)
        member.delegate_id = absence.delegate_id
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_ABSENCE_SAVED)
    return member


def _problems(first: date | None, last: date | None, today: date) -> dict[str, str]:
    problems = {}
    if first is None:
        problems["first"] = "Enter the first day."
    if last is None:
        problems["last"] = "Enter the last day."
    if first is not None and last is not None and (last < first or last < today):
        problems["last"] = "The last day is not before the first, and not over."
    return problems

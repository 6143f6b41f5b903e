"""Purchase requests of a company that wait for somebody."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import MemberStatus, RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import CompanyMember


def count_waiting(db: Session, actor: Actor, company_id: str) -> int:
    """How many requests of a company wait for the actor."""
    waiting = db.exec(
        select(PurchaseRequest).where(
            PurchaseRequest.company_id == company_id, PurchaseRequest.status == RequestStatus.PENDING
        )
    ).all()
    if not waiting:
        return 0
    active = select(CompanyMember).where(
        CompanyMember.company_id == company_id, CompanyMember.status == MemberStatus.ACTIVE
    )
    members = db.exec(active.order_by(col(CompanyMember.created_at), col(CompanyMember.id))).all()
    me = next((one.id for one in members if one.user_id == actor.user_id), "")
    moment = now()
    people = [one.as_person(moment) for one in members]
    return sum(me in one.waits_for(people) for one in waiting)

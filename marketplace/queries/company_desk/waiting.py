"""Purchase requests of a company that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class CartRequest:
    """The open request of a cart, as its checkout says it; empty without one."""

    number: str = ""
    is_approved: bool = False
    href: str = ""


def find_cart_request(db: Session, cart_id: str, home: str) -> CartRequest:
    """The request of a cart that waits or is approved; `home` is the address of the store."""
    its = select(PurchaseRequest).where(
        PurchaseRequest.cart_id == cart_id,
        col(PurchaseRequest.status).in_((RequestStatus.PENDING, RequestStatus.APPROVED)),
    )
    row = db.exec(its).first()
    if row is None:
        return CartRequest()
    is_approved = row.status == RequestStatus.APPROVED
    return CartRequest(f"PR-{row.number}", is_approved, f"{home}/company/approvals?request={row.id}")

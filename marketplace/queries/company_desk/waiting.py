"""Purchase requests of a company that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import Approver, ApproverKind, deciders
from marketplace.domain.lifecycle import MemberStatus, RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import Company, CompanyMember
from marketplace.queries.company_desk.company_people import people_of
from marketplace.queries.company_desk.request_words import reason_words, step_words

_NAMED = 3  # of those who may decide


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
    forecast: str = ""  # that the click makes one, why, and who decides; for a cart without one


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


def forecast_words(
    db: Session, actor: Actor, company_id: str, reasons: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]
) -> str:
    """What a checkout says before the click of a basket that needs a yes: `Over €30.00 (rule “Large orders”): this
    becomes a purchase request. Tom Reed decides; nothing is ordered or charged before.` Empty where it needs none."""
    if not steps:
        return ""
    currency = db.exec(select(Company.currency).where(Company.id == company_id)).one()
    people, names = people_of(db, company_id)
    mine = select(CompanyMember.id).where(
        CompanyMember.company_id == company_id, CompanyMember.user_id == (actor.user_id or "")
    )
    first = Approver(ApproverKind(steps[0]["kind"]), str(steps[0]["value"]))
    able = deciders(first, people, requester_id=db.exec(mine).first() or "")
    who = [" or ".join(names[one] for one in able[:_NAMED]) or step_words(steps[0], names)]
    who += [step_words(step, names) for step in steps[1:]]
    why = "; ".join(f"{reason_words(one, currency)} (rule “{one['name']}”)" for one in reasons)
    order = ", then ".join([who[0], *(word[:1].lower() + word[1:] for word in who[1:])])
    return f"{why}: this becomes a purchase request. {order} decides; nothing is ordered or charged before."

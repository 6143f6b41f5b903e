"""The letters of a purchase request: a link of its own for each approver, good for one decision; and the answer."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from marketplace.domain.errors import Conflict, Forbidden, NotFound
from marketplace.domain.lifecycle import RequestStatus
from marketplace.domain.money import spoken
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.approval import ApprovalLink, PurchaseRequest
from marketplace.models.company import Company, CompanyMember
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.services.buying.purchase_requests import deciders_of, lock_of_company
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide

OVER = "This link was used already, or is too old. Sign in to see how the request stands."


def asked_letter(db: Session, link_id: str) -> dict[str, Any] | None:
    """What the letter to an approver names, with a fresh secret; None where nobody waits for them any more."""
    link = db.exec(select(ApprovalLink).where(ApprovalLink.id == link_id).with_for_update()).first()
    request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == (link.request_id if link else ""))).first()
    if link is None or request is None or link.member_id not in deciders_of(db, request):
        return None
    if (link.digest, link.step) != (request.digest, request.step) or link.used_at is not None:
        return None
    token = fresh_token()
    link.token_hash = hash_token(token)
    to = db.exec(select(CompanyMember.email).where(CompanyMember.id == link.member_id)).one()
    return _named(db, request) | {
        "to": to,
        "token": token,
        "why": [str(one["name"]) for one in request.reasons],
        "has_changed": bool(request.changes),
        "is_reminder": request.reminded_at is not None,
    }


def decided_letter(db: Session, request_id: str) -> dict[str, Any] | None:
    """What the letter to who asked names; None where nothing is decided (any more)."""
    request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == request_id)).first()
    if request is None or request.status in (RequestStatus.PENDING, RequestStatus.WITHDRAWN):
        return None
    last = next((one for one in reversed(request.steps) if one["verdict"]), None)
    return _named(db, request) | {
        "to": db.exec(select(CompanyMember.email).where(CompanyMember.id == request.member_id)).one(),
        "is_approved": request.status != RequestStatus.DECLINED,
        "by": last["name"] if last else "",
        "why": last["reason"] if last else "",
        "places_itself": request.places_itself,
    }


def find_link(db: Session, token: str) -> tuple[ApprovalLink, PurchaseRequest] | None:
    """The link of this secret with its request, while it is good; None otherwise. Looking at it decides nothing."""
    link = db.exec(select(ApprovalLink).where(ApprovalLink.token_hash == hash_token(token))).first() if token else None
    if link is None or link.used_at is not None:
        return None
    request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == link.request_id)).one()
    is_open = request.status == RequestStatus.PENDING and link.step == request.step
    return (link, request) if is_open else None


def decide_by_link(db: Session, actor: Actor, token: str, verdict: Verdict) -> Outcome:
    """Decide by the link of a letter. Who is signed in as somebody else than the letter was for decides nothing.

    Raises `Conflict` for a link that is over, and what `decide` raises. A basket that changed since the letter uses
    the link up: the next letter brings another.
    """
    seen = find_link(db, token)
    if seen is None:
        raise Conflict(OVER)
    request = lock_of_company(db, seen[1].company_id, seen[1].id)
    link = db.exec(select(ApprovalLink).where(ApprovalLink.id == seen[0].id).with_for_update()).one()
    db.refresh(link)
    if link.used_at is not None:
        raise Conflict(OVER)
    person = _person(db, link)
    if actor.user_id is not None and actor.user_id != person.user_id:
        raise Forbidden(f"This link was sent to {person.email}. Sign in as them, or open your own approvals.")
    outcome = decide(db, person, request, link.member_id, Verdict(verdict.is_yes, verdict.reason, link.digest))
    link.used_at = now()
    db.flush()
    return outcome


def _person(db: Session, link: ApprovalLink) -> Actor:
    """The approver whom the letter was for, as the trail names them."""
    member = db.exec(select(CompanyMember).where(CompanyMember.id == link.member_id)).one()
    user = db.exec(select(User).where(User.id == (member.user_id or ""))).first()
    if user is None:
        raise NotFound("member", member.id)
    return Actor(user_id=user.id, name=f"{user.first_name} {user.last_name}".strip() or user.email, email=user.email)


def _named(db: Session, request: PurchaseRequest) -> dict[str, Any]:
    asker = db.exec(select(CompanyMember).where(CompanyMember.id == request.member_id)).one()
    user = db.exec(select(User).where(User.id == (asker.user_id or ""))).first()
    who = f"{user.first_name} {user.last_name}".strip() if user else ""
    lines = request.plan.lines
    return {
        "company": db.exec(select(Company.name).where(Company.id == request.company_id)).one(),
        "handle": db.exec(select(Tenant.handle).where(Tenant.id == request.tenant_id)).one(),
        "who": who or asker.email,
        "number": f"PR-{request.number}",
        "request": request.id,
        "total": spoken(request.total_amount, request.currency),
        "lines": [f"{line.quantity} × {line.title}" for line in lines[:12]],
        "more": max(0, len(lines) - 12),
        "title": request.plan.request_title,
        "note": request.plan.note,
    }

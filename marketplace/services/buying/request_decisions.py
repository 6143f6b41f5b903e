"""An approver says yes or no to a purchase request; a basket that moved meanwhile is shown again instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.approvals import Approver, ApproverKind
from marketplace.domain.companies.members import APPROVING
from marketplace.domain.errors import Conflict, Forbidden, Invalid, MarketplaceError, Unauthenticated
from marketplace.domain.lifecycle import REQUEST, MemberStatus, RequestStatus, after
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import iso, now
from marketplace.kit.jobs import enqueue
from marketplace.models.approval import PurchaseRequest
from marketplace.models.cart import Cart
from marketplace.models.company import CompanyMember
from marketplace.models.user import User
from marketplace.services.buying.approval_check import Needed, approvals_needed, plan_digest
from marketplace.services.buying.cart_access import Shopper, buyer_for
from marketplace.services.buying.purchase_requests import (
    Question,
    ask,
    deciders_of,
    lock_of_company,
    open_step,
    read_form,
)
from marketplace.services.buying.reserving import price_cart
from marketplace.services.buying.spending import note_request
from marketplace.services.companies.approval_rules import step_values
from marketplace.services.companies.company_access import own_company
from marketplace.services.companies.spending import lock_spender, release_request
from marketplace.services.identity.grants import grants_of

MAX_REASON = 500


class Outcome(StrEnum):
    """What became of a decision."""

    APPROVED = "approved"  # it was the last yes
    PASSED = "passed"  # somebody else decides now
    DECLINED = "declined"
    CHANGED = "changed"  # nothing was decided: the basket is another one, and is asked for anew


@dataclass(frozen=True)
class Verdict:
    """What an approver says: `is_yes`, of which basket (`digest`, empty for whatever it is), and why."""

    is_yes: bool
    reason: str = ""
    digest: str = ""


def decide_request(db: Session, actor: Actor, tenant_id: str, request_id: str, verdict: Verdict) -> Outcome:
    """Decide the step of a request that waits, as the signed-in approver.

    Raises `Unauthenticated`, `NotFound`, `Forbidden` for who does not decide it, `Conflict` for one that is decided,
    `Invalid` for a no without a `reason`.
    """
    if actor.user_id is None:
        raise Unauthenticated
    company = own_company(db, actor, tenant_id)
    request = lock_of_company(db, company.id, request_id)
    mine = select(CompanyMember.id).where(
        CompanyMember.company_id == company.id, CompanyMember.user_id == actor.user_id
    )
    return decide(db, actor, request, db.exec(mine).first() or "", verdict)


def decide(db: Session, actor: Actor, request: PurchaseRequest, member_id: str, verdict: Verdict) -> Outcome:
    """As `decide_request`, for a member who was recognised; the caller holds the locks of `lock_of_company`."""
    if request.status != RequestStatus.PENDING:
        raise Conflict(f"PR-{request.number} is {request.status} already.")
    member = _decider(db, request, member_id)
    reason = " ".join(verdict.reason.split())[:MAX_REASON]
    if not verdict.is_yes:
        if len(reason) < 5:
            raise Invalid({"reason": "Say why, in a sentence: who asked reads it."})
        return _decline(db, actor, request, member, reason)
    if verdict.digest and verdict.digest != request.digest:
        return Outcome.CHANGED  # asked for anew since the page was opened
    if _moved(db, actor, request):
        return Outcome.CHANGED
    return _approve(db, actor, request, member, reason)


def _decider(db: Session, request: PurchaseRequest, member_id: str) -> CompanyMember:
    """The member under lock, as they are now: a role that was taken away since decides nothing."""
    its = select(CompanyMember).where(CompanyMember.id == member_id)
    member = db.exec(its.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    if member is None or member.status != MemberStatus.ACTIVE:
        raise Forbidden("You do not decide for this company any more. Ask its administrator.")
    waits_for = deciders_of(db, request)
    if member.id not in waits_for:
        if member.id == request.member_id:
            raise Forbidden("Nobody approves their own request while somebody else can.")
        if member.role not in APPROVING:
            raise Forbidden("Your role in this company does not approve. Ask its administrator.")
        raise Forbidden(f"PR-{request.number} waits for somebody else’s decision.")
    return member


def _decline(db: Session, actor: Actor, request: PurchaseRequest, member: CompanyMember, reason: str) -> Outcome:
    _write_step(db, request, member, "declined", reason)
    request.status = after(REQUEST, "decline", request.status)
    request.decided_at = now()
    release_request(db, request.id)
    note_request(db, actor, request, AuditAction.COMPANY_REQUEST_DECLINED, reason=reason)
    tell_buyer(db, request)
    return Outcome.DECLINED


def _approve(db: Session, actor: Actor, request: PurchaseRequest, member: CompanyMember, reason: str) -> Outcome:
    _write_step(db, request, member, "approved", reason)
    if request.step + 1 < len(request.steps):
        request.step += 1
        note_request(db, actor, request, AuditAction.COMPANY_REQUEST_STEP, reason=reason)
        open_step(db, request)
        return Outcome.PASSED
    request.status = after(REQUEST, "approve", request.status)
    request.decided_at = now()
    note_request(db, actor, request, AuditAction.COMPANY_REQUEST_APPROVED, reason=reason)
    db.flush()
    if request.places_itself:
        enqueue(
            db,
            "request.place",
            tenant_id=request.tenant_id,
            entity="purchase_request",
            entity_id=request.id,
            dedupe_key=f"{request.id}:{request.digest}",
            priority=20,
        )
    tell_buyer(db, request)
    return Outcome.APPROVED


def _moved(db: Session, actor: Actor, request: PurchaseRequest) -> bool:
    """Whether the basket is another one by now: priced again under the cart's lock, and asked for anew if it is.

    Raises what keeps it from being bought at all.
    """
    cart = db.exec(select(Cart).where(Cart.id == request.cart_id)).one()
    buyer = buyer_of_request(db, request)
    try:
        plan = price_cart(db, buyer, cart, read_form(request.form)).plan
    except MarketplaceError as error:
        raise Conflict(f"PR-{request.number} cannot be ordered as it is. {error.sentence}") from error
    if plan_digest(cart, plan) == request.digest:
        return False
    spender = lock_spender(db, request.company_id, buyer.actor.user_id, plan.cost_centre_id, request_id=request.id)
    place = buyer_for(buyer.actor, cart).location_id
    needed = approvals_needed(db, spender, place, plan)
    # What fell below every rule is still decided by who was asked: they are in the middle of it.
    question = Question(cart, spender, plan, needed if needed.steps else _as_before(request))
    ask(db, actor, request, question)
    return True


def _as_before(request: PurchaseRequest) -> Needed:
    steps = [Approver(ApproverKind(one["kind"]), str(one["value"])) for one in request.steps]
    return Needed(tuple(step_values(steps)), tuple(request.reasons))


def buyer_of_request(db: Session, request: PurchaseRequest) -> Shopper:
    """Who asked, with the rights that they have now."""
    its = select(User).join(CompanyMember, col(CompanyMember.user_id) == User.id)
    user = db.exec(its.where(CompanyMember.id == request.member_id)).one()
    name = f"{user.first_name} {user.last_name}".strip() or user.email
    return Shopper(Actor(user_id=user.id, name=name, email=user.email, grants=grants_of(db, user.id)))


def tell_buyer(db: Session, request: PurchaseRequest) -> None:
    """The letter to who asked: approved or declined, and what follows."""
    enqueue(
        db,
        "mail.approval_decided",
        tenant_id=request.tenant_id,
        payload={"purchase_request_id": request.id},
        priority=20,
    )


def _write_step(db: Session, request: PurchaseRequest, member: CompanyMember, verdict: str, reason: str) -> None:
    user = db.exec(select(User).where(User.id == member.user_id)).first()
    name = f"{user.first_name} {user.last_name}".strip() if user else ""
    decision = {"verdict": verdict, "by": member.id, "name": name or member.email, "at": iso(now()), "reason": reason}
    request.steps = [one | decision if at == request.step else one for at, one in enumerate(request.steps)]
    db.flush()

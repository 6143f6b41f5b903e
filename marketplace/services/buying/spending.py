"""What a checkout takes of a company's money, and whose yes it needs before."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.lifecycle import REQUEST, RequestStatus, after
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.company import Company
from marketplace.models.order import OrderGroup
from marketplace.services.buying.approval_check import NeedsApproval, approvals_needed, plan_digest
from marketplace.services.buying.cart_access import buyer_for
from marketplace.services.companies.spending import (
    check_spending,
    hold_spending,
    hold_spending_again,
    lock_spender,
    release_request,
    spend,
    take_for_checkout,
)

OPEN_REQUESTS = (RequestStatus.PENDING, RequestStatus.APPROVED)


def reserve_spending(db: Session, actor: Actor, cart: Cart, checkout: Checkout) -> None:
    """Hold the total of a checkout of a company's cart; who buys for themselves is limited by nobody.

    The basket of an approved request goes through as it was approved. Any other one is asked about anew: raises
    `NeedsApproval` where a rule stops it, `OverLimit`, `OverBudget`, `OtherCurrency`, and `Forbidden` for who lost the
    right to order meanwhile.
    """
    buyer = buyer_for(actor, cart)
    if not buyer.company_id:
        return
    plan, request = checkout.plan, open_request(db, cart)
    spender = lock_spender(
        db, buyer.company_id, actor.user_id, plan.cost_centre_id, request_id=request.id if request else ""
    )
    is_approved = request is not None and request.status == RequestStatus.APPROVED
    if request is not None and is_approved and request.digest == plan_digest(cart, plan):
        take_for_checkout(db, request.id, checkout.id)
        by = plan if plan.acted_by_id else request.plan  # in whose name it was asked for is not forgotten
        of_request = {"request_id": request.id, "acted_by_id": by.acted_by_id, "acted_by": by.acted_by}
        checkout.plan = plan.model_copy(update=of_request)
        return
    if approvals_needed(db, spender, buyer.location_id, plan).steps:
        raise NeedsApproval
    if request is not None:  # the basket is another one, and needs nobody
        end_request(db, SYSTEM, request)
        spender = lock_spender(db, buyer.company_id, actor.user_id, plan.cost_centre_id)
    check_spending(db, spender, plan.currency, plan.total)
    hold_spending(db, spender, plan.currency, plan.total, checkout_id=checkout.id)


def open_request(db: Session, cart: Cart) -> PurchaseRequest | None:
    """The request of a cart that waits or is approved, under lock. The caller holds the cart's lock."""
    its = select(PurchaseRequest).where(
        PurchaseRequest.cart_id == cart.id, col(PurchaseRequest.status).in_(OPEN_REQUESTS)
    )
    return db.exec(its.with_for_update().execution_options(populate_existing=True)).first()


def hold_for_company_again(db: Session, checkout: Checkout) -> None:
    """Money that comes late buys what was promised: it is held again, and a request must still be approved.

    Raises `NeedsApproval`, and what `check_spending` raises.
    """
    request_id = checkout.plan.request_id
    if request_id:
        status = db.exec(select(PurchaseRequest.status).where(PurchaseRequest.id == request_id)).one()
        if status != RequestStatus.APPROVED:
            raise NeedsApproval
    hold_spending_again(db, checkout.id, request_id)


def spend_for_company(db: Session, checkout: Checkout, group: OrderGroup) -> None:
    """The orders of a company's checkout are written: its money is spent, and its request is placed."""
    spend(db, checkout.id, group.id)
    if not checkout.plan.request_id:
        return
    its = select(PurchaseRequest).where(PurchaseRequest.id == checkout.plan.request_id)
    request = db.exec(its.with_for_update().execution_options(populate_existing=True)).one()
    request.status = after(REQUEST, "place", request.status)
    request.group_id, request.problem = group.id, ""
    db.flush()
    note_request(db, SYSTEM, request, AuditAction.COMPANY_REQUEST_PLACED)


def end_request(db: Session, actor: Actor, request: PurchaseRequest) -> None:
    """A request is taken back; its money is free again."""
    request.status = after(REQUEST, "withdraw", request.status)
    request.decided_at = now()
    release_request(db, request.id)
    note_request(db, actor, request, AuditAction.COMPANY_REQUEST_WITHDRAWN)


def note_request(db: Session, actor: Actor, request: PurchaseRequest, action: AuditAction, *, reason: str = "") -> None:
    """A line of the company's trail about a request."""
    name = db.exec(select(Company.name).where(Company.id == request.company_id)).one()
    audit.record(
        db,
        actor,
        action,
        tenant_id=request.tenant_id,
        object_type="company",
        object_id=request.company_id,
        object_name=name,
        after={"request": f"PR-{request.number}", "total": request.total_amount, "currency": request.currency},
        reason=reason,
    )

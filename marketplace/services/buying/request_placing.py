"""What follows a purchase request by itself: its orders once it is approved, reminders while nobody answers."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.approvals import ESCALATE_AFTER, REMIND_AFTER, is_due
from marketplace.domain.errors import Conflict, Forbidden, MarketplaceError
from marketplace.domain.lifecycle import RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import CompanyMember
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import Placed, Transact, check_out
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.purchase_requests import lock_request, read_form, write_to_deciders
from marketplace.services.buying.request_decisions import buyer_of_request
from marketplace.services.buying.spending import note_request

# What is paid without its buyer: a card's bank may ask them who they are.
UNATTENDED = frozenset({"bank_transfer", "on_account"})
_AT_ONCE = 200
REMIND_AGAIN = timedelta(hours=1)


def place_approved(transact: Transact[Placed], request_id: str) -> Placed | None:
    """Place an approved request for its buyer, where its payment needs nobody; what keeps it from that is written on
    it, and its buyer places it. A basket that moved since the yes is asked for anew."""
    ready: list[tuple[Shopper, str, CheckoutForm, str]] = []

    def look(db: Session) -> Placed:
        request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == request_id)).first()
        if request is not None and request.status == RequestStatus.APPROVED:
            form = read_form(request.form)
            if form.provider in UNATTENDED:
                key = f"{request.id}:{request.digest[:32]}"
                ready.append((buyer_of_request(db, request), request.cart_id, form, key))
        return Placed("", "")

    transact(look)
    if not ready:
        return None
    shopper, cart_id, form, key = ready[0]
    try:
        return check_out(transact, shopper, cart_id, form, key=key)
    except MarketplaceError as error:
        sentence = error.sentence
        return transact(lambda db: _note_problem(db, request_id, sentence))


def _note_problem(db: Session, request_id: str, sentence: str) -> Placed:
    request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == request_id).with_for_update()).one()
    request.problem = sentence
    db.flush()
    return Placed("", "", problem=sentence)


def remind_approvers(db: Session) -> int:
    """Write once more to who has not answered for a day, and to the administrators after three. How many requests."""
    moment = now()
    quiet = select(PurchaseRequest).where(
        PurchaseRequest.status == RequestStatus.PENDING,
        PurchaseRequest.asked_at <= moment - REMIND_AFTER,
        or_(col(PurchaseRequest.reminded_at).is_(None), col(PurchaseRequest.escalated_at).is_(None)),
    )
    reminded = 0
    waiting = quiet.order_by(col(PurchaseRequest.asked_at)).limit(_AT_ONCE).with_for_update(skip_locked=True)
    for request in db.exec(waiting).all():
        if is_due(request.asked_at, request.escalated_at, moment, ESCALATE_AFTER):
            request.escalated_at = request.reminded_at = moment
        elif is_due(request.asked_at, request.reminded_at, moment, REMIND_AFTER):
            request.reminded_at = moment
        else:
            continue
        db.flush()
        write_to_deciders(db, request)
        reminded += 1
    return reminded


def remind_now(db: Session, actor: Actor, tenant_id: str, request_id: str) -> int:
    """Write once more to who may decide a request, because who asked says so; its number.

    Raises `NotFound`, `Unauthenticated`, `Forbidden` for anybody but who asked, `Conflict` for one that waits for
    nobody, or whose approvers were written to less than an hour ago.
    """
    request = lock_request(db, actor, tenant_id, request_id)
    asker = db.exec(select(CompanyMember.user_id).where(CompanyMember.id == request.member_id)).one()
    if asker != actor.user_id:
        raise Forbidden("Only who asked reminds the approvers.")
    if request.status != RequestStatus.PENDING:
        raise Conflict("This request waits for nobody any more.")
    moment, written = now(), max(request.asked_at, request.reminded_at or request.asked_at)
    if moment - written < REMIND_AGAIN:
        raise Conflict("Its approvers got a letter less than an hour ago. Give them a little time.")
    request.reminded_at = moment
    db.flush()
    write_to_deciders(db, request)
    note_request(db, actor, request, AuditAction.COMPANY_REQUEST_REMINDED)
    return request.number

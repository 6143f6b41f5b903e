"""What follows a purchase request by itself: its orders once it is approved, reminders while nobody answers."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from marketplace.domain.companies.approvals import ESCALATE_AFTER, REMIND_AFTER, is_due
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.lifecycle import RequestStatus
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import Placed, Transact, check_out
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.purchase_requests import read_form, write_to_deciders
from marketplace.services.buying.request_decisions import buyer_of_request

# What is paid without its buyer: a card's bank may ask them who they are.
UNATTENDED = frozenset({"bank_transfer", "on_account"})
_AT_ONCE = 200


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

"""Money that came too late, on its way back: asked of the provider with keys of its own, and the answer written down.

What the provider refuses is not back: it stays open with the reason, and is asked again by the job `payment.return`,
which is dead, and shown to the operators, when it was refused too often.
"""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.lifecycle import REFUND, RefundStatus, after
from marketplace.domain.permissions import SYSTEM
from marketplace.integrations.payments.protocol import Answer, GiveBack
from marketplace.kit import audit
from marketplace.models.checkout import Checkout
from marketplace.models.payment import Payment
from marketplace.services.finance.refund_sending import Request, key_of

_TOLD = (
    "Your payment came after the reservation had ended. The payment provider has not taken it back yet: "
    "the store is told, and will see that you get it."
)


class ReturnRefused(Exception):
    """The provider did not take the money back, for this reason."""


def to_send(db: Session, payment_id: str) -> Request | None:
    """What is to be asked of whom for a payment that must go back; None when it need not, or is back. Locks nothing."""
    payment = db.exec(select(Payment).where(Payment.id == payment_id)).first()
    if payment is None or payment.return_status not in (RefundStatus.PENDING, RefundStatus.FAILED):
        return None
    back = GiveBack(_key(payment), payment.provider_reference or "", payment.amount, payment.currency)
    return Request(payment.provider, back)


def record_return(db: Session, payment_id: str, reference: str) -> None:
    """Write down that the money is on its way back. Once."""
    payment = _locked(db, payment_id)
    if payment.return_status == RefundStatus.FAILED:
        payment.return_status = after(REFUND, "retry", payment.return_status)
    if payment.return_status != RefundStatus.PENDING:
        return
    payment.return_status = after(REFUND, "succeed", payment.return_status)
    payment.return_reference, payment.return_failure = reference, ""
    _note(db, payment, AuditAction.PAYMENT_RETURNED, "It came after the checkout had ended.")


def record_refusal(db: Session, payment_id: str, request: Request, answer: Answer) -> str:
    """Write down that the provider refused this request, and why; returns the reason.

    What is back already stays so, and so does what was refused and asked anew meanwhile.
    """
    payment = _locked(db, payment_id)
    reason = answer.failure or "The payment provider refused it."
    if payment.return_status == RefundStatus.SUCCEEDED or request.give_back.key != _key(payment):
        return reason
    if payment.return_status == RefundStatus.PENDING:
        payment.return_status = after(REFUND, "fail", payment.return_status)
    payment.return_failure = reason
    payment.return_refusals += 1
    checkout = db.exec(select(Checkout).where(Checkout.id == payment.checkout_id)).one()
    checkout.problem = _TOLD
    _note(db, payment, AuditAction.PAYMENT_RETURN_REFUSED, reason)
    return reason


def _key(payment: Payment) -> str:
    return key_of(f"{payment.id}:return", payment.return_refusals)


def _locked(db: Session, payment_id: str) -> Payment:
    return db.exec(
        select(Payment).where(Payment.id == payment_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _note(db: Session, payment: Payment, action: AuditAction, reason: str) -> None:
    audit.record(
        db,
        SYSTEM,
        action,
        tenant_id=payment.tenant_id,
        object_type="payment",
        object_id=payment.id,
        after={"amount": payment.amount, "currency": payment.currency},
        reason=reason,
    )

"""Money that comes when nobody waits for it any more: it buys what was promised after all, or it goes back."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.companies.spending import SpendingRefused
from marketplace.domain.errors import Forbidden
from marketplace.domain.lifecycle import CHECKOUT, PAYMENT, CheckoutStatus, RefundStatus, after
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, Outcome
from marketplace.kit.jobs import enqueue
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.payment import Payment
from marketplace.services.buying.approval_check import NeedsApproval
from marketplace.services.buying.checkout_release import lock_checkout, open_checkout
from marketplace.services.buying.placing import place_orders
from marketplace.services.buying.reservations import Holder, SoldOut, Wanted, hold_stock
from marketplace.services.buying.spending import hold_for_company_again
from marketplace.services.finance.saved_cards import forget_new_card
from marketplace.services.orders.promotion_usage import PromotionUsedUp, hold_again


class StillAtProvider(Exception):
    """The provider did not give the charge up: its buyer may still confirm it. It is asked again."""


def take_late_money(db: Session, checkout: Checkout, payment: Payment, cart: Cart, answer: Answer) -> None:
    """Paid after everything was given back: what was promised is reserved again, or the money goes back.

    The caller holds the lock of all three. Nothing is revived for a cart that was changed or bought meanwhile.
    """
    if payment.return_status is not None:
        return
    if _revive(db, checkout, payment, cart, answer):
        return
    payment.provider_reference = answer.reference
    payment.return_status = RefundStatus.PENDING
    if answer.card is not None:
        forget_new_card(db, checkout, payment, answer.card)
    checkout.problem = "Your payment came after the reservation had ended. The full amount is on its way back to you."
    enqueue(
        db,
        "payment.return",
        tenant_id=checkout.tenant_id,
        entity="payment",
        entity_id=payment.id,
        dedupe_key=payment.id,
        priority=20,
    )


def _revive(db: Session, checkout: Checkout, payment: Payment, cart: Cart, answer: Answer) -> bool:
    untouched = cart.completed_at is None and cart.version == checkout.plan.cart_version
    if not untouched or open_checkout(db, cart) is not None:
        return False
    wanted = [Wanted(line.line_id, line.offer_id, line.quantity) for line in checkout.plan.lines]
    try:
        with db.begin_nested():
            holder = Holder(checkout.tenant_id, checkout.cart_id, checkout.id)
            hold_stock(db, holder, wanted, backorder=checkout.plan.backorder, until=checkout.expires_at)
            hold_again(db, checkout)
            hold_for_company_again(db, checkout)
    except (SoldOut, PromotionUsedUp, SpendingRefused, NeedsApproval, Forbidden):
        return False
    checkout.status = after(CHECKOUT, "revive", checkout.status)
    payment.status = after(PAYMENT, "revive", payment.status)
    checkout.problem = payment.failure = ""
    place_orders(db, checkout, payment, cart, answer)
    return True


def cancel_at_provider(db: Session, payment_id: str) -> None:
    """Tell the provider that a payment is given up; what it captured all the same goes back to the buyer.

    Raises `StillAtProvider` for a charge that waits on.
    """
    payment = db.exec(select(Payment).where(Payment.id == payment_id)).first()
    if payment is None or payment.checkout_id is None:
        return
    answer = provider(payment.provider).cancel(payment.idempotency_key)
    if answer is None or answer.outcome is Outcome.DECLINED:
        return
    if answer.outcome is not Outcome.CAPTURED:
        raise StillAtProvider(f"The charge is {answer.outcome} at {payment.provider} after it was cancelled.")
    checkout, payment, cart = lock_checkout(db, payment.checkout_id)
    if checkout.status == CheckoutStatus.UNDONE:
        take_late_money(db, checkout, payment, cart, answer)

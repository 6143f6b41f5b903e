"""A checkout from the first click to the orders: reserve, pay, record, each a transaction of its own.

The provider is asked between two transactions, with a key that never changes. So whatever breaks where, the
provider's books tell what happened, and `settle_checkout` finishes or undoes it: at the next click, at a webhook,
or when the sweeper comes by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, col, func, select

from marketplace.domain.lifecycle import CHECKOUT, PAYMENT, CheckoutStatus, PaymentStatus, after
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, Charge, Outcome, OutcomeUnknown
from marketplace.kit.clock import now
from marketplace.kit.emails import spellings
from marketplace.kit.failpoints import reach
from marketplace.kit.jobs import enqueue
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.order import OrderGroup
from marketplace.models.payment import Payment
from marketplace.services.buying.approval_check import NeedsApproval
from marketplace.services.buying.cart_access import Shopper, lock_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.checkout_release import lock_checkout, payment_of, release_checkout
from marketplace.services.buying.late_payments import take_late_money
from marketplace.services.buying.placing import place_orders
from marketplace.services.buying.purchase_requests import ApprovalAsked, Asked, ask_for_approval
from marketplace.services.buying.reserving import PriceMoved, own_checkout, reserve
from marketplace.services.finance.saved_cards import customer_name, token_for
from marketplace.services.orders.promotion_usage import PromotionUsedUp

T = TypeVar("T")
Transact = Callable[[Callable[[Session], T]], T]
CHALLENGE_FOR = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(seconds=60)  # afterwards a provider that never heard of it never will


@dataclass(frozen=True)
class Placed:
    """Where a checkout stands. `status` is a `CheckoutStatus`; `group_id` and `number` are there once it is placed."""

    checkout_id: str
    status: str
    group_id: str = ""
    number: int = 0
    action_url: str = ""
    problem: str = ""


@dataclass(frozen=True)
class PaymentRequest:
    """A provider that is to be asked for a checkout."""

    checkout_id: str
    provider: str
    charge: Charge


def check_out(
    transact: Transact[Placed], shopper: Shopper, cart_id: str, form: CheckoutForm, *, key: str, return_url: str = ""
) -> Placed:
    """Buy a cart. `transact` runs one transaction in the store's scope; each phase is one.

    Answers where it stands: placed, refused by the provider (`failed`, the cart is as it was), or `paying`, when
    the buyer must act at `action_url` or the provider has not answered yet. `return_url` is where the provider's
    page leads back to, with `{checkout}` for the checkout's id. Raises what `reserve` raises, and
    `ApprovalAsked` where somebody in the company approves first.
    """
    try:
        standing = transact(lambda db: standing_of(db, reserve(db, shopper, cart_id, form, key=key)))
    except (PriceMoved, PromotionUsedUp):
        transact(lambda db: _know_buyer(db, shopper, cart_id, form.email))
        raise
    except NeedsApproval:
        raise ask_instead(transact, shopper, cart_id, form) from None
    return pay_reserved(transact, standing, form.payment_details, return_url)


def ask_instead(transact: Transact[Placed], shopper: Shopper, cart_id: str, form: CheckoutForm) -> ApprovalAsked:
    """The basket needs a yes: it becomes a purchase request, in a transaction of its own. What there is to say."""
    requests: list[Asked] = []

    def ask(db: Session) -> Placed:
        requests.append(ask_for_approval(db, shopper, cart_id, form))
        return Placed("", "")

    transact(ask)
    return ApprovalAsked(requests[-1])


def _know_buyer(db: Session, shopper: Shopper, cart_id: str, email: str) -> Placed:
    """The address decides which promotions hold: kept, the next look at the cart shows the price that is asked."""
    cart = lock_cart(db, shopper, cart_id)
    if cart.completed_at is None:
        cart.email = spellings(email)[0]
    return Placed("", "")


def pay_reserved(
    transact: Transact[Placed], standing: Placed, details: Mapping[str, str], return_url: str = ""
) -> Placed:
    """Phases two and three of a checkout that `reserve` has promised, in this call or an earlier one."""
    reach("checkout.reserved")
    if standing.status != CheckoutStatus.RESERVED:
        return settle_checkout(transact, standing.checkout_id)
    return _pay(transact, standing.checkout_id, details, return_url)


def _pay(transact: Transact[Placed], checkout_id: str, details: Mapping[str, str], return_url: str) -> Placed:
    requests: list[PaymentRequest] = []

    def begin(db: Session) -> Placed:
        checkout, payment, cart = lock_checkout(db, checkout_id)
        if checkout.status == CheckoutStatus.RESERVED and (
            payment_request := begin_paying(db, checkout, payment, cart=cart, details=details, return_url=return_url)
        ):
            requests.append(payment_request)
        return standing_of(db, checkout, payment)

    standing = transact(begin)
    return ask_provider(transact, requests[0], standing) if requests else standing  # or another click asks already


def begin_paying(
    db: Session, checkout: Checkout, payment: Payment, cart: Cart, details: Mapping[str, str], return_url: str
) -> PaymentRequest | None:
    """Write down that the provider is being asked, before it is; None when there is nobody to ask: what costs nothing
    is bought then, and what a kept card was to pay that is gone is refused.

    Should its answer get lost, the sweeper finds the checkout (`list_stuck_checkouts`).

    The caller holds the checkout's lock, and gives the answer to `ask_provider` once this is committed.
    """
    token = token_for(db, payment)
    if token is None:
        release_checkout(db, checkout, "refuse", problem="The card was removed meanwhile. Choose another way to pay.")
        return None
    checkout.status = after(CHECKOUT, "pay", checkout.status)
    checkout.updated_at = now()
    if payment.amount == 0:
        place_orders(db, checkout, payment, cart, Answer(Outcome.CAPTURED, label="Nothing to pay"))
        return None
    charge = Charge(
        key=payment.idempotency_key,
        amount=payment.amount,
        currency=payment.currency,
        purpose=f"Your order {checkout.id[-6:]}",
        details=details,
        return_url=return_url.replace("{checkout}", checkout.id),
        customer=customer_name(checkout.tenant_id, checkout.actor_id) if checkout.actor_id else "",
        token=token,
        keeps_card=bool(payment.data.get("keep_card")),
    )
    return PaymentRequest(checkout.id, payment.provider, charge)


def ask_provider(transact: Transact[Placed], request: PaymentRequest, standing: Placed) -> Placed:
    """Ask the provider, outside of any transaction, and record its answer; one that got lost is looked up later."""
    reach("checkout.asking")
    try:
        answer = provider(request.provider).charge(request.charge)
    except OutcomeUnknown:
        return standing
    reach("checkout.charged")
    return transact(lambda db: _take_answer(db, request.checkout_id, answer))


def settle_checkout(transact: Transact[Placed], checkout_id: str) -> Placed:
    """Finish or undo a checkout by what the provider's books say now. Safe to call at any time, by anybody."""
    seen: list[tuple[str, str, str, bool]] = []

    def look(db: Session) -> Placed:
        checkout, payment, _ = lock_checkout(db, checkout_id)
        fresh = now() - checkout.updated_at < ANSWER_WITHIN
        seen.append((checkout.status, payment.provider, payment.idempotency_key, fresh))
        return standing_of(db, checkout, payment)

    standing = transact(look)
    status, code, key, fresh = seen[0]
    if status == CheckoutStatus.RESERVED and fresh:
        return standing
    if status not in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING, CheckoutStatus.UNDONE):
        return standing
    answer = provider(code).look_up(key)
    if answer is None and (fresh or status == CheckoutStatus.UNDONE):
        return standing
    if answer is None:
        return transact(lambda db: _undo(db, checkout_id, "The payment was not completed."))
    return transact(lambda db: _take_answer(db, checkout_id, answer))


def _take_answer(db: Session, checkout_id: str, answer: Answer) -> Placed:
    checkout, payment, cart = lock_checkout(db, checkout_id)
    if answer.outcome is Outcome.DECLINED:
        if checkout.status in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING):
            release_checkout(db, checkout, "refuse", problem=answer.failure or "The payment was declined.")
    elif answer.outcome is Outcome.REQUIRES_ACTION:
        _challenge(db, checkout, payment, answer)
    elif checkout.status == CheckoutStatus.UNDONE:
        if answer.outcome is Outcome.CAPTURED:
            take_late_money(db, checkout, payment, cart, answer)
    elif checkout.status in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING):
        group = place_orders(db, checkout, payment, cart, answer)
        reach("checkout.recording")
        return Placed(checkout.id, checkout.status, group.id, group.number)
    reach("checkout.recording")
    return standing_of(db, checkout, payment)


def _challenge(db: Session, checkout: Checkout, payment: Payment, answer: Answer) -> None:
    if checkout.status != CheckoutStatus.PAYING:
        return
    if now() > checkout.created_at + CHALLENGE_FOR:
        release_checkout(db, checkout, "undo", problem="The payment was not confirmed in time.", expired=True)
    elif payment.status == PaymentStatus.PENDING:
        payment.status = after(PAYMENT, "challenge", payment.status)
        payment.action_url, payment.provider_reference = answer.action_url, answer.reference
        payment.method_label = answer.label
        enqueue(
            db,
            "payment.check",
            tenant_id=checkout.tenant_id,
            entity="checkout",
            entity_id=checkout.id,
            delay_seconds=CHALLENGE_FOR.total_seconds() + 5,
            dedupe_key=f"{checkout.id}:late",
        )


def _undo(db: Session, checkout_id: str, problem: str) -> Placed:
    checkout, payment, _ = lock_checkout(db, checkout_id)
    if checkout.status in (CheckoutStatus.RESERVED, CheckoutStatus.PAYING):
        release_checkout(db, checkout, "undo", problem=problem, expired=True)
    return standing_of(db, checkout, payment)


def standing_of(db: Session, checkout: Checkout, payment: Payment | None = None) -> Placed:
    """Where this checkout stands; `payment` is its payment where the caller has it already."""
    if checkout.group_id:
        group = db.exec(select(OrderGroup).where(OrderGroup.id == checkout.group_id)).one()
        return Placed(checkout.id, checkout.status, group.id, group.number)
    payment = payment or payment_of(db, checkout)
    waiting = payment.status == PaymentStatus.REQUIRES_ACTION
    return Placed(
        checkout.id, checkout.status, action_url=payment.action_url if waiting else "", problem=checkout.problem
    )


def follow_checkout(transact: Transact[Placed], shopper: Shopper, checkout_id: str) -> Placed:
    """As `settle_checkout`, for the shopper whose cart it is. Raises `NotFound` for anybody else's."""
    transact(lambda db: standing_of(db, own_checkout(db, shopper, checkout_id)))
    return settle_checkout(transact, checkout_id)


def list_stuck_checkouts(db: Session) -> list[tuple[str, str]]:
    """`(tenant, checkout)` of open checkouts that nobody has moved for a while, in all stores; at most 500.

    Any 500: the oldest may be waiting for their buyers, and must not keep the others from being looked at.
    """
    quiet = now() - ANSWER_WITHIN
    stuck = select(Checkout.tenant_id, Checkout.id).where(
        col(Checkout.status).in_([CheckoutStatus.RESERVED, CheckoutStatus.PAYING]), col(Checkout.updated_at) < quiet
    )
    return list(db.exec(stuck.order_by(func.random()).limit(500)).all())

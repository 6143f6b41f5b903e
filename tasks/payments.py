"""Payments in the background: unknown outcomes looked up, given up ones told, late ones sent back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlmodel import Session, select

from marketplace.domain.permissions import SYSTEM
from marketplace.integrations.payments.protocol import Outcome, OutcomeUnknown
from marketplace.kit.db import run
from marketplace.kit.jobs import ClaimedJob, RetryLater, enqueue
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup
from marketplace.services.buying.checkout import list_stuck_checkouts, settle_checkout
from marketplace.services.buying.late_payments import cancel_at_provider
from marketplace.services.finance import late_refunds
from marketplace.services.finance.late_refunds import ReturnRefused
from marketplace.services.finance.refund_sending import send
from marketplace.services.finance.saved_cards import forget_at_provider
from marketplace.services.orders.cancelling import give_up_group
from marketplace.services.orders.payments import list_overdue_transfers
from tasks.app import job

T = TypeVar("T")


@job("payment.check")
def check(db: Session, claimed: ClaimedJob) -> None:
    """Finish or undo a checkout by the provider's books. Its phases are transactions of their own."""
    scope = Scope.tenant(claimed.tenant_id or "")
    transact: Callable[[Callable[[Session], T]], T] = partial(run, scope)
    settle_checkout(transact, claimed.entity_id)


@job("payment.cancel")
def cancel(db: Session, claimed: ClaimedJob) -> None:
    """Tell the provider that nobody waits for this payment any more."""
    cancel_at_provider(db, claimed.entity_id)


@job("payment.forget_card")
def forget_card(db: Session, claimed: ClaimedJob) -> None:
    """Have the provider forget a card that its owner took away."""
    forget_at_provider(db, claimed.entity_id)


@job("payment.return")
def give_back(db: Session, claimed: ClaimedJob) -> None:
    """Send money back that came for a checkout that had ended. A refusal is kept, and asked again by trying again."""
    request = late_refunds.to_send(db, claimed.entity_id)
    if request is None:
        return
    try:
        answer = send(request)
    except OutcomeUnknown as error:
        raise RetryLater(30) from error
    if answer.outcome is Outcome.CAPTURED:
        late_refunds.record_return(db, claimed.entity_id, answer.reference)
        return
    # Kept by a transaction of its own, because this one comes to nothing.
    scope = Scope.tenant(claimed.tenant_id or "")
    raise ReturnRefused(
        run(scope, lambda session: late_refunds.record_refusal(session, claimed.entity_id, request, answer))
    )


@job("checkouts.sweep", every_seconds=30)
def sweep(db: Session, claimed: ClaimedJob) -> None:
    """Every checkout that got stuck is looked at: expired reservations, unknown outcomes, forgotten challenges."""
    for tenant_id, checkout_id in list_stuck_checkouts(db):
        enqueue(
            db,
            "payment.check",
            tenant_id=tenant_id,
            entity="checkout",
            entity_id=checkout_id,
            dedupe_key=f"{checkout_id}:sweep",
        )


@job("transfers.expire", every_seconds=3600)
def expire_transfers(db: Session, claimed: ClaimedJob) -> None:
    """A transfer that never came holds no goods for ever."""
    for group in list_overdue_transfers(db):
        enqueue(db, "transfer.expire", tenant_id=group.tenant_id, entity_id=group.id, dedupe_key=group.id)


@job("transfer.expire")
def expire_transfer(db: Session, claimed: ClaimedJob) -> None:
    """Give up one purchase whose transfer has not come, unless it came meanwhile."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == claimed.entity_id)).one()
    if any(late.id == group.id for late in list_overdue_transfers(db)):
        give_up_group(db, SYSTEM, group, "The transfer did not come within two weeks.")

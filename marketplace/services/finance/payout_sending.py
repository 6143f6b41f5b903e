"""A payout on its way to the bank: asked of the provider with the attempt's key, and the answer written down once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.finance.banking import executed_on
from marketplace.domain.lifecycle import PAYOUT, PayoutStatus, after
from marketplace.domain.permissions import SYSTEM
from marketplace.domain.topics import Topic
from marketplace.integrations.payouts import provider
from marketplace.integrations.payouts.protocol import Instruction, Receipt, Sent
from marketplace.kit.clock import now
from marketplace.kit.outbox import publish
from marketplace.kit.target_days import is_bank_day
from marketplace.models.ledger import Payout, PayoutAttempt
from marketplace.services.finance.payout_actions import fail_payout, pay


@dataclass(frozen=True)
class Transfer:
    """What is asked of whom."""

    provider: str
    instruction: Instruction


def to_send(db: Session, payout_id: str) -> Transfer | None:
    """The transfer of a payout that is being sent; None when it is not any more. Locks nothing."""
    payout = db.exec(select(Payout).where(Payout.id == payout_id)).first()
    if payout is None or payout.status != PayoutStatus.SENDING:
        return None
    attempt = _attempt(db, payout)
    return Transfer(payout.provider, instruction_of(payout, attempt.idempotency_key))


def instruction_of(payout: Payout, key: str) -> Instruction:
    """A payout as a bank is told."""
    return Instruction(key, payout.amount, payout.currency, f"Payout {payout.number}", payout.account)


def send(transfer: Transfer) -> Receipt:
    """Ask the provider; what it knows already by this key is taken as its answer, so that nothing is sent twice.

    Raises `OutcomeUnknown`: then this is to be called again, with the same transfer.
    """
    payout_provider = provider(transfer.provider)
    return payout_provider.look_up(transfer.instruction.key) or payout_provider.send(transfer.instruction)


def record(db: Session, payout_id: str, receipt: Receipt) -> None:
    """Write down what became of the attempt: on its way, paid, or refused with the money given back. Once."""
    payout = db.exec(select(Payout).where(Payout.id == payout_id).with_for_update()).one()
    if payout.status != PayoutStatus.SENDING:
        return
    attempt = _attempt(db, payout)
    attempt.outcome, attempt.provider_reference, attempt.error = receipt.outcome, receipt.reference, receipt.failure
    if receipt.outcome is Sent.REFUSED:
        fail_payout(db, payout, receipt.failure or "The bank refused it.")
        publish(db, Topic.PAYOUT_FAILED, tenant_id=payout.tenant_id, aggregate="payout", aggregate_id=payout.id)
        return
    payout.status = after(PAYOUT, "sent", payout.status)
    payout.expected_on = payout.expected_on or executed_on(now(), is_bank_day)
    if receipt.outcome is Sent.PAID:
        pay(db, SYSTEM, payout, receipt.reference, now())


def _attempt(db: Session, payout: Payout) -> PayoutAttempt:
    return db.exec(
        select(PayoutAttempt)
        .where(PayoutAttempt.payout_id == payout.id, PayoutAttempt.tenant_id == payout.tenant_id)
        .order_by(col(PayoutAttempt.number).desc())
        .limit(1)
    ).one()

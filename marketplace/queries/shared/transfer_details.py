"""What a buyer who pays by bank transfer needs: whose account, how much, and what to write on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.finance.banking import Receiver, print_iban, transfer_code
from marketplace.domain.lifecycle import PaymentStatus
from marketplace.domain.permissions import Actor
from marketplace.models.banking import ReceivingAccount
from marketplace.models.order import OrderGroup
from marketplace.models.payment import Payment


@dataclass(frozen=True)
class TransferDetails:
    """One transfer that is awaited. `amount` in minor units; `code` is what a banking app reads off a QR code, empty
    where it is no SEPA transfer."""

    holder: str
    iban: str
    bic: str
    amount: int
    currency: str
    reference: str
    code: str


def get_transfer(db: Session, actor: Actor, number: int, key: str) -> TransferDetails:
    """The transfer that is awaited for a purchase of the store in scope.

    For its buyer, or who holds its link. Raises `Unauthenticated`, `NotFound`.
    """
    group = db.exec(select(OrderGroup).where(OrderGroup.number == number)).first()
    if group is None or not group.is_of(actor, key):
        if actor.user_id is None and not key:
            raise Unauthenticated
        raise NotFound("order")
    payments = select(Payment).where(Payment.group_id == group.id).order_by(col(Payment.created_at).desc())
    transfer = find_transfer(db, group, db.exec(payments).first())
    if transfer is None:
        raise NotFound("transfer")
    return transfer


def find_transfer(db: Session, group: OrderGroup, payment: Payment | None) -> TransferDetails | None:
    """The account of today, in the store in scope; None when no transfer is awaited, or the store has no account."""
    if payment is None or payment.status != PaymentStatus.AWAITING:
        return None
    row = db.exec(
        select(ReceivingAccount).where(
            ReceivingAccount.tenant_id == group.tenant_id, ReceivingAccount.currency == payment.currency
        )
    ).first()
    if row is None:
        return None
    reference = str(group.number)
    code = transfer_code(Receiver(row.name, row.iban, row.bic), payment.amount, payment.currency, reference)
    return TransferDetails(
        holder=row.name,
        iban=print_iban(row.iban),
        bic=row.bic,
        amount=payment.amount,
        currency=payment.currency,
        reference=reference,
        code=code,
    )

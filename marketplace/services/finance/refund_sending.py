"""A refund on its way: asked of the provider with a key of its own, then written into the books once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.lifecycle import REFUND, EarningStatus, RefundStatus, after
from marketplace.domain.topics import Topic
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, GiveBack, Outcome
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.ledger import CommissionLine, Earning
from marketplace.models.order import Order
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund
from marketplace.services.catalogue.restocking import put_back
from marketplace.services.finance.invoice_payment import follow_payment
from marketplace.services.finance.invoicing import credit_refund, lock_account_of
from marketplace.services.finance.ledger import Entry, lock, post
from marketplace.services.finance.refund_history import backs_of, note_share
from marketplace.services.finance.settlement import lines_of, source_of


@dataclass(frozen=True)
class Request:
    """What the provider is asked; `provider` is empty where nobody has to be."""

    provider: str
    give_back: GiveBack


def to_send(db: Session, refund_id: str) -> Request | None:
    """What is to be asked of whom for a refund that waits; None when it waits no more. Locks nothing."""
    refund = db.exec(select(Refund).where(Refund.id == refund_id)).first()
    if refund is None or refund.status != RefundStatus.PENDING:
        return None
    payment = db.exec(select(Payment).where(Payment.id == refund.payment_id)).first() if refund.payment_id else None
    code = payment.provider if payment and payment.provider_reference and refund.amount else ""
    reference = (payment.provider_reference or "") if payment else ""
    return Request(code, GiveBack(key_of(refund.id, refund.refusals), reference, refund.amount, refund.currency))


def key_of(name: str, refusals: int) -> str:
    """The key under which the provider is asked: another one after every refusal, for what a key was refused stays
    refused, and the same one while an outcome is unknown, so that no money goes back twice."""
    return f"{name}:{refusals}" if refusals else name


def send(request: Request) -> Answer:
    """Ask the provider, unless it knows of money given back with this key: that is not sent twice.

    Raises `OutcomeUnknown`: then this is to be called again, with the same request.
    """
    if not request.provider or request.provider == ON_ACCOUNT:
        return Answer(Outcome.CAPTURED)
    payment_provider = provider(request.provider)
    known = payment_provider.look_up(request.give_back.key)
    if known is not None and known.outcome is Outcome.CAPTURED:
        return known
    return payment_provider.refund(request.give_back)


def record(db: Session, refund_id: str, answer: Answer) -> None:
    """Write down what became of a refund: into the books, the order, the payment, the stock. Once."""
    order_id = db.exec(select(Refund.order_id).where(Refund.id == refund_id)).one()
    order = db.exec(select(Order).where(Order.id == order_id).with_for_update()).one()
    refund = db.exec(select(Refund).where(Refund.id == refund_id).with_for_update()).one()
    if refund.status != RefundStatus.PENDING:
        return
    if answer.outcome is not Outcome.CAPTURED:
        refund.status = after(REFUND, "fail", refund.status)
        refund.failure = answer.failure or "The payment provider refused it."
        refund.refusals += 1
        publish(
            db,
            Topic.ORDER_REFUND_FAILED,
            tenant_id=order.tenant_id,
            aggregate="order",
            aggregate_id=order.id,
            data={"refund_id": refund.id},
        )
        return
    place = lock_account_of(db, order)
    share, billed = _count(db, order, refund)
    refund.status = after(REFUND, "succeed", refund.status)
    refund.provider_reference, refund.succeeded_at = answer.reference, now()
    _write_books(db, order, refund, share)
    order.refunded_amount += refund.amount
    if refund.payment_id:
        payment = db.exec(select(Payment).where(Payment.id == refund.payment_id).with_for_update()).one()
        payment.refunded_amount += refund.amount
    db.flush()
    credit_refund(db, order, refund, billed)
    if place:
        follow_payment(db, [order.id])
    put_back(
        db,
        order.tenant_id,
        {str(part["order_line_id"]): int(part["quantity"]) for part in refund.lines if part.get("restock")},
    )
    publish(
        db,
        Topic.ORDER_REFUNDED,
        tenant_id=order.tenant_id,
        aggregate="order",
        aggregate_id=order.id,
        data={"refund_id": refund.id},
    )


def _count(db: Session, order: Order, refund: Refund) -> tuple[books.Share, list[dict[str, Any]]]:
    """The refund's figures as they are now, and what of each line and its commission is back with it; the lines as a
    credit note has them."""
    lines = lines_of(db, order)
    backs = backs_of(db, order, lines, refund)
    kept = {
        row.order_line_id: row for row in db.exec(select(CommissionLine).where(CommissionLine.order_id == order.id))
    }
    for line, back in zip(lines, backs, strict=True):
        line.refunded_quantity += back.pieces
        line.refunded_amount += back.amount
        line.refunded_tax_amount += back.tax
        line.refunded_store_amount += back.store
        kept[line.id].reversed_amount += back.fee
        kept[line.id].reversed_tax_amount += back.fee_tax
    billed = [
        {"order_line_id": line.id, "quantity": back.pieces, "amount": back.amount, "tax": back.tax}
        for line, back in zip(lines, backs, strict=True)
        if back.pieces or back.amount
    ]
    return note_share(refund, backs), billed


def _write_books(db: Session, order: Order, refund: Refund, share: books.Share) -> None:
    """Out of what is pending as long as the sale is, else out of what is available, which may fall below zero."""
    owner = f"vendor:{order.vendor_id}"
    lock(db, [(order.tenant_id, owner, kind, order.currency) for kind in ("pending", "available")])
    sale = db.exec(select(Earning).where(Earning.order_id == order.id, Earning.kind == "sale")).one()
    db.refresh(sale)
    is_pending = sale.status == EarningStatus.PENDING
    payment = db.exec(select(Payment).where(Payment.id == refund.payment_id)).first() if refund.payment_id else None
    kind = "pending" if is_pending else "available"
    post(
        db,
        Entry(
            order.tenant_id,
            "refund",
            f"refund:{refund.id}",
            order.currency,
            books.refunded(order.vendor_id, share, kind, source_of(db, order, payment)),
            subject=refund.id,
            meta={"order": order.id},
            overdraws=True,
        ),
    )
    db.add(
        Earning(
            id=new_id("ear"),
            tenant_id=order.tenant_id,
            vendor_id=order.vendor_id,
            order_id=order.id,
            refund_id=refund.id,
            kind="refund",
            currency=order.currency,
            amount=-share.earning,
            commission_amount=-share.commission,
            commission_tax_amount=-share.fee_tax,
            status=EarningStatus.PENDING if is_pending else EarningStatus.AVAILABLE,
            available_at=sale.available_at if is_pending else now(),
            note=refund.reason,
        )
    )
    db.flush()

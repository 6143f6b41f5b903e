"""What is matched with what: invoices and credit that is paid out take, payments and credit notes give.

Everything here is called with the lock of the place (`lock_account`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.receivable import CreditPayout, Invoice, Receipt, Settlement
from marketplace.services.finance.invoice_payment import follow_payment

Taker = Invoice | CreditPayout
Giver = Receipt | Invoice


def open_invoices(db: Session, place_id: str) -> Sequence[Invoice]:
    """What a place has still to pay, what is due first at the head."""
    wanted = select(Invoice).where(
        Invoice.company_location_id == place_id, Invoice.kind == "invoice", Invoice.open_amount > 0
    )
    fresh = wanted.order_by(col(Invoice.due_on), col(Invoice.number)).execution_options(populate_existing=True)
    return db.exec(fresh).all()


def credits_of(db: Session, place_id: str) -> list[Giver]:
    """What a place has paid or got back too much: payments first, the oldest at the head."""
    receipts = select(Receipt).where(Receipt.company_location_id == place_id, Receipt.open_amount > 0)
    notes = select(Invoice).where(
        Invoice.company_location_id == place_id, Invoice.kind == "credit_note", Invoice.open_amount > 0
    )
    fresh = {"populate_existing": True}
    return [
        *db.exec(receipts.order_by(col(Receipt.received_on), col(Receipt.id)).execution_options(**fresh)),
        *db.exec(notes.order_by(col(Invoice.issued_on), col(Invoice.id)).execution_options(**fresh)),
    ]


def match(db: Session, taker: Taker, giver: Giver, amount: int, actor: Actor | None) -> None:
    """Let `giver` pay so much of an invoice, or of a credit that goes back."""
    if not amount:
        return
    is_receipt = isinstance(giver, Receipt)
    settled = settle_part(db, taker, "receipt" if is_receipt else "credit_note", amount, actor)
    settled.receipt_id, settled.credit_note_id = (giver.id, None) if is_receipt else (None, giver.id)
    giver.open_amount -= amount
    db.flush()
    if isinstance(taker, Invoice):
        follow_payment(db, [taker.order_id])


def set_off(db: Session, taker: Taker, actor: Actor | None) -> int:
    """Pay an invoice, or what goes back, out of whatever its place has in credit, the oldest first; returns how much
    of it."""
    before = taker.open_amount
    for credit in credits_of(db, taker.company_location_id or ""):
        match(db, taker, credit, min(credit.open_amount, taker.open_amount), actor)
    return before - taker.open_amount


def cover_payouts(db: Session, place_id: str, actor: Actor | None) -> None:
    """New credit first covers what was paid out of a payment that was taken back afterwards."""
    bare = select(CreditPayout).where(CreditPayout.company_location_id == place_id, CreditPayout.open_amount > 0)
    fresh = bare.order_by(col(CreditPayout.paid_on), col(CreditPayout.id)).execution_options(populate_existing=True)
    for payout in db.exec(fresh).all():
        set_off(db, payout, actor)


def settle_part(db: Session, taker: Taker, kind: str, amount: int, actor: Actor | None) -> Settlement:
    """Take so much off what is open; the caller says out of what, and flushes."""
    settled = Settlement(
        id=new_id("set"),
        tenant_id=taker.tenant_id,
        invoice_id=taker.id if isinstance(taker, Invoice) else None,
        payout_id=None if isinstance(taker, Invoice) else taker.id,
        kind=kind,
        amount=amount,
        actor_id=actor.user_id if actor else None,
    )
    db.add(settled)
    taker.open_amount -= amount
    return settled


def undo_matches(db: Session, of: Receipt | CreditPayout) -> list[str]:
    """Take back every match of a payment, or of what was paid out: both sides are open again. Returns the orders whose
    invoices are."""
    mine = Settlement.receipt_id == of.id if isinstance(of, Receipt) else Settlement.payout_id == of.id
    reopened = []
    for settled in db.exec(select(Settlement).where(mine, col(Settlement.undone_at).is_(None))).all():
        settled.undone_at = now()
        for row in _sides(db, settled):
            row.open_amount += settled.amount
            if isinstance(row, Invoice) and row.kind == "invoice":
                reopened.append(row.order_id)
    db.flush()
    return reopened


def _sides(db: Session, settled: Settlement) -> Sequence[Taker | Giver]:
    invoices = select(Invoice).where(col(Invoice.id).in_([settled.invoice_id, settled.credit_note_id]))
    return [
        *db.exec(invoices),
        *db.exec(select(Receipt).where(Receipt.id == settled.receipt_id)),
        *db.exec(select(CreditPayout).where(CreditPayout.id == settled.payout_id)),
    ]

"""What a place that buys on account owes, paid by paid: matched, given up, taken back.

Everything that changes what is open of an account holds the lock of its place (`lock_account`): matching, new
invoices, credit notes and checkouts on account take turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.receivables import Open, check_shares, spread_over
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.receivable import Invoice, Receipt
from marketplace.services.finance.invoice_payment import follow_payment
from marketplace.services.finance.ledger import Entry, post, reverse
from marketplace.services.finance.matching import (
    cover_payouts,
    match,
    open_invoices,
    set_off,
    settle_part,
    undo_matches,
)
from marketplace.services.finance.place_access import lock_place, needed_reason, note_place


@dataclass(frozen=True)
class ReceiptForm:
    """Money that came: `amount` in minor units of the place's currency, and which invoices it pays, by id. What is not
    said goes to the oldest invoices with `spread`, and stays the place's credit without."""

    amount: int
    received_on: date
    reference: str = ""
    shares: Mapping[str, int] | None = None
    spread: bool = False


def record_receipt(db: Session, actor: Actor, location_id: str, form: ReceiptForm, *, key: str) -> str:
    """Write down a payment of a place and match it; returns its id, the old one where the key was used before.

    Raises `NotFound`, `Forbidden`, `Invalid` for `amount`, `received_on`, `reference` or `share.<invoice>`.
    """
    place = lock_place(db, actor, location_id)
    known = db.exec(select(Receipt).where(Receipt.idempotency_key == key, Receipt.tenant_id == place.tenant_id)).first()
    if known is not None:
        return known.id
    invoices = open_invoices(db, place.id)
    shares = _shares(form, invoices)
    receipt = Receipt(
        id=new_id("rcp"),
        tenant_id=place.tenant_id,
        company_location_id=place.id,
        currency=place.currency,
        amount=form.amount,
        open_amount=form.amount,
        received_on=form.received_on,
        reference=" ".join(form.reference.split())[:140],
        idempotency_key=key,
        actor_id=actor.user_id,
    )
    db.add(receipt)
    db.flush()
    postings = books.receivable_paid(place.id, form.amount)
    entry = Entry(
        place.tenant_id, "receivable_paid", f"receipt:{receipt.id}", place.currency, postings, subject=receipt.id
    )
    post(db, entry)
    for invoice in invoices:
        match(db, invoice, receipt, shares.get(invoice.id, 0), actor)
    cover_payouts(db, place.id, actor)
    note_place(db, actor, AuditAction.RECEIPT_RECORDED, place, amount=form.amount, currency=place.currency)
    return receipt.id


def use_credit(db: Session, actor: Actor, location_id: str) -> int:
    """Set what a place has paid or got back too much against its oldest open invoices; returns how much.

    Raises `NotFound`, `Forbidden`.
    """
    place = lock_place(db, actor, location_id)
    used = sum(set_off(db, invoice, actor) for invoice in open_invoices(db, place.id))
    if used:
        note_place(db, actor, AuditAction.CREDIT_USED, place, amount=used, currency=place.currency)
    return used


def take_back_receipt(db: Session, actor: Actor, receipt_id: str, *, reason: str) -> None:
    """A payment that was a mistake or went back by the bank: what it paid is open again, and what was paid out of it is
    owed, unless other credit covers it. A second time changes nothing.

    Raises `NotFound`, `Forbidden`, `Invalid` for `reason`.
    """
    receipt = db.exec(select(Receipt).where(Receipt.id == receipt_id)).first()
    place = lock_place(db, actor, receipt.company_location_id if receipt else "")
    if receipt is None:
        raise NotFound("payment", receipt_id)
    why = needed_reason(reason)
    db.refresh(receipt)
    if receipt.taken_back_at is not None:
        return
    reopened = undo_matches(db, receipt)
    receipt.taken_back_at, receipt.taken_back_reason, receipt.open_amount = now(), why, 0
    db.flush()
    key = f"receipt:{receipt.id}"
    reverse(db, place.tenant_id, key, new_key=f"{key}:taken_back", kind="receipt_taken_back")
    cover_payouts(db, place.id, actor)
    follow_payment(db, reopened)
    note_place(
        db, actor, AuditAction.RECEIPT_TAKEN_BACK, place, amount=receipt.amount, currency=receipt.currency, reason=why
    )


def write_off_invoice(db: Session, actor: Actor, invoice_id: str, *, reason: str) -> int:
    """Give up what is open of an invoice; the store bears it. Returns how much.

    Raises `NotFound`, `Forbidden`, `Conflict` when nothing is open, `Invalid` for `reason`.
    """
    invoice = db.exec(select(Invoice).where(Invoice.id == invoice_id, Invoice.kind == "invoice")).first()
    place = lock_place(db, actor, (invoice.company_location_id or "") if invoice else "")
    if invoice is None:
        raise NotFound("invoice", invoice_id)
    why = needed_reason(reason)
    db.refresh(invoice)
    amount = invoice.open_amount
    if not amount:
        raise Conflict("Nothing is open of this invoice any more. Reload to see it.")
    settled = settle_part(db, invoice, "write_off", amount, actor)
    settled.reason = why
    db.flush()
    entry = Entry(
        place.tenant_id,
        "receivable_written_off",
        f"settlement:{settled.id}",
        invoice.currency,
        books.receivable_written_off(place.id, amount),
        subject=settled.id,
    )
    post(db, entry)
    follow_payment(db, [invoice.order_id])
    note_place(
        db,
        actor,
        AuditAction.INVOICE_WRITTEN_OFF,
        place,
        invoice=invoice.number,
        amount=amount,
        currency=invoice.currency,
        reason=why,
    )
    return amount


def _shares(form: ReceiptForm, invoices: Sequence[Invoice]) -> dict[str, int]:
    """What of the money pays which invoice. Raises `Invalid`."""
    problems = {}
    if form.amount <= 0:
        problems["amount"] = "Enter an amount above zero."
    if form.received_on > now().date() + timedelta(days=1):
        problems["received_on"] = "Enter the day it came; this one is still to come."
    if problems:
        raise Invalid(problems)
    opened = [Open(one.id, one.number, one.open_amount) for one in invoices]
    shares = check_shares(form.amount, form.shares or {}, opened)
    return spread_over(form.amount, shares, opened) if form.spread else shares

"""What a place that buys on account owes, paid by paid: matched, given up, taken back.

Everything that changes what is open of an account holds the lock of its place (`lock_account`): matching, new
invoices, credit notes and checkouts on account take turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.receivables import Open, check_shares, spread_over
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.company import CompanyLocation
from marketplace.models.receivable import Invoice, Receipt, Settlement
from marketplace.services.finance.credit import lock_account
from marketplace.services.finance.invoice_payment import follow_payment
from marketplace.services.finance.ledger import Entry, post, reverse

MIN_REASON = 5


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
    place = _lock(db, actor, location_id)
    known = db.exec(select(Receipt).where(Receipt.idempotency_key == key, Receipt.tenant_id == place.tenant_id)).first()
    if known is not None:
        return known.id
    invoices = open_invoices(db, place)
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
    _note(db, actor, AuditAction.RECEIPT_RECORDED, place, amount=form.amount, currency=place.currency)
    return receipt.id


def use_credit(db: Session, actor: Actor, location_id: str) -> int:
    """Set what a place has paid or got back too much against its oldest open invoices; returns how much.

    Raises `NotFound`, `Forbidden`.
    """
    place = _lock(db, actor, location_id)
    used = sum(set_off(db, invoice, actor) for invoice in open_invoices(db, place))
    if used:
        _note(db, actor, AuditAction.CREDIT_USED, place, amount=used, currency=place.currency)
    return used


def take_back_receipt(db: Session, actor: Actor, receipt_id: str, *, reason: str) -> None:
    """A payment that was a mistake or came back from the bank: what it paid is open again. A second time changes
    nothing. Raises `NotFound`, `Forbidden`, `Invalid` for `reason`."""
    receipt = db.exec(select(Receipt).where(Receipt.id == receipt_id)).first()
    place = _lock(db, actor, receipt.company_location_id if receipt else "")
    if receipt is None:
        raise NotFound("payment", receipt_id)
    why = _needed(reason)
    db.refresh(receipt)
    if receipt.taken_back_at is not None:
        return
    mine = select(Settlement).where(Settlement.receipt_id == receipt.id, col(Settlement.undone_at).is_(None))
    reopened = []
    for settled in db.exec(mine).all():
        settled.undone_at = now()
        invoice = db.exec(select(Invoice).where(Invoice.id == settled.invoice_id)).one()
        invoice.open_amount += settled.amount
        reopened.append(invoice.order_id)
    receipt.taken_back_at, receipt.taken_back_reason, receipt.open_amount = now(), why, 0
    db.flush()
    key = f"receipt:{receipt.id}"
    reverse(db, place.tenant_id, key, new_key=f"{key}:taken_back", kind="receipt_taken_back")
    follow_payment(db, reopened)
    _note(
        db, actor, AuditAction.RECEIPT_TAKEN_BACK, place, amount=receipt.amount, currency=receipt.currency, reason=why
    )


def write_off_invoice(db: Session, actor: Actor, invoice_id: str, *, reason: str) -> int:
    """Give up what is open of an invoice; the store bears it. Returns how much.

    Raises `NotFound`, `Forbidden`, `Conflict` when nothing is open, `Invalid` for `reason`.
    """
    invoice = db.exec(select(Invoice).where(Invoice.id == invoice_id, Invoice.kind == "invoice")).first()
    place = _lock(db, actor, (invoice.company_location_id or "") if invoice else "")
    if invoice is None:
        raise NotFound("invoice", invoice_id)
    why = _needed(reason)
    db.refresh(invoice)
    amount = invoice.open_amount
    if not amount:
        raise Conflict("Nothing is open of this invoice any more. Reload to see it.")
    settled = _settle(db, invoice, "write_off", amount, actor)
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
    _note(
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


def open_invoices(db: Session, place: CompanyLocation) -> Sequence[Invoice]:
    """What a place has still to pay, what is due first at the head; the caller holds its lock."""
    wanted = select(Invoice).where(
        Invoice.company_location_id == place.id, Invoice.kind == "invoice", Invoice.open_amount > 0
    )
    fresh = wanted.order_by(col(Invoice.due_on), col(Invoice.number)).execution_options(populate_existing=True)
    return db.exec(fresh).all()


def match(db: Session, invoice: Invoice, source: Receipt | Invoice, amount: int, actor: Actor | None) -> None:
    """Pay `amount` of an invoice out of what is open of a payment or a credit note; the caller holds the lock."""
    if not amount:
        return
    is_receipt = isinstance(source, Receipt)
    settled = _settle(db, invoice, "receipt" if is_receipt else "credit_note", amount, actor)
    settled.receipt_id, settled.credit_note_id = (source.id, None) if is_receipt else (None, source.id)
    source.open_amount -= amount
    db.flush()
    follow_payment(db, [invoice.order_id])


def set_off(db: Session, invoice: Invoice, actor: Actor | None) -> int:
    """Pay an invoice out of whatever its place has in credit, the oldest first; returns how much of it."""
    credits_ = [
        *db.exec(
            select(Receipt)
            .where(Receipt.company_location_id == invoice.company_location_id, Receipt.open_amount > 0)
            .order_by(col(Receipt.received_on), col(Receipt.id))
        ),
        *db.exec(
            select(Invoice)
            .where(
                Invoice.company_location_id == invoice.company_location_id,
                Invoice.kind == "credit_note",
                Invoice.open_amount > 0,
            )
            .order_by(col(Invoice.issued_on), col(Invoice.id))
        ),
    ]
    before = invoice.open_amount
    for credit in credits_:
        match(db, invoice, credit, min(credit.open_amount, invoice.open_amount), actor)
    return before - invoice.open_amount


def _settle(db: Session, invoice: Invoice, kind: str, amount: int, actor: Actor | None) -> Settlement:
    settled = Settlement(
        id=new_id("set"),
        tenant_id=invoice.tenant_id,
        invoice_id=invoice.id,
        kind=kind,
        amount=amount,
        actor_id=actor.user_id if actor else None,
    )
    db.add(settled)
    invoice.open_amount -= amount
    return settled


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


def _lock(db: Session, actor: Actor, location_id: str) -> CompanyLocation:
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == location_id)).first()
    require(actor, Permission.RECEIVABLE_EDIT, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    lock_account(db, place.id)
    return place


def _needed(reason: str) -> str:
    why = " ".join(reason.split())[:500]
    if len(why) < MIN_REASON:
        raise Invalid({"reason": "Say why: it stays in the audit trail."})
    return why


def _note(
    db: Session, actor: Actor, action: AuditAction, place: CompanyLocation, *, reason: str = "", **details: object
) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=place.tenant_id,
        object_type="company",
        object_id=place.company_id,
        object_name=place.name,
        after=details,
        reason=reason,
    )

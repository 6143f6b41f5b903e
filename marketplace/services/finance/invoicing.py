"""Invoices and credit notes: one row of numbers per vendor, store and year, without gaps.

An order that is paid at once is invoiced when it is paid. One that is bought on account is invoiced when the last of it
has left, over what is left of it then, and due from that day: the buyer owes goods that are on their way, not goods
that are promised. What is given back afterwards is a credit note; what was given back before was never billed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.credit import ON_ACCOUNT, Terms
from marketplace.kit.calendars import zone_of
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.order import Order, OrderGroup
from marketplace.models.payment import Payment
from marketplace.models.receivable import Invoice
from marketplace.models.returns import Refund
from marketplace.models.vendor import Vendor
from marketplace.services.finance.credit import lock_account
from marketplace.services.finance.ledger import Entry, post
from marketplace.services.finance.matching import cover_payouts, match, set_off
from marketplace.services.finance.settlement import lines_of, payment_of, settle
from marketplace.services.stores.numbering import next_number


def give_invoice_number(db: Session, order_id: str) -> str:
    """The number of an order's invoice, like `BOLT-2026-0001`, given now if it has none; empty while it is unpaid, or
    bought on account and still to be shipped."""
    order = db.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if order is None or order.paid_at is None:
        return ""
    if order.invoice_number:
        return order.invoice_number
    payment = payment_of(db, order)
    place = _account_of(db, order, payment)
    if place and (order.shipped_at is None or order.refunded_amount == order.total_amount):
        return ""
    if place:
        settle(db, order.id)
        lock_account(db, place)
    invoice = _invoice(db, order, place, _terms(payment))
    order.invoice_number = invoice.number
    db.flush()
    if place:
        _bill(db, invoice, place)
    return order.invoice_number


def credit_refund(db: Session, order: Order, refund: Refund, lines: Sequence[dict[str, Any]]) -> None:
    """Write the credit note of money that went back after the order was invoiced; once. On account it is set against
    its invoice, and what that does not need stays the place's credit.

    The caller holds the order, and the account of its place (`lock_account_of`).
    """
    if not order.invoice_number or not refund.amount:
        return
    invoice = db.exec(select(Invoice).where(Invoice.order_id == order.id, Invoice.kind == "invoice")).first()
    place = invoice.company_location_id if invoice else None
    note = Invoice(
        id=new_id("inv"),
        tenant_id=order.tenant_id,
        kind="credit_note",
        vendor_id=order.vendor_id,
        order_id=order.id,
        refund_id=refund.id,
        company_location_id=place,
        currency=order.currency,
        amount=refund.amount,
        tax_amount=refund.tax_amount,
        open_amount=refund.amount if place else 0,
        lines=list(lines),
        shipping_amount=refund.shipping_amount,
        shipping_tax_amount=refund.shipping_tax_amount,
        **_number(db, order),
    )
    db.add(note)
    db.flush()
    if invoice is not None and place:
        match(db, invoice, note, min(note.open_amount, invoice.open_amount), None)
        cover_payouts(db, place, None)


def lock_account_of(db: Session, order: Order) -> str:
    """Hold the account that an order is on, before any account of the ledger; its place, empty for an order that was
    paid at once."""
    place = _account_of(db, order, payment_of(db, order))
    if place:
        lock_account(db, place)
    return place


def _account_of(db: Session, order: Order, payment: Payment | None) -> str:
    if payment is None or payment.provider != ON_ACCOUNT or not payment.amount:
        return ""
    place = select(OrderGroup.company_location_id).where(OrderGroup.id == order.group_id)
    return db.exec(place).one() or ""


def _terms(payment: Payment | None) -> Terms | None:
    """As they were agreed when it was bought."""
    agreed = payment.data.get("terms") if payment else None
    return Terms(int(agreed[0]), bool(agreed[1])) if agreed else None


def _invoice(db: Session, order: Order, place: str, terms: Terms | None) -> Invoice:
    numbered = _number(db, order)
    day: date = numbered["issued_on"]
    invoice = Invoice(
        id=new_id("inv"),
        tenant_id=order.tenant_id,
        vendor_id=order.vendor_id,
        order_id=order.id,
        company_location_id=place or None,
        currency=order.currency,
        amount=order.total_amount,
        tax_amount=order.tax_amount,
        shipping_amount=order.shipping_amount,
        shipping_tax_amount=order.shipping_tax_amount,
        **numbered,
    )
    if place:
        _bill_what_is_left(db, order, invoice)
        invoice.open_amount, invoice.terms = invoice.amount, terms.words if terms else ""
        invoice.due_on = terms.due_on(day) if terms else day
    db.add(invoice)
    db.flush()
    return invoice


def _bill_what_is_left(db: Session, order: Order, invoice: Invoice) -> None:
    """Less what was given back before there was an invoice."""
    back = db.exec(select(Refund).where(Refund.order_id == order.id, col(Refund.succeeded_at).is_not(None))).all()
    if not back:
        return
    invoice.lines = [
        {
            "order_line_id": line.id,
            "quantity": line.quantity - line.refunded_quantity,
            "amount": line.total_amount - line.refunded_amount,
            "tax": line.tax_amount - line.refunded_tax_amount,
        }
        for line in lines_of(db, order)
        if line.total_amount > line.refunded_amount or line.quantity > line.refunded_quantity
    ]
    invoice.amount -= order.refunded_amount
    invoice.tax_amount -= sum(one.tax_amount for one in back)
    invoice.shipping_amount -= sum(one.shipping_amount for one in back)
    invoice.shipping_tax_amount -= sum(one.shipping_tax_amount for one in back)


def _bill(db: Session, invoice: Invoice, place: str) -> None:
    """What was ordered is owed from now on, and paid out of what the place has in credit."""
    entry = Entry(
        invoice.tenant_id,
        "invoiced",
        f"invoice:{invoice.id}",
        invoice.currency,
        books.invoiced(place, invoice.amount),
        subject=invoice.id,
    )
    post(db, entry)
    set_off(db, invoice, None)


def _number(db: Session, order: Order) -> dict[str, Any]:
    """The next number of the vendor and its day, in the vendor's time zone. The last thing before the row is written:
    nobody else gets one of this vendor until the transaction ends."""
    handle, country = db.exec(select(Vendor.handle, Vendor.country).where(Vendor.id == order.vendor_id)).one()
    day = now().astimezone(zone_of(country)).date()
    number = next_number(db, order.tenant_id, f"invoice:{order.vendor_id}:{day.year}", first=1)
    return {"number": f"{handle.upper()}-{day.year}-{number:04d}", "issued_on": day}

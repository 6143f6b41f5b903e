"""An invoice or a credit note as its paper shows it: what was written down when it was given its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance.banking import print_iban
from marketplace.domain.orders.documents import OrderPaper, PaperLine, PaperTax
from marketplace.domain.stores.taxes import Tax
from marketplace.models.banking import ReceivingAccount
from marketplace.models.order import Order, OrderLine
from marketplace.models.receivable import Invoice
from marketplace.queries.formatting.amounts import rate
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money, money_each
from marketplace.queries.shared.order_documents import draw_paper, freight_tax, tax_of
from marketplace.queries.shared.order_parts import detail_of


def order_invoice_paper(db: Session, order_id: str) -> OrderPaper:
    """The paper of the invoice of an order that may be seen and has one."""
    invoice = db.exec(select(Invoice).where(Invoice.order_id == order_id, Invoice.kind == "invoice")).first()
    if invoice is not None:
        return invoice_paper(db, invoice)
    return draw_paper(db, db.exec(select(Order).where(Order.id == order_id)).one())


def credit_note_paper(db: Session, order_id: str, note_id: str) -> OrderPaper:
    """The paper of a credit note of an order that may be seen. Raises `NotFound` for any other."""
    its = select(Invoice).where(Invoice.id == note_id, Invoice.order_id == order_id, Invoice.kind == "credit_note")
    note = db.exec(its).first()
    if note is None:
        raise NotFound("credit note", note_id)
    return invoice_paper(db, note)


def invoice_paper(db: Session, invoice: Invoice) -> OrderPaper:
    """The paper of an invoice or a credit note that may be seen."""
    order = db.exec(select(Order).where(Order.id == invoice.order_id)).one()
    paper = draw_paper(db, order)
    if invoice.kind == "invoice" and invoice.company_location_id is None:
        return paper
    rows = {line.id: line for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id))}
    parts = invoice.lines or [
        {"order_line_id": line.id, "quantity": line.quantity, "amount": line.total_amount, "tax": line.tax_amount}
        for line in rows.values()
    ]
    is_credit = invoice.kind == "credit_note"
    return replace(
        paper,
        date=full_day(invoice.issued_on),
        invoice_number=invoice.number,
        credits=order.invoice_number if is_credit else "",
        lines=[_line(rows[part["order_line_id"]], part, invoice.currency) for part in parts],
        sums=_sums(invoice, order),
        taxes=_taxes(invoice, order, rows, parts),
        due="" if is_credit or invoice.due_on is None else f"Due on {full_day(invoice.due_on)}. {invoice.terms}.",
        paid="It is set against what is open of your account." if invoice.company_location_id else "",
        pay_to=() if is_credit else _pay_to(db, invoice),
    )


def _line(line: OrderLine, part: dict[str, Any], currency: str) -> PaperLine:
    """A piece costs what the line comes to by it; without pieces, where only money was given back, there is none."""
    net, quantity = int(part["amount"]) - int(part["tax"]), int(part["quantity"])
    return PaperLine(
        title=line.title,
        detail=detail_of(line),
        quantity=quantity,
        unit=money_each(net, quantity, currency) if quantity else "",
        tax=rate(line.tax_rate_bps),
        total=money(net, currency),
    )


def _sums(invoice: Invoice, order: Order) -> list[tuple[str, str]]:
    goods = invoice.amount - invoice.tax_amount - invoice.shipping_amount
    freight = f"Freight, {rate(order.shipping_tax_rate_bps)} VAT" if invoice.shipping_amount else "Freight"
    figures = (
        ("Goods", goods),
        (freight, invoice.shipping_amount),
        ("VAT", invoice.tax_amount),
        ("Total", invoice.amount),
    )
    return [(label, money(amount, invoice.currency)) for label, amount in figures]


def _taxes(
    invoice: Invoice, order: Order, rows: dict[str, OrderLine], parts: Sequence[dict[str, Any]]
) -> list[PaperTax]:
    sums: dict[Tax, tuple[int, int]] = {}
    taxed = [
        (tax_of(rows[part["order_line_id"]]), int(part["amount"]) - int(part["tax"]), int(part["tax"]))
        for part in parts
    ]
    if invoice.shipping_amount:
        taxed.append((freight_tax(order), invoice.shipping_amount, invoice.shipping_tax_amount))
    for tax, base, amount in taxed:
        before = sums.get(tax, (0, 0))
        sums[tax] = (before[0] + base, before[1] + amount)
    return [
        PaperTax(rate(tax.rate_bps), money(base, invoice.currency), money(amount, invoice.currency), tax.ground)
        for tax, (base, amount) in sorted(sums.items(), key=lambda entry: (-entry[0].rate_bps, entry[0].category))
    ]


def _pay_to(db: Session, invoice: Invoice) -> list[tuple[str, str]]:
    account = db.exec(
        select(ReceivingAccount).where(
            ReceivingAccount.tenant_id == invoice.tenant_id, ReceivingAccount.currency == invoice.currency
        )
    ).first()
    if account is None:
        return []
    return [
        ("Account holder", account.name),
        ("IBAN", print_iban(account.iban)),
        ("BIC", account.bic),
        ("Reference", invoice.number),
    ]

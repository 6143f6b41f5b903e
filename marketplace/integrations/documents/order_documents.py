"""What goes into the parcel and into the books: packing slip and invoice as PDF, from plain values."""

from __future__ import annotations

from marketplace.domain.orders.documents import OrderPaper, references
from marketplace.integrations.documents.pdf import Column, Paper


def packing_slip(order: OrderPaper) -> bytes:
    """What to put into the parcel, without prices: it lies open in the box."""
    paper = Paper(f"Packing slip {order.number}", order.vendor, f"{order.vendor} · order {order.number}")
    facts = [f"Order {order.number}, {order.date}", *references(order)]
    paper.head(order.vendor, "Packing slip", [*facts, *([order.delivery] if order.delivery else [])])
    paper.blocks([("From", [order.vendor, *order.vendor_lines]), ("Ship to", order.ship_to)])
    paper.rows(
        [Column("Article"), Column("Ordered", 22, right=True), Column("To pack", 22, right=True), Column("", 14)],
        [(f"{line.title}\n{line.detail}", f"{line.quantity:,}", f"{line.left:,}", "") for line in order.lines],
    )
    paper.words(f"{sum(line.left for line in order.lines):,} pieces to pack")
    if order.note:
        paper.words(order.note, label="From the buyer")
    return paper.finished()


def invoice(order: OrderPaper) -> bytes:
    """The vendor's invoice for its part of the purchase, or a credit note to it."""
    title = "Credit note" if order.credits else "Invoice"
    number = f"{title} {order.invoice_number}"
    paper = Paper(number, order.vendor, f"{order.vendor} · {number[0].lower()}{number[1:]}")
    facts = [number, f"Order {order.number}, {order.date}"]
    more = [f"To invoice {order.credits}" if order.credits else "", *references(order), order.supplied, order.due]
    paper.head(order.vendor, title, [*facts, *(fact for fact in more if fact)])
    tax_id = [f"VAT ID {order.vendor_tax_id}"] if order.vendor_tax_id else []
    paper.blocks(
        [
            ("From", [order.vendor, *order.vendor_lines, *tax_id]),
            ("Invoice to", order.bill_to),
            ("Delivered to", order.ship_to),
        ]
    )
    paper.rows(
        [
            Column("Article"),
            Column("Pieces", 18, right=True),
            Column("Each", 28, right=True),
            Column("VAT", 18, right=True),
            Column("Amount", 32, right=True),
        ],
        [
            (f"{line.title}\n{line.detail}", f"{line.quantity:,}", line.unit, line.tax, line.total)
            for line in order.lines
        ],
    )
    paper.sums(order.sums)
    paper.rows(
        [Column("VAT"), Column("On", 40, right=True), Column("VAT amount", 32, right=True)],
        [(tax.rate + (f"\n{tax.ground}" if tax.ground else ""), tax.base, tax.amount) for tax in order.taxes],
    )
    if order.note:
        paper.words(order.note, label="From the buyer")
    if order.pay_to:
        paper.words("\n".join(f"{label}: {value}" for label, value in order.pay_to), label="Please pay to")
    paper.words(f"{order.paid}\nBought in {order.store}, a store on Concourse.")
    return paper.finished()

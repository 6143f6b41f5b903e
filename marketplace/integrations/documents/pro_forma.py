"""What a buyer's accounts department pays by: a whole purchase that waits for its bank transfer, as PDF."""

from __future__ import annotations

from marketplace.domain.orders.documents import ProForma, references
from marketplace.integrations.documents.pdf import Column, Paper


def pro_forma(order: ProForma) -> bytes:
    """The paper. It is no invoice in the sense of tax law: each vendor writes its own once the money is here."""
    paper = Paper(f"Pro forma invoice {order.number}", order.store, f"{order.store} · order {order.number}")
    facts = [f"Order {order.number}, {order.date}", *references(order)]
    paper.head(order.store, "Pro forma invoice", facts)
    paper.blocks([("Invoice to", order.bill_to), ("Deliver to", order.ship_to)])
    for part in order.parts:
        paper.words(part.vendor, label=f"Sold by, part {part.number}")
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
                for line in part.lines
            ],
        )
    paper.sums(order.sums)
    paper.words("\n".join(f"{label}: {value}" for label, value in order.pay_to), label="Please pay by bank transfer")
    if order.code:
        paper.picture(order.code, "For your banking app")
    paper.words("This is no tax invoice. Each vendor writes its own as soon as the payment has arrived.")
    return paper.finished()

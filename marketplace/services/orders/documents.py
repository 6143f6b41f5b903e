"""The documents of an order as PDF, drawn from what a query says of it."""

from __future__ import annotations

from marketplace.domain.orders.documents import OrderPaper, ProForma
from marketplace.integrations.documents import order_documents, pro_forma


def print_packing_slip(order: OrderPaper) -> bytes:
    """What lies in the parcel, without prices."""
    return order_documents.packing_slip(order)


def print_invoice(order: OrderPaper) -> bytes:
    """What was bought and which tax is in it; the order has its invoice number."""
    return order_documents.invoice(order)


def print_pro_forma(order: ProForma) -> bytes:
    """What is to be paid by transfer, and to whom."""
    return pro_forma.pro_forma(order)

"""Invoice numbers: one row of numbers per vendor and store, given once, when the order is paid."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.models.order import Order
from marketplace.models.vendor import Vendor
from marketplace.services.stores.numbering import next_number


def give_invoice_number(db: Session, order_id: str) -> str:
    """The number of a paid order's invoice, like `BOLT-1001`, given now if it has none; empty while it is unpaid."""
    order = db.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if order is None or order.paid_at is None:
        return ""
    if not order.invoice_number:
        handle = db.exec(select(Vendor.handle).where(Vendor.id == order.vendor_id)).one()
        number = next_number(db, order.tenant_id, f"invoice:{order.vendor_id}")
        order.invoice_number = f"{handle.upper()}-{number}"
        db.flush()
    return order.invoice_number

"""What comes back of an order: pieces, and money."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index

from marketplace.domain.lifecycle import RefundStatus, ReturnStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant


class Refund(StoreRow, table=True):
    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("order_id", "vendor_order"),
        belongs("payment_id", "payment"),
        belongs("return_id", "order_return"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in RefundStatus)})", name="status"),
        Index("ix_refund_order", "tenant_id", "order_id"),
        Index("ix_refund_return", "tenant_id", "return_id"),
    )

    order_id: str
    payment_id: str | None = None
    idempotency_key: str
    amount: int  # with tax and shipping; 0 where pieces go back that cost the buyer nothing
    goods_amount: int = 0  # without tax
    shipping_amount: int = 0  # without tax
    tax_amount: int = 0
    shipping_tax_amount: int = 0  # part of tax_amount
    store_discount_amount: int = 0  # what of the store's money goes back with the pieces
    given_shipping_amount: int = 0  # and with the delivery
    commission_amount: int = 0  # what of the commission the vendor gets back
    commission_tax_amount: int = 0
    currency: str
    lines: list[dict[str, Any]] = json_field(list)  # order_line_id, quantity, amount, restock
    reason: str = ""
    status: str = RefundStatus.PENDING
    provider_reference: str = ""
    failure: str = ""
    refusals: int = 0  # how often the provider said no; the next asking has a key of its own
    return_id: str | None = None
    actor_id: str | None = None
    succeeded_at: datetime | None = moment()


class Return(StoreRow, table=True):
    __tablename__ = "order_return"
    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("order_id", "vendor_order"),
        CheckConstraint("status in ('requested','approved','received','refunded','refused')", name="status"),
        Index("ix_order_return_order", "tenant_id", "order_id"),
    )

    order_id: str
    idempotency_key: str | None = None
    status: str = ReturnStatus.REQUESTED
    reason: str = ""
    note: str = ""  # the vendor's answer
    lines: list[dict[str, Any]] = json_field(list)  # order_line_id, quantity
    decided_at: datetime | None = moment()
    received_at: datetime | None = moment()

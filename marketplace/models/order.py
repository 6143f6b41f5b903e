"""What was bought: a group is what the buyer placed, an order is one vendor's part of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index

from marketplace.domain.lifecycle import OrderStatus
from marketplace.kit.table import StoreRow, belongs, json_field, moment, per_tenant


class OrderGroup(StoreRow, table=True):
    __tablename__ = "order_group"
    __table_args__ = (
        per_tenant("cart_id"),  # the second lock against a double checkout
        per_tenant("number"),
        belongs("region_id", "region"),
        Index("ix_order_group_tenant_user", "tenant_id", "user_id"),
    )

    number: int
    cart_id: str | None = None
    region_id: str
    currency: str
    user_id: str | None = None
    company_location_id: str | None = None
    email: str
    shipping_address: dict[str, Any] = json_field()
    billing_address: dict[str, Any] = json_field()
    goods_amount: int
    discount_amount: int = 0
    shipping_amount: int = 0
    tax_amount: int = 0
    total_amount: int
    po_number: str = ""
    meta: dict[str, Any] = json_field()
    placed_at: datetime = moment(default_now=True)


class Order(StoreRow, table=True):
    __tablename__ = "vendor_order"
    __table_args__ = (
        per_tenant("group_id", "position"),
        belongs("group_id", "order_group"),
        belongs("vendor_id", "vendor"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in OrderStatus)})", name="status"),
        Index("ix_vendor_order_vendor", "tenant_id", "vendor_id", "created_at"),
    )

    group_id: str
    vendor_id: str
    position: int  # 1042-1 is position 1 of group 1042
    status: str = OrderStatus.AWAITING_PAYMENT
    currency: str
    goods_amount: int
    discount_amount: int = 0
    shipping_amount: int = 0
    tax_amount: int = 0
    total_amount: int
    refunded_amount: int = 0
    shipping_name: str = ""
    accept_by: datetime | None = moment()
    ship_by: datetime | None = moment()
    paid_at: datetime | None = moment()
    accepted_at: datetime | None = moment()
    cancelled_at: datetime | None = moment()


class OrderLine(StoreRow, table=True):
    """Everything about the thing bought is copied: a later change of the product changes no order."""

    __tablename__ = "order_line"
    __table_args__ = (
        belongs("order_id", "vendor_order", on_delete="CASCADE"),
        belongs("offer_id", "offer"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_order_line_tenant_order", "tenant_id", "order_id"),
        Index("ix_order_line_offer", "tenant_id", "offer_id"),
    )

    order_id: str
    offer_id: str
    title: str
    sku: str
    picture: str = ""
    quantity: int
    unit_amount: int
    discount_amount: int = 0
    tax_amount: int = 0
    tax_rate_bps: int = 0
    total_amount: int
    fulfilled_quantity: int = 0
    cancelled_quantity: int = 0
    returned_quantity: int = 0
    price_trace: list[dict[str, Any]] = json_field(list)


class OrderEvent(StoreRow, table=True):
    """The story of an order as both sides read it; `visible_to` is buyer, vendor or both."""

    __tablename__ = "order_event"
    __table_args__ = (
        belongs("order_id", "vendor_order", on_delete="CASCADE"),
        Index("ix_order_event_tenant_order", "tenant_id", "order_id"),
    )

    order_id: str
    kind: str
    text: str
    visible_to: str = "both"
    actor_id: str | None = None


class Fulfilment(StoreRow, table=True):
    __table_args__ = (belongs("order_id", "vendor_order", on_delete="CASCADE"),)

    order_id: str
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime = moment(default_now=True)
    delivered_at: datetime | None = moment()


class FulfilmentLine(StoreRow, table=True):
    __tablename__ = "fulfilment_line"
    __table_args__ = (
        per_tenant("fulfilment_id", "order_line_id"),
        belongs("fulfilment_id", "fulfilment", on_delete="CASCADE"),
        belongs("order_line_id", "order_line"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    fulfilment_id: str
    order_line_id: str
    quantity: int


class Refund(StoreRow, table=True):
    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("order_id", "vendor_order"),
        CheckConstraint("amount > 0", name="amount"),
    )

    order_id: str
    idempotency_key: str
    amount: int
    currency: str
    reason: str = ""
    status: str = "pending"
    actor_id: str | None = None


class Return(StoreRow, table=True):
    __tablename__ = "order_return"
    __table_args__ = (
        belongs("order_id", "vendor_order"),
        CheckConstraint("status in ('requested','approved','received','refunded','refused')", name="status"),
    )

    order_id: str
    status: str = "requested"
    reason: str = ""
    lines: list[dict[str, Any]] = json_field(list)


class Payment(StoreRow, table=True):
    """One attempt to take money for a group, at one provider."""

    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("cart_id", "cart"),
        belongs("group_id", "order_group"),
        CheckConstraint("amount >= 0 and refunded_amount between 0 and amount", name="amount"),
    )

    cart_id: str | None = None
    group_id: str | None = None
    provider: str
    provider_reference: str | None = None
    idempotency_key: str
    status: str = "pending"
    currency: str
    amount: int
    refunded_amount: int = 0
    data: dict[str, Any] = json_field()

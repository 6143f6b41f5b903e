"""How a purchase is paid: once, by one provider."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from marketplace.domain.lifecycle import PaymentStatus, RefundStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant


class Payment(StoreRow, table=True):
    """One attempt to take money for a group, at one provider."""

    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("cart_id", "cart"),
        belongs("group_id", "order_group"),
        belongs("checkout_id", "checkout"),
        CheckConstraint("amount >= 0 and refunded_amount between 0 and amount", name="amount"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in PaymentStatus)})", name="status"),
        CheckConstraint(f"return_status in ({','.join(repr(s.value) for s in RefundStatus)})", name="return_status"),
        Index("ix_payment_reference", "provider", "provider_reference"),
        Index("ix_payment_group", "tenant_id", "group_id"),
        Index("ix_payment_checkout", "tenant_id", "checkout_id"),
        Index("ix_payment_return", "return_status", postgresql_where=text("return_status in ('pending','failed')")),
    )

    cart_id: str | None = None
    checkout_id: str | None = None
    group_id: str | None = None
    provider: str
    provider_reference: str | None = None
    idempotency_key: str
    status: str = PaymentStatus.PENDING
    currency: str
    amount: int
    refunded_amount: int = 0  # succeeded refunds only
    method_label: str = ""  # "Card ending 4242", as orders and invoices name it
    action_url: str = ""  # where the buyer proves who they are, while status is requires_action
    failure: str = ""  # in words for the buyer
    data: dict[str, Any] = json_field()
    captured_at: datetime | None = moment()
    return_status: str | None = None  # a RefundStatus, where the money came too late and goes back
    return_reference: str = ""
    return_failure: str = ""  # why the provider did not take it back, in words
    return_refusals: int = 0

"""One try to turn a cart into orders."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text

from marketplace.domain.lifecycle import CheckoutStatus
from marketplace.kit.columns import StoreRow, belongs, json_of, moment, per_tenant
from marketplace.models.checkout_plan import CheckoutPlan


class Checkout(StoreRow, table=True):
    """One try to turn a cart into orders: reserved, paid, recorded. At most one of a cart is open.

    `plan` is what was promised (lines, prices, delivery, totals) when the stock was reserved; the orders are
    recorded from it and from nothing else, so that an edit of the cart in another tab changes no order.
    """

    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("cart_id", "cart"),
        belongs("group_id", "order_group"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in CheckoutStatus)})", name="status"),
        Index(
            "uq_checkout_open",
            "tenant_id",
            "cart_id",
            unique=True,
            postgresql_where=text("status in ('reserved','paying')"),
        ),
        Index("ix_checkout_cart", "tenant_id", "cart_id"),
        Index("ix_checkout_waiting", "updated_at", postgresql_where=text("status in ('reserved','paying')")),
    )

    cart_id: str
    idempotency_key: str
    request_hash: str = ""
    status: str = CheckoutStatus.RESERVED
    plan: CheckoutPlan = json_of(CheckoutPlan)
    group_id: str | None = None
    actor_id: str | None = None
    problem: str = ""
    expires_at: datetime = moment(nullable=False)
    updated_at: datetime = moment(default_now=True)

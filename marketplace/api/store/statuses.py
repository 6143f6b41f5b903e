"""Our statuses in the words of the store API: a purchase is what all its vendors' orders are together."""

from __future__ import annotations

from marketplace.domain.lifecycle import OrderStatus, PaymentStatus
from marketplace.queries.shared.order_facts import PartFacts
from marketplace.queries.store_api.orders import OrderFacts


def order_status(status: str) -> str:
    """One vendor's order: `pending` until it is delivered (`completed`) or `canceled`."""
    return {OrderStatus.CANCELLED: "canceled", OrderStatus.DELIVERED: "completed"}.get(OrderStatus(status), "pending")


def group_status(facts: OrderFacts) -> str:
    """Completed or canceled when every part that goes on is."""
    words = {order_status(order.status) for order, _ in facts.orders}
    going = words - {"canceled"}
    if not going:
        return "canceled"
    return "completed" if going == {"completed"} else "pending"


def paid_amount(facts: OrderFacts) -> int:
    """What was paid, in minor units."""
    payment = facts.payment
    return payment.amount if payment is not None and payment.status == PaymentStatus.CAPTURED else 0


def payment_status(facts: OrderFacts) -> str:
    """Not a promise of money, but what became of it."""
    payment = facts.payment
    if payment is None:
        return "not_paid"
    if payment.status == PaymentStatus.CAPTURED:
        if not payment.refunded_amount:
            return "captured"
        return "refunded" if payment.refunded_amount >= payment.amount else "partially_refunded"
    words = {
        PaymentStatus.AWAITING: "awaiting",
        PaymentStatus.OWED: "authorized",
        PaymentStatus.CANCELLED: "canceled",
        PaymentStatus.REQUIRES_ACTION: "requires_action",
    }
    return words.get(PaymentStatus(payment.status), "not_paid")


def fulfilment_status(facts: OrderFacts, only: PartFacts | None = None) -> str:
    """How far the goods are, over all vendors or of one."""
    orders = [order for order, _ in facts.orders if only is None or order.id == only.id]
    going = [order for order in orders if order.status != OrderStatus.CANCELLED]
    if not going:
        return "canceled"
    lines = [line for order in going for line in facts.lines.get(order.id, ())]
    wanted = sum(line.quantity - line.cancelled_quantity for line in lines)
    shipped = sum(line.fulfilled_quantity for line in lines)
    arrived = sum(
        line.quantity
        for order in going
        for parcel in facts.parcels.get(order.id, ())
        if parcel.delivered_at
        for line in facts.parcel_lines.get(parcel.id, ())
    )
    if not shipped:
        return "not_fulfilled"
    if shipped < wanted:
        return "partially_delivered" if arrived else "partially_shipped"
    if arrived:
        return "delivered" if arrived >= wanted else "partially_delivered"
    return "shipped"

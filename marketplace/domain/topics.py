"""The topics of the outbox: what happened, in the past tense; `tasks/events.py` says who listens."""

from __future__ import annotations

from enum import StrEnum

from marketplace.domain.audit_actions import AuditAction


class Topic(StrEnum):
    """`noun.verbed`, the noun being what the event's aggregate is about."""

    PRODUCT_CREATED = "product.created"
    PRODUCT_UPDATED = "product.updated"
    PRODUCT_PUBLISHED = "product.published"
    PRODUCT_UNPUBLISHED = "product.unpublished"
    PRODUCT_ARCHIVED = "product.archived"
    PRICE_CHANGED = "price.changed"
    STOCK_CHANGED = "stock.changed"
    VENDOR_APPLIED = "vendor.applied"
    VENDOR_RETURNED = "vendor.returned"
    VENDOR_APPROVED = "vendor.approved"
    VENDOR_REJECTED = "vendor.rejected"
    VENDOR_SUSPENDED = "vendor.suspended"
    VENDOR_REINSTATED = "vendor.reinstated"
    VENDOR_TERMINATED = "vendor.terminated"
    VENDOR_ADDRESS_CHANGED = "vendor.address_changed"
    VENDOR_DISPATCH_CHANGED = "vendor.dispatch_changed"
    VENDOR_FREIGHT_CHANGED = "vendor.freight_changed"
    VENDOR_DEBT_WRITTEN_OFF = "vendor.debt_written_off"
    TENANT_CREATED = "tenant.created"
    TENANT_UPDATED = "tenant.updated"
    TENANT_ACTIVATED = "tenant.activated"
    TENANT_DEACTIVATED = "tenant.deactivated"
    REGION_CHANGED = "region.changed"
    PROMOTION_CHANGED = "promotion.changed"
    COMMISSION_RULE_CHANGED = "commission_rule.changed"
    COMPANY_REGISTERED = "company.registered"
    COMPANY_APPROVED = "company.approved"
    COMPANY_REJECTED = "company.rejected"
    COMPANY_SUSPENDED = "company.suspended"
    COMPANY_REINSTATED = "company.reinstated"
    ORDER_GROUP_PLACED = "order_group.placed"
    ORDER_PLACED = "order.placed"
    ORDER_PAID = "order.paid"
    ORDER_ACCEPTED = "order.accepted"
    ORDER_SHIPPED = "order.shipped"
    ORDER_TRACKING_CORRECTED = "order.tracking_corrected"
    ORDER_PARCEL_DELIVERED = "order.parcel_delivered"
    ORDER_DELIVERED = "order.delivered"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_PART_CANCELLED = "order.part_cancelled"
    ORDER_CANCEL_REQUESTED = "order.cancel_requested"
    ORDER_CANCEL_DECLINED = "order.cancel_declined"
    ORDER_REMINDED = "order.reminded"
    ORDER_SETTLED = "order.settled"
    ORDER_REFUNDED = "order.refunded"
    ORDER_REFUND_FAILED = "order.refund_failed"
    RETURN_REQUESTED = "return.requested"
    RETURN_APPROVED = "return.approved"
    RETURN_REFUSED = "return.refused"
    RETURN_RECEIVED = "return.received"
    RETURN_REFUNDED = "return.refunded"
    PAYOUT_REQUESTED = "payout.requested"
    PAYOUT_HELD = "payout.held"
    PAYOUT_APPROVED = "payout.approved"
    PAYOUT_RELEASED = "payout.released"
    PAYOUT_CANCELLED = "payout.cancelled"
    PAYOUT_SENT = "payout.sent"
    PAYOUT_PAID = "payout.paid"
    PAYOUT_FAILED = "payout.failed"
    PAYOUT_RETURNED = "payout.returned"


def topic_of(action: AuditAction) -> Topic:
    """The event of what the trail calls `area:noun:verbed`: `return.approved` of `order:return:approved`."""
    _, noun, verbed = action.split(":")
    return Topic(f"{noun}.{verbed}")

"""What a letter about an order says, read when it is sent: to whom, about which goods, with which links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from marketplace.domain.orders.orders import order_number
from marketplace.domain.permissions import Role
from marketplace.kit.tenancy import prepared
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import weekday
from marketplace.queries.formatting.line_metadata import wishes_of
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.order_parts import OrderParts, buyer_name, payment_of, read_lines, read_parts
from marketplace.queries.shared.transfer_details import TransferDetails, find_transfer

Data = dict[str, Any]


@dataclass(frozen=True)
class OrderContext:
    """One order with everything around it."""

    order: Order
    group: OrderGroup
    vendor: Vendor
    store: Tenant
    parts: OrderParts
    payment: Payment | None


_GROUP = prepared(select(OrderGroup).where(OrderGroup.id == bindparam("group")))
_WITH_VENDOR = (col(Vendor.id) == Order.vendor_id) & (col(Vendor.tenant_id) == Order.tenant_id)
_ORDERS = prepared(
    select(Order, Vendor.name, Tenant)
    .join(Vendor, _WITH_VENDOR)
    .join(Tenant, col(Tenant.id) == Order.tenant_id)
    .where(Order.group_id == bindparam("group"))
    .order_by(col(Order.position))
)
_AROUND = prepared(
    select(Order, OrderGroup, Vendor, Tenant)
    .join(OrderGroup, (col(OrderGroup.id) == Order.group_id) & (col(OrderGroup.tenant_id) == Order.tenant_id))
    .join(Vendor, _WITH_VENDOR)
    .join(Tenant, col(Tenant.id) == Order.tenant_id)
    .where(Order.id == bindparam("order"))
)


def letter_data(db: Session, letter: str, aggregate_id: str, event: Mapping[str, Any]) -> Data | None:
    """The values of one letter; None when there is nobody to tell, or nothing to tell any more.

    `event` is what the event carried: a reason, a parcel, lines. Everything else is as it is now.
    """
    if letter in ("order_placed", "order_paid", "order_link"):
        return _of_group(db, letter, aggregate_id)
    context = _context_of(db, aggregate_id)
    if context is None:
        return None
    about = _BUYERS.get(letter)
    if about is not None:
        extra = about(db, context, event)
        return None if extra is None else _to_buyer(context, event) | extra
    extra = _VENDORS[letter](context, event)
    return None if extra is None else _to_vendor(db, context, event) | extra


def _of_group(db: Session, letter: str, aggregate_id: str) -> Data | None:
    """`order_paid` comes with each order; only the first of a group whose money was awaited tells the buyer."""
    group = db.exec(_GROUP, params={"group": aggregate_id}).first()
    if group is None:
        order = db.exec(select(Order).where(Order.id == aggregate_id)).first()
        if order is None or order.position != 1:
            return None
        group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id)).one()
    payment = payment_of(db, group.id)
    if letter == "order_paid" and not _came_later(group, payment):
        return None
    rows = db.exec(_ORDERS, params={"group": group.id}).all()
    lines, store = read_lines(db, [order for order, _, _ in rows]), rows[0][2]
    return {
        "to": group.email,
        "name": str(group.shipping_address.get("first_name", "")),
        "store": store.name,
        "number": str(group.number),
        "path": _path(store, group),
        "total": money(group.total_amount, group.currency),
        "shipping": money(group.shipping_amount, group.currency),
        "tax": money(group.tax_amount, group.currency),
        "is_awaiting": payment is not None and payment.status == "awaiting",
        "transfer": _transfer(find_transfer(db, group, payment), store, group),
        "parts": [
            {
                "vendor": vendor,
                "number": order_number(group.number, order.position),
                "lines": [_line(line, group) for line in lines[order.id]],
            }
            for order, vendor, _ in rows
        ],
    }


def _transfer(details: TransferDetails | None, store: Tenant, group: OrderGroup) -> Data | None:
    if details is None:
        return None
    code_path = f"/s/{store.handle}/orders/{group.number}/transfer.png?key={group.key()}" if details.code else ""
    return {
        "holder": details.holder,
        "iban": details.iban,
        "bic": details.bic,
        "reference": details.reference,
        "amount": money(details.amount, details.currency),
        "code_path": code_path,
    }


def _context_of(db: Session, order_id: str) -> OrderContext | None:
    row = db.exec(_AROUND, params={"order": order_id}).first()
    if row is None:
        return None
    order, group, vendor, store = row
    return OrderContext(
        order=order,
        group=group,
        vendor=vendor,
        store=store,
        parts=read_parts(db, [order])[order.id],
        payment=payment_of(db, group.id),
    )


def _to_buyer(context: OrderContext, event: Mapping[str, Any]) -> Data:
    return {
        "to": context.group.email,
        "name": str(context.group.shipping_address.get("first_name", "")),
        "store": context.store.name,
        "vendor": context.vendor.name,
        "reason": str(event.get("reason", "")),
        "number": order_number(context.group.number, context.order.position),
        "path": _path(context.store, context.group),
    }


def _to_vendor(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data:
    ship_by = context.order.ship_by.astimezone(ZoneInfo(context.vendor.time_zone)) if context.order.ship_by else None
    return {
        "to": context.vendor.email or _owner(db, context.vendor),
        "store": context.store.name,
        "vendor": context.vendor.name,
        "buyer": buyer_name(context.group.shipping_address, context.group.email),
        "reason": str(event.get("reason", "")),
        "number": order_number(context.group.number, context.order.position),
        "path": f"/vendor/orders/{context.order.id}",
        "total": money(context.order.total_amount, context.order.currency),
        "lines": _all(context),
        "ship_by": f"{weekday(ship_by.date())}, {ship_by:%H:%M}" if ship_by else "",
    }


def _shipped(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    parcel = next((p for p in context.parts.parcels if p.id == event.get("parcel")), None)
    if parcel is None:
        return None
    packed = context.parts.packed[parcel.id]
    is_last = context.order.shipped_at is not None and parcel is context.parts.parcels[-1]
    return {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
        "is_last": is_last,
        "is_rest": is_last and len(context.parts.parcels) > 1,
        "lines": _chosen(context, {row.order_line_id: row.quantity for row in packed}),
    }


def _delivered(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    return {}


def _cancelled(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    """A purchase that was never paid is cancelled as one: its first order tells."""
    if event.get("unpaid"):
        data = {"lines": [], "is_part": False, "is_paid": False, "number": str(context.group.number)}
        return data if context.order.position == 1 else None
    is_part, is_paid = context.order.cancelled_at is None, event.get("paid_back", 1) > 0
    return {"lines": _chosen(context, event.get("lines") or {}), "is_part": is_part, "is_paid": is_paid}


def _refunded(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    refund = next((r for r in context.parts.refunds if r.id == event.get("refund_id")), _last(context.parts.refunds))
    if refund is None or not refund.amount:
        return None
    return {
        "amount": money(refund.amount, refund.currency),
        "method": context.payment.method_label if context.payment else "",
        "reason": refund.reason,
    }


def _return_decided(db: Session, context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    row = next((r for r in context.parts.returns if r.id == event.get("return_id")), None)
    if row is None:
        return None
    return {"is_approved": row.status != "refused", "lines": _chosen(context, _back(row.lines)), "reason": row.note}


def _as_it_is(context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    return {}


def _announced(context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    return {} if context.order.status == "awaiting_payment" else None


def _overdue(context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    return {} if context.order.status == "to_fulfil" and context.order.accepted_at is None else None


def _taken_away(context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    """What the vendor cancelled itself, and what it was never asked to send, needs no letter."""
    if event.get("by_vendor"):
        return None
    chosen = event.get("lines")
    lines = _chosen(context, chosen) if chosen else _all(context)
    return {"lines": lines, "is_part": context.order.cancelled_at is None}


def _return_asked(context: OrderContext, event: Mapping[str, Any]) -> Data | None:
    row = next((r for r in context.parts.returns if r.id == event.get("return_id")), None)
    return {"lines": _chosen(context, _back(row.lines)), "reason": row.reason} if row else None


_BUYERS = {
    "order_shipped": _shipped,
    "order_delivered": _delivered,
    "order_cancelled": _cancelled,
    "order_cancel_declined": _delivered,
    "order_refunded": _refunded,
    "order_return_decided": _return_decided,
}
_VENDORS = {
    "vendor_order_announced": _announced,
    "vendor_order_new": _as_it_is,
    "vendor_order_cancelled": _taken_away,
    "vendor_cancel_requested": _as_it_is,
    "vendor_return_requested": _return_asked,
    "vendor_order_overdue": _overdue,
}


def _line(line: OrderLine, group: OrderGroup, quantity: int | None = None) -> Data:
    title = ", ".join(filter(None, (line.title, line.variant_title, wishes_of(line.meta))))
    return {
        "title": title,
        "sku": line.sku,
        "quantity": line.quantity if quantity is None else quantity,
        "price": money(line.shown_amount(inclusive=group.is_tax_inclusive), group.currency),
    }


def _chosen(context: OrderContext, wanted: Mapping[str, int]) -> list[Data]:
    lines = (line for line in context.parts.lines if wanted.get(line.id))
    return [_line(line, context.group, int(wanted[line.id])) for line in lines]


def _all(context: OrderContext) -> list[Data]:
    return [_line(line, context.group) for line in context.parts.lines]


def _back(lines: list[dict[str, Any]]) -> dict[str, int]:
    return {str(entry["order_line_id"]): int(entry["quantity"]) for entry in lines}


def _last(refunds: tuple[Refund, ...]) -> Refund | None:
    return refunds[-1] if refunds else None


def _path(store: Tenant, group: OrderGroup) -> str:
    return f"/s/{store.handle}/orders/{group.number}?key={group.key()}"


def _came_later(group: OrderGroup, payment: Payment | None) -> bool:
    """Whether the money came some time after the order: a card is charged at once, and needs no second letter."""
    if payment is None or payment.captured_at is None:
        return False
    return (payment.captured_at - group.placed_at).total_seconds() > 60


def _owner(db: Session, vendor: Vendor) -> str:
    return (
        db.exec(
            select(User.email)
            .join(Membership, col(Membership.user_id) == User.id)
            .where(
                Membership.vendor_id == vendor.id, Membership.role == Role.VENDOR_MEMBER, Membership.title == "owner"
            )
            .order_by(Membership.id)
        ).first()
        or ""
    )

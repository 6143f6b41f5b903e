"""A vendor's order as programs read it. What opens the whole purchase is nothing for a vendor: no id of it is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.api.http.responses import major
from marketplace.api.store.serializer_parts import address_json
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.orders.orders import order_number
from marketplace.domain.stores.taxes import Tax
from marketplace.kit.clock import iso
from marketplace.queries.desk_api.orders import DeskOrder
from marketplace.queries.shared.order_facts import OrderLineFacts, ParcelFacts, RefundFacts, ReturnFacts

SHORT = (
    "id",
    "display_id",
    "status",
    "is_late",
    "is_accepted",
    "po_number",
    "email",
    "currency_code",
    "total",
    "refunded_total",
    "accept_by",
    "ship_by",
    "cancel_requested_at",
    "created_at",
)
_RELATIONS = ("items", "shipping_address", "fulfillments", "fulfillments.items", "returns", "returns.items", "refunds")
DEFAULT = ("*", *(f"*{name}" for name in _RELATIONS))


def order_json(one: DeskOrder) -> dict[str, Any]:
    """The order with its lines, parcels, returns and refunds; amounts are major units, without tax unless said."""
    order, group = one.order, one.group
    key = order.id.partition("_")[2]

    def m(amount: int) -> int | float:
        return major(amount, order.currency)

    return {
        "id": order.id,
        "display_id": order_number(group.number, order.position),
        "status": order.status,
        "is_late": one.is_late,
        "is_accepted": order.accepted_at is not None,
        "vendor_id": order.vendor_id,
        "email": group.email,
        "po_number": group.po_number or None,
        "cost_centre": group.cost_centre or None,
        "tax_id": group.tax_id or None,
        "note": group.note or None,
        "currency_code": order.currency.lower(),
        "is_tax_inclusive": group.is_tax_inclusive,
        "item_subtotal": m(order.goods_amount),
        "discount_total": m(order.discount_amount),
        "shipping_subtotal": m(order.shipping_amount),
        "shipping_discount_total": m(order.given_shipping_amount),
        "shipping_tax_total": m(order.shipping_tax_amount),
        **_tax(
            "shipping_tax",
            Tax(
                order.shipping_tax_rate_bps,
                order.shipping_tax_category,
                order.shipping_tax_reason,
                order.shipping_tax_reason_code,
            ),
        ),
        "tax_total": m(order.tax_amount),
        "total": m(order.total_amount),
        "refunded_total": m(order.refunded_amount),
        "shipping_method": order.shipping_name,
        "invoice_number": order.invoice_number or None,
        "created_at": iso(order.created_at),
        "paid_at": _iso(order.paid_at),
        "accept_by": _iso(order.accept_by),
        "ship_by": _iso(order.ship_by),
        "accepted_at": _iso(order.accepted_at),
        "shipped_at": _iso(order.shipped_at),
        "delivered_at": _iso(order.delivered_at),
        "cancelled_at": _iso(order.cancelled_at),
        "cancel_requested_at": _iso(order.cancel_requested_at),
        "shipping_address": address_json(group.shipping_address, f"ordaddr_s{key}"),
        "items": [_item(line, one.pieces[line.id], order.currency) for line in one.lines],
        "fulfillments": [_parcel(one, parcel) for parcel in one.parcels],
        "returns": [_return(row) for row in one.returns],
        "refunds": [_refund(row) for row in one.refunds],
    }


def _item(line: OrderLineFacts, piece: Pieces, currency: str) -> dict[str, Any]:
    def m(amount: int) -> int | float:
        return major(amount, currency)

    return {
        "id": line.id,
        "title": line.title,
        "variant_title": line.variant_title,
        "sku": line.sku,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "offer_id": line.offer_id,
        "metadata": line.meta,
        "thumbnail": line.picture or None,
        "quantity": line.quantity,
        "open_quantity": max(0, piece.open),
        "fulfilled_quantity": line.fulfilled_quantity,
        "cancelled_quantity": line.cancelled_quantity,
        "returned_quantity": line.returned_quantity,
        "unit_price": m(line.unit_amount),
        "discount_total": m(line.discount_amount),
        "tax_total": m(line.tax_amount),
        "total": m(line.total_amount),
        **_tax("tax", Tax(line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code)),
    }


def _tax(of: str, tax: Tax) -> dict[str, Any]:
    """Rate in per cent, VAT category (UNTDID 5305), and at 0 % the ground with its VATEX code."""
    return {
        f"{of}_rate": tax.rate_bps / 100,
        f"{of}_category": tax.category or None,
        f"{of}_reason": tax.reason or None,
        f"{of}_reason_code": tax.reason_code or None,
    }


def _parcel(one: DeskOrder, parcel: ParcelFacts) -> dict[str, Any]:
    return {
        "id": parcel.id,
        "number": parcel.number,
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number or None,
        "tracking_url": parcel.tracking_url or None,
        "shipped_at": iso(parcel.shipped_at),
        "delivered_at": _iso(parcel.delivered_at),
        "items": [{"id": row.order_line_id, "quantity": row.quantity} for row in one.packed.get(parcel.id, ())],
    }


def _return(row: ReturnFacts) -> dict[str, Any]:
    items = [{"id": str(entry["order_line_id"]), "quantity": int(entry["quantity"])} for entry in row.lines]
    return {
        "id": row.id,
        "status": row.status,
        "reason": row.reason,
        "answer": row.note or None,
        "items": items,
        "created_at": iso(row.created_at),
    }


def _refund(row: RefundFacts) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status,
        "amount": major(row.amount, row.currency),
        "currency_code": row.currency.lower(),
        "reason": row.reason,
        "failure": row.failure or None,
        "created_at": iso(row.created_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)

"""A purchase as the store API writes it: one order, with the vendors' orders inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from marketplace.api.http.responses import major, with_raw
from marketplace.api.store.order_item_serializer import Products, item_json, seller_of, sum_of_line
from marketplace.api.store.payment_serializer import provider_id
from marketplace.api.store.serializer_parts import address_json, adjustment, promotion_json, sales_channel_of, tax_lines
from marketplace.api.store.statuses import fulfilment_status, group_status, order_status, paid_amount, payment_status
from marketplace.api.store.totals import Sum, added, freight_off, grand_totals, line_totals, sum_of_freight
from marketplace.kit.clock import iso
from marketplace.queries.shared.open_stores import OpenStore
from marketplace.queries.shared.order_facts import GroupFacts, ParcelFacts, PartFacts, SellerFacts
from marketplace.queries.store_api.carts import promotion_facts
from marketplace.queries.store_api.orders import OrderFacts, find_group, read_order_facts, rest_of_cart
from marketplace.queries.store_api.products import find_by_variants

_RELATIONS = (
    "items",
    "items.detail",
    "items.tax_lines",
    "items.adjustments",
    "items.variant",
    "items.variant.product",
    "items.variant.product.collection",
    "items.product",
    "items.seller",
    "shipping_address",
    "billing_address",
    "shipping_methods",
    "shipping_methods.tax_lines",
    "shipping_methods.adjustments",
    "shipping_methods.seller",
    "payment_collections",
    "payment_collections.payments",
    "fulfillments",
    "fulfillments.items",
    "fulfillments.labels",
    "vendor_orders",
    "vendor_orders.seller",
    "vendor_orders.fulfillments",
    "credit_lines",
    "promotions",
    "promotions.application_method",
)
DEFAULT = ("*", *(f"*{name}" for name in _RELATIONS))
SHORT = (
    "id",
    "status",
    "summary",
    "display_id",
    "custom_display_id",
    "total",
    "currency_code",
    "metadata",
    "created_at",
    "updated_at",
)
LISTED = (
    *SHORT,
    "version",
    "payment_status",
    "fulfillment_status",
    "*items",
    "*items.detail",
    "*items.tax_lines",
    "*items.adjustments",
)


def read_order(db: Session, store: OpenStore, group_id: str) -> dict[str, Any]:
    """The document of a purchase for who bought it just now, with the cart in which the rest goes on.

    The id of a guest's cart is its secret: who reads the purchase later is not told of one.
    """
    group = find_group(db, group_id)
    return {**whole_order(db, store, group), "remaining_cart_id": rest_of_cart(db, group) or None}


def whole_order(db: Session, store: OpenStore, group: GroupFacts) -> dict[str, Any]:
    """The document of this purchase."""
    facts = read_order_facts(db, group)
    every = [line.variant_id for lines in facts.lines.values() for line in lines]
    return order_json(facts, find_by_variants(db, store.id, every))


def order_json(facts: OrderFacts, products: Products) -> dict[str, Any]:
    """The purchase; `vendor_orders` has each vendor's part with its own status, totals and parcels."""
    group = facts.group
    items, freight = _sums(facts, facts.orders)
    address_key = group.id.partition("_")[2]
    rows = [(order, vendor, line) for order, vendor in facts.orders for line in facts.lines.get(order.id, ())]
    return {
        "id": group.id,
        "display_id": group.number,
        "custom_display_id": None,
        "status": group_status(facts),
        "payment_status": payment_status(facts),
        "fulfillment_status": fulfilment_status(facts),
        "version": 1,
        "summary": _summary(facts),
        "currency_code": group.currency.lower(),
        "region_id": group.region_id,
        "sales_channel_id": sales_channel_of(group.tenant_id),
        "customer_id": facts.customer_id,
        "email": group.email,
        "metadata": group.meta or None,
        "locale": None,
        "created_at": iso(group.placed_at),
        "updated_at": iso(group.placed_at),
        **grand_totals(items, freight, group.currency),
        "credit_lines": [],
        "items": [item_json(facts, order, vendor, line, products) for order, vendor, line in rows],
        "shipping_address": _address(facts, group.shipping_address, f"ordaddr_s{address_key}"),
        "billing_address": _address(facts, group.billing_address, f"ordaddr_b{address_key}"),
        "shipping_methods": [_method(facts, order, vendor) for order, vendor in facts.orders],
        "payment_collections": _collections(facts),
        "fulfillments": [_parcel(facts, one) for order, _ in facts.orders for one in facts.parcels.get(order.id, ())],
        "vendor_orders": [_part(facts, order, vendor) for order, vendor in facts.orders],
        "promotions": [_promotion(group, one) for one in group.promotions],
        "po_number": group.po_number or None,
        "cost_centre": group.cost_centre or None,
        "tax_id": group.tax_id or None,
        "note": group.note or None,
    }


def _promotion(group: GroupFacts, one: Mapping[str, Any]) -> dict[str, Any]:
    shown = promotion_json(promotion_facts(one), group.currency, inclusive=group.is_tax_inclusive)
    return {**shown, "saved": major(one["amount"], group.currency)}


def _sums(facts: OrderFacts, orders: Iterable[tuple[PartFacts, SellerFacts]]) -> tuple[Sum, Sum]:
    chosen = [order for order, _ in orders]
    items = added(sum_of_line(facts, line) for order in chosen for line in facts.lines.get(order.id, ()))
    return items, added(_freight(order) for order in chosen)


def _freight(order: PartFacts) -> Sum:
    return sum_of_freight(
        order.shipping_amount, order.shipping_tax_amount, order.given_shipping_amount, order.shipping_tax_rate_bps
    )


def _part(facts: OrderFacts, order: PartFacts, vendor: SellerFacts) -> dict[str, Any]:
    """One vendor's order, numbered `1042-1`."""
    items, freight = _sums(facts, [(order, vendor)])
    return {
        "id": order.id,
        "display_id": f"{facts.group.number}-{order.position}",
        "seller": seller_of(vendor),
        "status": order_status(order.status),
        "fulfillment_status": fulfilment_status(facts, order),
        "currency_code": order.currency.lower(),
        **grand_totals(items, freight, order.currency),
        "refunded_total": major(order.refunded_amount, order.currency),
        "item_ids": [line.id for line in facts.lines.get(order.id, ())],
        "fulfillments": [_parcel(facts, one) for one in facts.parcels.get(order.id, ())],
        "created_at": iso(order.created_at),
    }


def _address(facts: OrderFacts, address: Mapping[str, Any] | None, key: str) -> dict[str, Any] | None:
    shown, made = address_json(address, key), iso(facts.group.placed_at)
    more = {"customer_id": facts.customer_id, "metadata": None, "created_at": made, "updated_at": made}
    return {**shown, **more, "deleted_at": None} if shown else None


def _summary(facts: OrderFacts) -> dict[str, Any]:
    group = facts.group
    cancelled = sum(order.total_amount for order, _ in facts.orders if order.status == "cancelled")
    refunded = sum(order.refunded_amount for order, _ in facts.orders)
    paid = paid_amount(facts)
    due = group.total_amount - cancelled if not paid else 0
    sums = {
        "paid_total": paid,
        "refunded_total": refunded,
        "accounting_total": group.total_amount - refunded,
        "credit_line_total": 0,
        "transaction_total": paid - refunded,
        "pending_difference": due,
        "current_order_total": group.total_amount - cancelled,
        "original_order_total": group.total_amount,
    }
    return with_raw({name: major(amount, group.currency) for name, amount in sums.items()})


def _method(facts: OrderFacts, order: PartFacts, vendor: SellerFacts) -> dict[str, Any]:
    freight = _freight(order)
    inclusive = facts.group.is_tax_inclusive
    key = order.id.partition("_")[2]
    return {
        "id": f"ordsm_{key}",
        "name": order.shipping_name,
        "description": None,
        "order_id": facts.group.id,
        "is_tax_inclusive": inclusive,
        "is_custom_amount": False,
        "shipping_option_id": order.shipping_option_id,
        "data": {},
        "metadata": None,
        "created_at": iso(order.created_at),
        "updated_at": iso(order.created_at),
        "deleted_at": None,
        "seller": seller_of(vendor),
        "adjustments": [
            adjustment(f"ordsmadj_{key}", one, freight_off(freight, inclusive=inclusive), order.currency)
            for one in order.shipping_discounts
        ],
        "tax_lines": tax_lines(f"ordsmtxl_{key}", order.shipping_tax_rate_bps),
        **with_raw(
            {
                "amount": major(freight.gross if inclusive else freight.net, order.currency),
                **line_totals(freight, order.currency),
            }
        ),
        "detail": {
            "id": f"ordspmv_{key}",
            "version": 1,
            "order_id": facts.group.id,
            "return_id": None,
            "exchange_id": None,
            "claim_id": None,
            "created_at": iso(order.created_at),
            "updated_at": iso(order.created_at),
            "deleted_at": None,
            "shipping_method_id": f"ordsm_{key}",
        },
    }


def _parcel(facts: OrderFacts, one: ParcelFacts) -> dict[str, Any]:
    items = [
        {"line_item_id": line.order_line_id, "quantity": line.quantity, "id": line.id}
        for line in facts.parcel_lines.get(one.id, ())
    ]
    label = {"tracking_number": one.tracking_number, "tracking_url": one.tracking_url, "label_url": ""}
    return {
        "id": one.id,
        "provider_id": "manual_manual",
        "packed_at": iso(one.shipped_at),
        "shipped_at": iso(one.shipped_at),
        "delivered_at": iso(one.delivered_at) if one.delivered_at else None,
        "canceled_at": None,
        "data": {"carrier": one.carrier},
        "items": items,
        "labels": [label] if one.tracking_number else [],
        "created_at": iso(one.created_at),
    }


def _collections(facts: OrderFacts) -> list[dict[str, Any]]:
    payment, group = facts.payment, facts.group
    if payment is None:
        return []
    captured, made = iso(payment.captured_at) if payment.captured_at else None, iso(payment.created_at)
    amount = major(payment.amount, group.currency)
    paid = {
        "id": payment.id,
        "amount": amount,
        "currency_code": group.currency.lower(),
        "provider_id": provider_id(payment.provider),
        "captured_at": captured,
        "data": {"label": payment.method_label},
    }
    sums = {
        "amount": amount,
        "authorized_amount": amount,
        "captured_amount": amount if captured else 0,
        "refunded_amount": major(payment.refunded_amount, group.currency),
    }
    return [
        {
            "id": f"pay_col_{group.id.partition('_')[2]}",
            "currency_code": group.currency.lower(),
            "status": "completed" if captured else "authorized",
            "completed_at": captured,
            "metadata": None,
            "created_at": made,
            "updated_at": captured or made,
            "deleted_at": None,
            **with_raw(sums),
            "payments": [paid],
            "payment_sessions": [],
            "payment_status": payment_status(facts),
        }
    ]

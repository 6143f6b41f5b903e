"""Orders as values, for APIs that tell most of their columns. Amounts are minor units of the order's currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class GroupFacts:
    """A purchase, over all its vendors. Its id opens every part."""

    id: str
    tenant_id: str
    number: int
    cart_id: str | None
    region_id: str
    currency: str
    user_id: str | None
    company_location_id: str | None  # the place that it was bought for
    acted_by: str  # who bought it in the buyer's name
    email: str
    shipping_address: Mapping[str, Any]
    billing_address: Mapping[str, Any]
    total_amount: int
    is_tax_inclusive: bool
    po_number: str
    cost_centre: str
    tax_id: str
    note: str
    meta: Mapping[str, Any]
    promotions: Sequence[Mapping[str, Any]]
    placed_at: datetime


@dataclass(frozen=True)
class SellerFacts:
    """Which vendor a thing comes from."""

    id: str
    name: str
    handle: str


@dataclass(frozen=True)
class PartFacts:
    """One vendor's order."""

    id: str
    vendor_id: str
    position: int
    status: str
    currency: str
    goods_amount: int
    discount_amount: int
    shipping_amount: int
    shipping_tax_amount: int
    shipping_tax_rate_bps: int
    shipping_tax_category: str
    shipping_tax_reason: str
    shipping_tax_reason_code: str
    tax_amount: int
    total_amount: int
    refunded_amount: int
    given_shipping_amount: int
    shipping_discounts: Sequence[Mapping[str, Any]]
    shipping_name: str
    shipping_option_id: str | None
    invoice_number: str
    accept_by: datetime | None
    ship_by: datetime | None
    paid_at: datetime | None
    accepted_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancel_requested_at: datetime | None
    cancelled_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class OrderLineFacts:
    """One article of an order, as it was called when it was bought."""

    id: str
    offer_id: str
    product_id: str
    variant_id: str
    product_handle: str
    title: str
    subtitle: str
    description: str
    variant_title: str
    sku: str
    barcode: str
    picture: str
    meta: dict[str, Any]
    quantity: int
    unit_amount: int
    compare_at_amount: int | None
    discount_amount: int
    discounts: Sequence[Mapping[str, Any]]
    tax_amount: int
    tax_rate_bps: int
    tax_category: str
    tax_reason: str
    tax_reason_code: str
    total_amount: int
    fulfilled_quantity: int
    cancelled_quantity: int
    returned_quantity: int
    created_at: datetime


@dataclass(frozen=True)
class PackedFacts:
    """How many pieces of a line are in a parcel."""

    id: str
    order_line_id: str
    quantity: int


@dataclass(frozen=True)
class ParcelFacts:
    """A parcel."""

    id: str
    number: int
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime
    delivered_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class ReturnFacts:
    """Goods that come back: `lines` have `order_line_id` and `quantity`; `note` is the vendor's answer."""

    id: str
    status: str
    reason: str
    note: str
    lines: Sequence[Mapping[str, Any]]
    created_at: datetime


@dataclass(frozen=True)
class RefundFacts:
    """Money that goes back."""

    id: str
    status: str
    amount: int
    currency: str
    reason: str
    failure: str
    created_at: datetime


@dataclass(frozen=True)
class PaymentFacts:
    """The money of a purchase, as its provider says."""

    id: str
    provider: str
    status: str
    amount: int
    refunded_amount: int
    method_label: str
    captured_at: datetime | None
    created_at: datetime

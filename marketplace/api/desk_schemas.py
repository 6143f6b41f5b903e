"""The documents of the desks' APIs, for their description. `fields` leaves parts out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from marketplace.api.store.schemas import Order, Page, Product, Shape


class Sales(BaseModel):
    """Without tax, in major units."""

    model_config = ConfigDict(extra="allow")

    orders: int
    total: float
    refunded: float


class Dashboard(BaseModel):
    """`sales`, `orders` and `balance` are null for somebody who may not see them."""

    vendor: dict[str, Any]
    store: dict[str, Any]
    currency_code: str = Field(examples=["eur"])
    sales: Sales | None
    orders: dict[str, int] | None
    products: dict[str, int]
    balance: dict[str, float] | None


class OneDashboard(BaseModel):
    dashboard: Dashboard


class DeskProduct(Product):
    """`status` is draft, proposed, published or archived; `version` goes into the next change."""

    status: str | None = None
    version: int | None = None
    tenant_id: str | None = None
    vendor_id: str | None = None


class DeskProducts(Page):
    products: list[DeskProduct]


class OneDeskProduct(BaseModel):
    product: DeskProduct


class Deleted(BaseModel):
    id: str
    object: str
    deleted: bool


class VendorOrder(Shape):
    """One vendor's part of a purchase."""

    display_id: str | None = Field(None, examples=["1042-1"])
    status: str | None = Field(None, examples=["to_fulfil"])
    currency_code: str | None = None
    total: float | None = None
    items: list[dict[str, Any]] = []
    fulfillments: list[dict[str, Any]] = []


class VendorOrders(Page):
    orders: list[VendorOrder]


class OneVendorOrder(BaseModel):
    order: VendorOrder


class FulfilledOrder(OneVendorOrder):
    """`fulfillment_id` is the parcel that left."""

    fulfillment_id: str


class Amounts(BaseModel):
    """`gross - commission - commission_tax` is `net`; major units, negative where it is given back."""

    model_config = ConfigDict(extra="allow")

    currency_code: str = Field(examples=["eur"])
    gross: float
    commission: float
    commission_tax: float
    net: float


class Transaction(Amounts):
    id: str
    kind: str = Field(description="sale, refund, adjustment, reserve or reserve_back")
    status: str
    order_id: str
    payout_id: str | None
    lines: list[dict[str, Any]]


class Transactions(Page):
    """`totals` are of everything that was asked for, by currency."""

    transactions: list[Transaction]
    totals: list[Amounts]


class Payout(Shape):
    number: str
    status: str
    currency_code: str
    amount: float


class Payouts(Page):
    payouts: list[Payout]


class OnePayout(BaseModel):
    payout: Payout


class Tenant(Shape):
    handle: str
    name: str
    is_active: bool
    default_currency_code: str
    currency_codes: list[str]
    figures: dict[str, Any]


class Tenants(Page):
    tenants: list[Tenant]


class OneTenant(BaseModel):
    tenant: Tenant


class NewTenant(OneTenant):
    """The key names the store to the store API."""

    publishable_key: str


class Vendor(Shape):
    tenant_id: str
    handle: str
    name: str
    status: str
    requirements: list[dict[str, Any]]


class Vendors(Page):
    vendors: list[Vendor]


class OneVendor(BaseModel):
    vendor: Vendor


class AdminOrder(Order):
    tenant_id: str | None = None


class AdminOrders(Page):
    orders: list[AdminOrder]


class OneAdminOrder(BaseModel):
    order: AdminOrder

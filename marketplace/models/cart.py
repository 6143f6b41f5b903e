"""A cart: one store, one currency, goods of several vendors."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from marketplace.kit.columns import StoreRow, belongs, json_field, json_of, moment, per_tenant
from marketplace.models.quoted import QuotedCart, QuotedGoods


class Cart(StoreRow, table=True):
    __table_args__ = (belongs("region_id", "region"), Index("ix_cart_tenant_user", "tenant_id", "user_id"))

    region_id: str
    currency: str
    user_id: str | None = None
    company_location_id: str | None = None
    token_hash: str | None = None  # of the cookie of a guest
    email: str = ""
    shipping_address: dict[str, Any] | None = json_field()
    billing_address: dict[str, Any] | None = json_field()
    tax_id: str = ""  # the buyer's, for the invoices
    note: str = ""  # for the vendors, copied to the orders
    meta: dict[str, Any] = json_field()
    checkout_draft: dict[str, Any] = json_field()  # what was typed and not yet bought, see `checkout_drafts`
    payment_choice: dict[str, Any] = json_field()  # through the API, see `remote_carts.choose_payment`
    locale: str = ""
    quote_request_id: str | None = None  # of an awarded quote: bought as it was quoted, or not at all
    quoted: QuotedCart | None = json_of(QuotedCart, nullable=True)
    version: int = 0
    updated_at: datetime = moment(default_now=True)
    completed_at: datetime | None = moment()


class CartLine(StoreRow, table=True):
    __tablename__ = "cart_line"
    __table_args__ = (
        belongs("cart_id", "cart", on_delete="CASCADE"),
        belongs("offer_id", "offer"),
        Index(
            "uq_cart_line_same",
            "tenant_id",
            "cart_id",
            "offer_id",
            "saved_for_later",
            text("md5(meta::text)"),
            unique=True,
        ),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    cart_id: str
    offer_id: str
    quantity: int
    saved_for_later: bool = False
    seen_unit_amount: int | None = None  # what the shopper last saw, to tell them when it moved
    meta: dict[str, Any] = json_field()  # what a program wants to have remembered: another one is another line
    quoted: QuotedGoods | None = json_of(QuotedGoods, nullable=True)


class CartShipping(StoreRow, table=True):
    """The chosen delivery of one vendor's goods."""

    __tablename__ = "cart_shipping"
    __table_args__ = (
        per_tenant("cart_id", "vendor_id"),
        belongs("cart_id", "cart", on_delete="CASCADE"),
        belongs("vendor_id", "vendor"),
        belongs("shipping_option_id", "shipping_option"),
    )

    cart_id: str
    vendor_id: str
    shipping_option_id: str
    amount: int


class Promotion(StoreRow, table=True):
    __table_args__ = (
        per_tenant("code"),
        CheckConstraint("kind in ('percentage','fixed','free_shipping')", name="kind"),
        CheckConstraint("usage_limit is null or used <= usage_limit", name="usage"),
        CheckConstraint("budget_amount is null or spent_amount <= budget_amount", name="budget"),
    )

    code: str | None = None  # empty: applies by itself
    title: str
    kind: str
    value_bps: int | None = None
    value_amount: int | None = None
    currency: str | None = None
    target: dict[str, Any] = json_field()  # category, vendor, company
    description: str = ""
    cost_borne_by: str = "store"  # store | vendor | shared (half each)
    min_goods_amount: int | None = None  # minor units of `currency`
    per_customer_limit: int | None = None
    allows_contract_prices: bool = False
    priority: int = 0  # higher is applied first
    usage_limit: int | None = None
    used: int = 0
    budget_amount: int | None = None
    spent_amount: int = 0
    starts_at: datetime | None = moment()
    ends_at: datetime | None = moment()
    status: str = "active"


class CartPromotion(StoreRow, table=True):
    __tablename__ = "cart_promotion"
    __table_args__ = (
        per_tenant("cart_id", "promotion_id"),
        belongs("cart_id", "cart", on_delete="CASCADE"),
        belongs("promotion_id", "promotion"),
    )

    cart_id: str
    promotion_id: str


class PromotionUse(StoreRow, table=True):
    """One use of a promotion by one checkout: held with the stock, spent with the order, given back otherwise."""

    __tablename__ = "promotion_use"
    __table_args__ = (
        per_tenant("promotion_id", "checkout_id"),
        belongs("promotion_id", "promotion"),
        belongs("checkout_id", "checkout"),
        CheckConstraint("status in ('held','spent','released')", name="status"),
        Index("ix_promotion_use_checkout", "tenant_id", "checkout_id"),
    )

    promotion_id: str
    checkout_id: str
    user_id: str | None = None
    email: str = ""
    amount: int  # minor units of the checkout's currency
    status: str = "held"

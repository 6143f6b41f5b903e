"""What was bought: a group is what the buyer placed, an order is one vendor's part of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.domain.lifecycle import OrderStatus
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.taxes import TaxCategory
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant
from marketplace.kit.signed_links import link_key, verify


class OrderGroup(StoreRow, table=True):
    __tablename__ = "order_group"
    __table_args__ = (
        per_tenant("cart_id"),  # the second lock against a double checkout
        per_tenant("number"),
        belongs("region_id", "region"),
        belongs("cost_centre_id", "cost_centre"),
        Index("ix_order_group_tenant_user", "tenant_id", "user_id"),
        Index(
            "ix_order_group_company_location",
            "tenant_id",
            "company_location_id",
            postgresql_where=text("company_location_id is not null"),
        ),
    )

    number: int
    cart_id: str | None = None
    region_id: str
    currency: str
    user_id: str | None = None
    company_location_id: str | None = None
    email: str
    shipping_address: dict[str, Any] = json_field()
    billing_address: dict[str, Any] = json_field()
    goods_amount: int
    discount_amount: int = 0
    shipping_amount: int = 0
    tax_amount: int = 0
    total_amount: int
    is_tax_inclusive: bool = False  # whether prices were shown with tax; the amounts above are always without it
    po_number: str = ""
    cost_centre_id: str | None = None  # of the buying company
    cost_centre: str = ""  # its code and name as they were
    tax_id: str = ""  # the buyer's, in its one form (`domain.tax_numbers`)
    note: str = ""
    acted_by_id: str | None = Field(default=None, foreign_key="account.id")  # who placed it in the buyer's name
    acted_by: str = ""  # their name as it was
    meta: dict[str, Any] = json_field()
    promotions: list[dict[str, Any]] = json_field(list)  # as they were: id, title, code, kind, its value, amount
    placed_at: datetime = moment(default_now=True)

    def key(self) -> str:
        """What a guest's link carries: opens this purchase and nothing else, for as long as it exists."""
        return link_key("order_group", self.id)

    def is_of(self, actor: Actor, key: str = "") -> bool:
        """Whether this account bought it, or the key is that of its link. Who acts in a member's name sees what was
        bought for the company, and nothing that the member bought for themselves."""
        is_own = actor.user_id is not None and self.user_id == actor.user_id
        if actor.impersonator_id:
            is_own = is_own and any(self.company_location_id in grant.location_ids for grant in actor.grants)
        return is_own or bool(key and verify(key, "order_group", self.id))


class Order(StoreRow, table=True):
    __tablename__ = "vendor_order"
    __table_args__ = (
        per_tenant("group_id", "position"),
        belongs("group_id", "order_group"),
        belongs("vendor_id", "vendor"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in OrderStatus)})", name="status"),
        Index("ix_vendor_order_vendor", "tenant_id", "vendor_id", "created_at"),
        Index("ix_vendor_order_disputed", "tenant_id", "vendor_id", postgresql_where=text("disputed_at is not null")),
        Index("ix_vendor_order_work", "tenant_id", "vendor_id", "status", "ship_by"),
    )

    group_id: str
    vendor_id: str
    position: int  # 1042-1 is position 1 of group 1042
    status: str = OrderStatus.AWAITING_PAYMENT
    currency: str
    goods_amount: int
    discount_amount: int = 0
    shipping_amount: int = 0
    shipping_tax_amount: int = 0  # part of tax_amount
    shipping_tax_rate_bps: int = 0
    shipping_tax_category: str = TaxCategory.STANDARD
    shipping_tax_reason: str = ""
    shipping_tax_reason_code: str = ""
    tax_amount: int = 0  # counted per category and rate over lines and freight, then shared out
    total_amount: int
    refunded_amount: int = 0  # with tax and shipping; succeeded refunds only
    store_discount_amount: int = 0  # net, the part of the discounts that the store pays the vendor: its lines' sum
    given_shipping_amount: int = 0  # net, the freight that the store pays the vendor in the buyer's place
    shipping_discounts: list[dict[str, Any]] = json_field(list)  # which promotion gave it: as a line's `discounts`
    # 1: placed when tax was rounded per line, given freight counted as goods, store money followed the buyer's money
    calculation: int = 2
    shipping_name: str = ""
    shipping_option_id: str | None = None
    invoice_number: str = ""
    accept_by: datetime | None = moment()
    ship_by: datetime | None = moment()
    paid_at: datetime | None = moment()
    accepted_at: datetime | None = moment()
    shipped_at: datetime | None = moment()
    delivered_at: datetime | None = moment()
    disputed_at: datetime | None = moment()  # while set, nothing of it is paid out
    cancel_requested_at: datetime | None = moment()
    cancelled_at: datetime | None = moment()


class OrderLine(StoreRow, table=True):
    """Everything about the thing bought is copied: a later change of the product changes no order."""

    __tablename__ = "order_line"
    __table_args__ = (
        belongs("order_id", "vendor_order", on_delete="CASCADE"),
        belongs("offer_id", "offer"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            "refunded_quantity between 0 and quantity and refunded_tax_amount between 0 and tax_amount"
            " and refunded_store_amount between 0 and store_discount_amount",
            name="refunded",
        ),
        Index("ix_order_line_tenant_order", "tenant_id", "order_id"),
        Index("ix_order_line_offer", "tenant_id", "offer_id"),
    )

    order_id: str
    offer_id: str
    product_id: str
    variant_id: str
    category_id: str | None = None  # as it was: commission rules ask for it
    product_handle: str = ""
    title: str
    subtitle: str = ""
    description: str = ""
    variant_title: str = ""
    sku: str
    barcode: str = ""
    picture: str = ""
    meta: dict[str, Any] = json_field()  # what a program wanted to have remembered with the line
    quantity: int
    unit_amount: int
    compare_at_amount: int | None = None  # the base price at this quantity
    discount_amount: int = 0  # in the terms of unit_amount: with tax in regions that show tax
    # Of it by promotion: promotion_id, code, title, amount; without the first two where nobody knows any more.
    discounts: list[dict[str, Any]] = json_field(list)
    store_discount_amount: int = 0  # net, the part of the discount that the store pays the vendor
    tax_amount: int = 0
    tax_rate_bps: int = 0
    tax_category: str = TaxCategory.STANDARD  # empty: nobody had said why nothing is charged
    tax_reason: str = ""  # why the rate is 0, as invoices say it, and the code of its list
    tax_reason_code: str = ""
    total_amount: int  # what the buyer pays for the line, with tax
    # What succeeded refunds have given back: the buyer's money, the tax in it, pieces, the store's money.
    refunded_amount: int = 0
    refunded_tax_amount: int = 0
    refunded_quantity: int = 0
    refunded_store_amount: int = 0
    fulfilled_quantity: int = 0
    cancelled_quantity: int = 0
    returned_quantity: int = 0
    price_trace: list[dict[str, Any]] = json_field(list)

    def shown_amount(self, *, inclusive: bool) -> int:
        """What it came to after discounts as its buyer saw it. An exempt buyer's `unit_amount` is rounded: a thousand
        pieces do not cost a thousand times as much."""
        return self.total_amount if inclusive else self.total_amount - self.tax_amount


class OrderEvent(StoreRow, table=True):
    """The timeline of an order as both sides read it; `visible_to` is buyer, vendor or both."""

    __tablename__ = "order_event"
    __table_args__ = (
        belongs("order_id", "vendor_order", on_delete="CASCADE"),
        Index("ix_order_event_tenant_order", "tenant_id", "order_id"),
    )

    order_id: str
    kind: str
    text: str
    visible_to: str = "both"
    actor_id: str | None = None


class Fulfilment(StoreRow, table=True):
    """A parcel."""

    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("order_id", "vendor_order", on_delete="CASCADE"),
        Index("ix_fulfilment_order", "tenant_id", "order_id"),
    )

    order_id: str
    idempotency_key: str | None = None
    number: int = 1  # within its order
    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime = moment(default_now=True)
    delivered_at: datetime | None = moment()


class FulfilmentLine(StoreRow, table=True):
    __tablename__ = "fulfilment_line"
    __table_args__ = (
        per_tenant("fulfilment_id", "order_line_id"),
        belongs("fulfilment_id", "fulfilment", on_delete="CASCADE"),
        belongs("order_line_id", "order_line"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    fulfilment_id: str
    order_line_id: str
    quantity: int


class OrderTransfer(StoreRow, table=True):
    """A customer asks to have a purchase that was made as a guest in their account; its buyer decides by a letter."""

    __tablename__ = "order_transfer"
    __table_args__ = (
        belongs("group_id", "order_group"),
        CheckConstraint("status in ('requested','accepted','declined','cancelled')", name="status"),
        Index(
            "uq_order_transfer_open",
            "tenant_id",
            "group_id",
            unique=True,
            postgresql_where=text("status = 'requested'"),
        ),
    )

    group_id: str
    user_id: str = Field(foreign_key="account.id")
    token_hash: str | None = None  # none until the letter is written
    note: str = ""
    status: str = "requested"
    decided_at: datetime | None = moment()

"""Who sells a variant, at which price, under which quantity rules."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, moment, per_tenant


class Offer(StoreRow, table=True):
    __table_args__ = (
        per_tenant("variant_id", "vendor_id"),
        per_tenant("vendor_id", "sku"),
        belongs("variant_id", "variant", on_delete="CASCADE"),
        belongs("product_id", "product", on_delete="CASCADE"),
        belongs("vendor_id", "vendor"),
        CheckConstraint("min_quantity > 0 and quantity_step > 0", name="quantity"),
        Index("ix_offer_tenant_product", "tenant_id", "product_id"),
    )

    product_id: str
    variant_id: str
    vendor_id: str
    sku: str
    status: str = "live"  # live | paused
    lead_time_days: int = 1
    min_quantity: int = 1
    quantity_step: int = 1
    allows_backorder: bool = False
    shipping_profile_id: str | None = None


class PriceList(StoreRow, table=True):
    """Contract, group and sale lists; prices without a list are base prices. Higher priority wins, then lower price."""

    __tablename__ = "price_list"

    title: str
    kind: str  # contract_location | contract_company | group | store
    owner_id: str | None = None
    priority: int = 0
    starts_at: datetime | None = moment()
    ends_at: datetime | None = moment()
    status: str = "active"


class Price(StoreRow, table=True):
    """One step of a price: from `min_quantity` on, `amount` minor units or `percent_off_bps` off the first step."""

    __table_args__ = (
        belongs("offer_id", "offer", on_delete="CASCADE"),
        belongs("price_list_id", "price_list", on_delete="CASCADE"),
        CheckConstraint("min_quantity > 0", name="min_quantity"),
        CheckConstraint("(amount is null) <> (percent_off_bps is null)", name="kind"),
        CheckConstraint("amount >= 0 and percent_off_bps between 0 and 10000", name="range"),
        Index(
            "uq_price_step",
            "tenant_id",
            "offer_id",
            "currency",
            "price_list_id",
            "min_quantity",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    offer_id: str
    price_list_id: str | None = None
    currency: str = Field(max_length=3)
    min_quantity: int = 1
    amount: int | None = None  # minor units
    percent_off_bps: int | None = None

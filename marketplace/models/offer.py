"""Who sells a variant, at which price, under which quantity rules."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.domain.lifecycle import PriceListStatus
from marketplace.kit.columns import StoreRow, belongs, moment, per_tenant
from marketplace.kit.sql import compose


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
    cost_amount: int | None = (
        None  # what a piece costs the vendor, minor units of `cost_currency`; nobody else reads it
    )
    cost_currency: str = Field(default="", max_length=3)


class PriceList(StoreRow, table=True):
    """Contract, group and sale lists; prices without a list are base prices. Higher priority wins, then lower price.

    A list of a vendor has prices of that vendor's own offers alone.
    """

    __tablename__ = "price_list"
    __table_args__ = (
        belongs("vendor_id", "vendor"),
        CheckConstraint("kind in ('contract_location','contract_company','group','store')", name="kind"),
        CheckConstraint("(kind = 'store') = (owner_id is null)", name="owner"),
        CheckConstraint("status in ('active','archived')", name="status"),
        CheckConstraint("ends_at > starts_at", name="schedule"),
        Index("ix_price_list_owner", "tenant_id", "owner_id"),
        Index("ix_price_list_vendor", "tenant_id", "vendor_id"),
    )

    title: str
    kind: str  # contract_location | contract_company | group | store
    owner_id: str | None = None  # the place, company or group that it is for
    vendor_id: str | None = None  # whose list it is; the store's without one
    currency: str = Field(default="EUR", max_length=3)
    priority: int = 0
    starts_at: datetime | None = moment()
    ends_at: datetime | None = moment()
    status: str = PriceListStatus.ACTIVE


# Of a list `l`: whether it holds for the buyer `:company`, `:location` (both empty for a guest), whatever the day.
HOLDS_FOR_BUYER = """
    (l.status = 'active' and (l.kind = 'store'
        or (l.kind = 'contract_company' and l.owner_id = :company)
        or (l.kind = 'contract_location' and l.owner_id = :location)
        or (l.kind = 'group' and l.owner_id in (
            select g.group_id from company_group_member g
            where g.company_id = :company and g.tenant_id = l.tenant_id))))
"""

# What an offer of `:offers` costs that buyer in `:currency`: its steps, and the lists that they stand on by id.
_PRICES = """
    select i.offer_id, jsonb_agg(jsonb_build_array(i.price_list_id, i.currency, i.min_quantity, i.amount,
            i.percent_off_bps)) as steps,
        coalesce(jsonb_object_agg(l.id, jsonb_build_array(l.kind, l.title, l.priority, l.starts_at, l.ends_at))
            filter (where l.id is not null), '{}') as lists
    from price i left join price_list l on l.id = i.price_list_id and l.tenant_id = i.tenant_id
    where i.tenant_id = :tenant and i.offer_id = any(cast(:offers as text[])) and i.currency = :currency
      and (l.id is null or $holds)
    group by 1
"""
PRICES_FOR_BUYER = compose(_PRICES, holds=HOLDS_FOR_BUYER)


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
        Index(
            "ix_price_of_list",
            "tenant_id",
            "price_list_id",
            "offer_id",
            postgresql_where=text("price_list_id is not null"),
        ),
    )

    offer_id: str
    price_list_id: str | None = None
    currency: str = Field(max_length=3)
    min_quantity: int = 1
    amount: int | None = None  # minor units
    percent_off_bps: int | None = None

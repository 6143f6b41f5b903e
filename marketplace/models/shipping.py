"""How a vendor delivers: one profile per vendor, with its rates."""

from sqlalchemy import CheckConstraint

from marketplace.kit.columns import StoreRow, belongs


class ShippingProfile(StoreRow, table=True):
    __tablename__ = "shipping_profile"
    __table_args__ = (belongs("vendor_id", "vendor"),)

    vendor_id: str
    name: str


class ShippingOption(StoreRow, table=True):
    """`flat`: `amount`; `by_weight`, `by_price`: `step_amount` per started step; free from `free_from_amount`."""

    __tablename__ = "shipping_option"
    __table_args__ = (
        belongs("profile_id", "shipping_profile", on_delete="CASCADE"),
        belongs("region_id", "region"),
        CheckConstraint("kind in ('flat','by_weight','by_price')", name="kind"),
    )

    profile_id: str
    region_id: str
    name: str
    kind: str = "flat"
    currency: str
    amount: int = 0  # minor units
    step_size: int | None = None  # grams or minor units per step
    step_amount: int | None = None  # minor units per started step
    free_from_amount: int | None = None
    min_order_amount: int | None = None
    days_min: int = 1
    days_max: int = 2

"""Figures of a vendor's day, refreshed in the background: what charts read instead of every order."""

from datetime import date

from marketplace.kit.columns import StoreRow, belongs, per_tenant


class VendorDay(StoreRow, table=True):
    """One vendor's day in one currency; amounts are minor units without tax."""

    __tablename__ = "vendor_day"
    __table_args__ = (per_tenant("vendor_id", "day", "currency"), belongs("vendor_id", "vendor"))

    vendor_id: str
    day: date  # in UTC
    currency: str
    orders: int = 0
    units: int = 0
    goods_amount: int = 0
    refunded_amount: int = 0
    commission_amount: int = 0

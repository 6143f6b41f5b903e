"""What lies where, and what is promised to a cart."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, FetchedValue, Index, Integer, text
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, moment, per_tenant


class StockLocation(StoreRow, table=True):
    __tablename__ = "stock_location"
    __table_args__ = (per_tenant("vendor_id", "name"), belongs("vendor_id", "vendor"))

    vendor_id: str
    name: str
    country: str = ""


class StockLevel(StoreRow, table=True):
    __tablename__ = "stock_level"
    __table_args__ = (
        per_tenant("offer_id", "location_id"),
        belongs("offer_id", "offer", on_delete="CASCADE"),
        belongs("location_id", "stock_location"),
        CheckConstraint("0 <= reserved and reserved <= on_hand", name="reserved"),
    )

    offer_id: str
    location_id: str
    on_hand: int = 0
    reserved: int = 0
    # What people put there and took away in all: on_hand + what was sold - what was put back. Begins as on_hand.
    stocked: int = Field(default=None, sa_column=Column(Integer, FetchedValue(), nullable=False))
    restock_on: date | None = None


class Reservation(StoreRow, table=True):
    __table_args__ = (
        belongs("stock_level_id", "stock_level"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("put_back_quantity between 0 and quantity", name="put_back"),
        CheckConstraint("status in ('held','committed','released','expired')", name="status"),
        Index("ix_reservation_checkout", "tenant_id", "checkout_id"),
        Index("ix_reservation_cart", "tenant_id", "cart_id", postgresql_where=text("status = 'held'")),
        Index("ix_reservation_line", "tenant_id", "order_line_id"),
        Index("ix_reservation_due", "expires_at", postgresql_where=text("status = 'held'")),
    )

    stock_level_id: str
    cart_id: str | None = None
    checkout_id: str | None = None
    cart_line_id: str | None = None  # for which line of the checkout's plan it is held
    order_line_id: str | None = None
    quantity: int
    put_back_quantity: int = 0  # of what was sold: how much lies on the shelf again
    status: str = "held"
    expires_at: datetime | None = moment()

"""Who wants a letter when goods come in."""

from marketplace.kit.columns import StoreRow, belongs, per_tenant


class StockNotice(StoreRow, table=True):
    """A wish, until its letter is sent; it is deleted then, or after a year."""

    __tablename__ = "stock_notice"
    __table_args__ = (per_tenant("offer_id", "email"), belongs("offer_id", "offer", on_delete="CASCADE"))

    offer_id: str
    email: str

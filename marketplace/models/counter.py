"""Numbers that people read: they count up per store and kind, without gaps that a rollback would leave."""

from marketplace.kit.columns import StoreRow, per_tenant


class Counter(StoreRow, table=True):
    __table_args__ = (per_tenant("name"),)

    name: str  # order, payout, invoice:<vendor>
    last: int = 0

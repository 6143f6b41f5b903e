"""Stock promised to a checkout: held, then sold or given back. `0 <= reserved <= on_hand` at every moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish_all
from marketplace.models.order import Checkout
from marketplace.models.stock import Reservation, StockLevel


class SoldOut(Conflict):
    """Not enough is left: `short` says how many of each offer can still be had."""

    def __init__(self, short: Mapping[str, int]) -> None:
        super().__init__("Some goods were sold to somebody else in the meantime. Your cart shows what is left.")
        self.short = dict(short)


# The condition is repeated in the update: at READ COMMITTED a reader sees stock that another has just taken.
_HOLD = text("""
    update stock_level set reserved = reserved + :quantity
    where id = :id and tenant_id = :tenant and on_hand - reserved >= :quantity
""")
_SELL = text("""
    update stock_level l set on_hand = l.on_hand - r.quantity, reserved = l.reserved - r.quantity
    from (select stock_level_id, sum(quantity)::int as quantity from reservation
          where tenant_id = :tenant and checkout_id = :checkout and status = 'held' group by 1) r
    where l.id = r.stock_level_id and l.tenant_id = :tenant
""")
_RELEASE = text("""
    update stock_level l set reserved = l.reserved - r.quantity
    from (select stock_level_id, sum(quantity)::int as quantity from reservation
          where tenant_id = :tenant and checkout_id = :checkout and status = 'held' group by 1) r
    where l.id = r.stock_level_id and l.tenant_id = :tenant
""")
_MARK = text("""
    update reservation set status = :status
    where tenant_id = :tenant and checkout_id = :checkout and status = 'held'
""")
_BIND = text("""
    update reservation r set status = 'committed', order_line_id = sold.line
    from stock_level l, unnest(cast(:offers as text[]), cast(:lines as text[])) as sold(offer, line)
    where r.tenant_id = :tenant and r.checkout_id = :checkout and r.status = 'held'
      and l.id = r.stock_level_id and l.tenant_id = r.tenant_id and l.offer_id = sold.offer
""")


def hold_stock(
    db: Session, checkout: Checkout, wanted: Mapping[str, int], *, backorder: Sequence[str], until: datetime
) -> None:
    """Hold `wanted` (offer -> pieces) for a checkout, all or nothing. Raises `SoldOut` naming every short offer.

    Rows are locked in the order of their ids, so that two carts with the same goods wait instead of deadlocking.
    An offer in `backorder` holds what is there and owes the rest.
    """
    levels = db.exec(
        select(StockLevel)
        .where(col(StockLevel.offer_id).in_(wanted), StockLevel.tenant_id == checkout.tenant_id)
        .order_by(col(StockLevel.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    free: dict[str, int] = {}
    for level in levels:
        free[level.offer_id] = free.get(level.offer_id, 0) + level.on_hand - level.reserved
    short = {o: free.get(o, 0) for o, q in wanted.items() if free.get(o, 0) < q and o not in backorder}
    if short:
        raise SoldOut(short)
    left = dict(wanted)
    for level in levels:
        taken = min(left[level.offer_id], level.on_hand - level.reserved)
        if taken > 0:
            left[level.offer_id] -= taken
            _hold(db, checkout, level, taken, until)
    _tell(db, checkout)


def _hold(db: Session, checkout: Checkout, level: StockLevel, quantity: int, until: datetime) -> None:
    asked = {"id": level.id, "tenant": level.tenant_id, "quantity": quantity}
    if db.connection().execute(_HOLD, asked).rowcount != 1:
        raise SoldOut({level.offer_id: 0})
    db.add(
        Reservation(
            id=new_id("res"), tenant_id=checkout.tenant_id, stock_level_id=level.id, cart_id=checkout.cart_id,
            checkout_id=checkout.id, quantity=quantity, expires_at=until,
        )
    )  # fmt: skip
    db.flush()


def sell_stock(db: Session, checkout: Checkout, line_of_offer: Mapping[str, str]) -> None:
    """What was held leaves the shelf; each reservation is bound to its order line. What can be had is unchanged."""
    asked = {"tenant": checkout.tenant_id, "checkout": checkout.id}
    db.connection().execute(_SELL, asked)
    offers, lines = list(line_of_offer), list(line_of_offer.values())
    db.connection().execute(_BIND, {**asked, "offers": offers, "lines": lines})


def release_stock(db: Session, checkout: Checkout, *, expired: bool = False) -> None:
    """Give back what is held; nothing for a checkout that holds nothing."""
    asked = {"tenant": checkout.tenant_id, "checkout": checkout.id}
    db.connection().execute(_RELEASE, asked)
    db.connection().execute(_MARK, {**asked, "status": "expired" if expired else "released"})
    _tell(db, checkout)


_PRODUCTS = text("""
    select distinct o.product_id from reservation r
    join stock_level l on l.id = r.stock_level_id and l.tenant_id = r.tenant_id
    join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
    where r.tenant_id = :tenant and r.checkout_id = :checkout
""")


def _tell(db: Session, checkout: Checkout) -> None:
    rows = db.connection().execute(_PRODUCTS, {"tenant": checkout.tenant_id, "checkout": checkout.id}).all()
    publish_all(db, checkout.tenant_id, [("stock.changed", "product", product_id) for (product_id,) in rows])

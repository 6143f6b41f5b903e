"""Stock promised to a checkout: held, then sold or given back. `0 <= reserved <= on_hand` at every moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import Conflict
from marketplace.domain.topics import Topic
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish_all
from marketplace.models.checkout import Checkout


class SoldOut(Conflict):
    """Not enough is left: `short` says how many of each offer can still be had."""

    def __init__(self, short: Mapping[str, int]) -> None:
        super().__init__("Some goods were sold to somebody else in the meantime. Your cart shows what is left.")
        self.short = dict(short)


# Locked in the order of the ids, so that two carts with the same goods wait instead of deadlocking.
_LEVELS = text("""
    select l.id, l.offer_id, o.product_id, l.on_hand - l.reserved as free
    from stock_level l join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
    where l.tenant_id = :tenant and l.offer_id = any(:offers) order by l.id for update of l
""")
# The condition is repeated in the update: at READ COMMITTED a reader sees stock that another has just taken.
_HOLD = text("""
    with held as (
        update stock_level set reserved = reserved + :quantity
        where id = :level and tenant_id = :tenant and on_hand - reserved >= :quantity returning id)
    insert into reservation (id, tenant_id, stock_level_id, cart_id, checkout_id, cart_line_id, quantity, status,
        expires_at)
    select :id, :tenant, held.id, :cart, :checkout, :line, :quantity, 'held', :until from held
""")
_SELL = text("""
    with gone as (
        update stock_level l set on_hand = l.on_hand - r.quantity, reserved = l.reserved - r.quantity
        from (select stock_level_id, sum(quantity)::int as quantity from reservation
              where tenant_id = :tenant and checkout_id = :checkout and status = 'held' group by 1) r
        where l.id = r.stock_level_id and l.tenant_id = :tenant
        returning l.id)
    update reservation r set status = 'committed', order_line_id = sold.line
    from gone, unnest(cast(:asked as text[]), cast(:lines as text[])) as sold(asked, line)
    where r.tenant_id = :tenant and r.checkout_id = :checkout and r.status = 'held'
      and gone.id = r.stock_level_id and sold.asked = r.cart_line_id
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


@dataclass(frozen=True)
class Wanted:
    """Pieces of an offer for one line of a cart; several lines may want the same offer."""

    line_id: str
    offer_id: str
    quantity: int


@dataclass(frozen=True)
class Holder:
    """For what goods are held: a checkout of a cart, or the cart of a quote before its checkout."""

    tenant_id: str
    cart_id: str
    checkout_id: str | None = None


def hold_stock(
    db: Session, holder: Holder, wanted: Sequence[Wanted], *, backorder: Sequence[str], until: datetime
) -> None:
    """Hold what is wanted, all or nothing. Raises `SoldOut` naming every short offer.

    An offer in `backorder` holds what is there and owes the rest.
    """
    needed: dict[str, int] = {}
    for one in wanted:
        needed[one.offer_id] = needed.get(one.offer_id, 0) + one.quantity
    levels = db.connection().execute(_LEVELS, {"tenant": holder.tenant_id, "offers": list(needed)}).all()
    free: dict[str, int] = {}
    for level in levels:
        free[level.offer_id] = free.get(level.offer_id, 0) + level.free
    short = {o: free.get(o, 0) for o, q in needed.items() if free.get(o, 0) < q and o not in backorder}
    if short:
        raise SoldOut(short)
    for one, level, taken in _shared_out(wanted, levels):
        _hold(db, holder, one.line_id, level=level, quantity=taken, until=until)
    _publish_changes(db, holder.tenant_id, list(dict.fromkeys(level.product_id for level in levels)))


def _shared_out(wanted: Sequence[Wanted], levels: Sequence[Any]) -> Iterator[tuple[Wanted, Any, int]]:
    """Which line takes how many pieces from which shelf, shelf by shelf."""
    left = {one.line_id: one.quantity for one in wanted}
    for level in levels:
        free = level.free
        for one in wanted:
            taken = min(left[one.line_id], free) if one.offer_id == level.offer_id else 0
            if taken > 0:
                left[one.line_id] -= taken
                free -= taken
                yield one, level, taken


def _hold(db: Session, holder: Holder, line_id: str, level: Any, quantity: int, until: datetime) -> None:
    params = {
        "id": new_id("res"),
        "level": level.id,
        "tenant": holder.tenant_id,
        "quantity": quantity,
        "until": until,
        "cart": holder.cart_id,
        "checkout": holder.checkout_id,
        "line": line_id,
    }
    if db.connection().execute(_HOLD, params).rowcount != 1:
        raise SoldOut({level.offer_id: 0})


def sell_stock(db: Session, checkout: Checkout, order_lines: Mapping[str, str]) -> None:
    """What was held leaves the shelf; each reservation is bound to the order line (`order_lines`: by the cart's line)
    that it was held for. What can be had is unchanged."""
    params = {
        "tenant": checkout.tenant_id,
        "checkout": checkout.id,
        "asked": list(order_lines),
        "lines": list(order_lines.values()),
    }
    db.connection().execute(_SELL, params)


def release_stock(db: Session, checkout: Checkout, *, expired: bool = False) -> None:
    """Give back what is held; nothing for a checkout that holds nothing."""
    params = {"tenant": checkout.tenant_id, "checkout": checkout.id}
    db.connection().execute(_RELEASE, params)
    db.connection().execute(_MARK, {**params, "status": "expired" if expired else "released"})
    _publish_changes(db, checkout.tenant_id, db.connection().execute(_PRODUCTS, params).scalars().all())


_RELEASE_CART = text("""
    with gone as (
        update reservation set status = :status
        where tenant_id = :tenant and cart_id = :cart and checkout_id is null and status = 'held'
        returning stock_level_id, quantity)
    update stock_level l set reserved = l.reserved - g.quantity
    from (select stock_level_id, sum(quantity)::int as quantity from gone group by 1) g
    where l.id = g.stock_level_id and l.tenant_id = :tenant
""")


def release_cart_stock(db: Session, tenant_id: str, cart_id: str, *, expired: bool = False) -> None:
    """Give back what is held for the cart of a quote itself; nothing where nothing is."""
    status = "expired" if expired else "released"
    db.connection().execute(_RELEASE_CART, {"tenant": tenant_id, "cart": cart_id, "status": status})


_PRODUCTS = text("""
    select distinct o.product_id from reservation r
    join stock_level l on l.id = r.stock_level_id and l.tenant_id = r.tenant_id
    join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id
    where r.tenant_id = :tenant and r.checkout_id = :checkout
""")


def _publish_changes(db: Session, tenant_id: str, product_ids: Sequence[str]) -> None:
    publish_all(db, tenant_id, [(Topic.STOCK_CHANGED, "product", product_id) for product_id in product_ids])

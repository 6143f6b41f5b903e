"""Goods that were sold and not taken lie on the shelf again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.topics import Topic
from marketplace.kit.outbox import publish_all
from marketplace.models.order import OrderLine
from marketplace.models.stock import Reservation, StockLevel


def put_back(db: Session, tenant_id: str, pieces: Mapping[str, int]) -> None:
    """Put `pieces` (by order line) back where they were taken from; at most what was sold and is not back already.

    Stock is locked in the order of its ids, as a checkout locks it.
    """
    left = {line: count for line, count in pieces.items() if count > 0}
    sold = (
        select(Reservation)
        .where(
            col(Reservation.order_line_id).in_(left),
            Reservation.tenant_id == tenant_id,
            Reservation.status == "committed",
        )
        .order_by(col(Reservation.stock_level_id), col(Reservation.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    returned = set()
    for reservation in db.exec(sold) if left else ():
        line = str(reservation.order_line_id)
        back = min(left[line], reservation.quantity - reservation.put_back_quantity)
        if back <= 0:
            continue
        left[line] -= back
        reservation.put_back_quantity += back
        returned.add(line)
        _raise(db, reservation, back)
    db.flush()
    if returned:
        products = select(OrderLine.product_id).where(col(OrderLine.id).in_(returned), OrderLine.tenant_id == tenant_id)
        publish_all(db, tenant_id, [(Topic.STOCK_CHANGED, "product", key) for key in sorted(set(db.exec(products)))])


def _raise(db: Session, reservation: Reservation, pieces: int) -> None:
    db.exec(
        update(StockLevel)
        .where(col(StockLevel.id) == reservation.stock_level_id, col(StockLevel.tenant_id) == reservation.tenant_id)
        .values(on_hand=StockLevel.on_hand + pieces)
        .execution_options(synchronize_session=False)
    )

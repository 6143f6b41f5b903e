"""Goods that were sold and not taken lie on the shelf again."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.kit.outbox import publish
from marketplace.models.order import OrderLine
from marketplace.models.stock import Reservation, StockLevel


def put_back(db: Session, line: OrderLine) -> None:
    """Put every piece sold by this line back where it was taken from; a second time finds nothing to put back."""
    sold = db.exec(
        select(Reservation)
        .where(
            Reservation.order_line_id == line.id, Reservation.tenant_id == line.tenant_id,
            Reservation.status == "committed",
        )
        .order_by(col(Reservation.stock_level_id))
        .with_for_update()
    ).all()  # fmt: skip
    for reservation in sold:
        db.exec(
            update(StockLevel)
            .where(col(StockLevel.id) == reservation.stock_level_id, col(StockLevel.tenant_id) == reservation.tenant_id)
            .values(on_hand=StockLevel.on_hand + reservation.quantity)
            .execution_options(synchronize_session=False)
        )
    if sold:
        _release(db, [reservation.id for reservation in sold])
        publish(db, "stock.changed", tenant_id=line.tenant_id, aggregate="product", aggregate_id=line.product_id)


def _release(db: Session, reservations: list[str]) -> None:
    db.exec(
        update(Reservation)
        .where(col(Reservation.id).in_(reservations))
        .values(status="released")
        .execution_options(synchronize_session=False)
    )

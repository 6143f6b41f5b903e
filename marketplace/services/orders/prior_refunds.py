"""Pieces that were paid back before they were cancelled or came back: neither money nor stock goes back twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from marketplace.domain.lifecycle import ReturnStatus
from marketplace.domain.orders.fulfilment import Ahead, ahead
from marketplace.models.order import Order, OrderLine
from marketplace.models.returns import Return
from marketplace.services.finance.refund_history import history_of


def ahead_of(db: Session, order: Order, lines: Sequence[OrderLine]) -> Mapping[str, Ahead]:
    """What went ahead, by line; to be read before anything is counted as cancelled or as paid for a return.

    The order should be locked. A refund that failed counts as none.
    """
    history, paid_for = history_of(db, order), _returned_and_paid(db, order)
    return {
        line.id: ahead(
            paid=history.pieces.get(line.id, 0),
            restocked=history.restocked.get(line.id, 0),
            settled=line.cancelled_quantity + paid_for.get(line.id, 0),
        )
        for line in lines
    }


def _returned_and_paid(db: Session, order: Order) -> dict[str, int]:
    closed = select(Return.lines).where(
        Return.order_id == order.id, Return.tenant_id == order.tenant_id, Return.status == ReturnStatus.REFUNDED
    )
    pieces: dict[str, int] = {}
    for entry in (entry for lines in db.exec(closed) for entry in lines):
        line = str(entry["order_line_id"])
        pieces[line] = pieces.get(line, 0) + int(entry["quantity"])
    return pieces

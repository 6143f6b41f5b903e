"""What of an order has gone back already, and what goes back of each line with one refund more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.finance.ledger import Share
from marketplace.domain.finance.refunds import Back, Charged, Freight, given_back, share_of
from marketplace.domain.lifecycle import RefundStatus
from marketplace.models.ledger import CommissionLine
from marketplace.models.order import Order, OrderLine
from marketplace.models.returns import Refund


@dataclass(frozen=True)
class History:
    """What of an order has gone back or is on its way: in all, of the delivery, and by line, quantities too.

    `restocked` are the pieces that the refunds themselves put on the shelf, or will."""

    amount: int
    freight: Freight
    shipping_tax: int
    by_line: dict[str, int]
    pieces: dict[str, int]
    restocked: dict[str, int]


def history_of(db: Session, order: Order) -> History:
    """The refunds of an order that did not fail. The order should be locked."""
    rows = select(Refund).where(
        Refund.order_id == order.id, Refund.tenant_id == order.tenant_id, col(Refund.status) != RefundStatus.FAILED
    )
    refunds = list(db.exec(rows))
    by_line: dict[str, int] = {}
    pieces: dict[str, int] = {}
    restocked: dict[str, int] = {}
    for line in (line for refund in refunds for line in refund.lines):
        at = str(line["order_line_id"])
        by_line[at] = by_line.get(at, 0) + int(line["amount"])
        pieces[at] = pieces.get(at, 0) + int(line["quantity"])
        if line.get("restock"):
            restocked[at] = restocked.get(at, 0) + int(line["quantity"])
    return History(
        amount=sum(refund.amount for refund in refunds),
        freight=_freight_in(refunds),
        shipping_tax=sum(refund.shipping_tax_amount for refund in refunds),
        by_line=by_line,
        pieces=pieces,
        restocked=restocked,
    )


def charged_lines(db: Session, order: Order, lines: Sequence[OrderLine]) -> list[Charged]:
    """The lines of a settled order as the arithmetic of refunds sees them, with what is back already."""
    kept = {
        row.order_line_id: row for row in db.exec(select(CommissionLine).where(CommissionLine.order_id == order.id))
    }
    return [
        Charged(
            quantity=line.quantity,
            total=line.total_amount,
            tax=line.tax_amount,
            store=line.store_discount_amount,
            freight=kept[line.id].shipping_amount,
            fee=kept[line.id].amount,
            fee_tax=kept[line.id].tax_amount,
            base=kept[line.id].base,
            back=Back(
                pieces=line.refunded_quantity,
                amount=line.refunded_amount,
                tax=line.refunded_tax_amount,
                store=line.refunded_store_amount,
                fee=kept[line.id].reversed_amount,
                fee_tax=kept[line.id].reversed_tax_amount,
            ),
        )
        for line in lines
    ]


def backs_of(db: Session, order: Order, lines: Sequence[OrderLine], refund: Refund) -> list[Back]:
    """What of each line goes back with this refund, after all that have succeeded."""
    done = select(Refund).where(
        Refund.order_id == order.id, Refund.tenant_id == order.tenant_id, Refund.status == RefundStatus.SUCCEEDED
    )
    parts_by_line = {str(part["order_line_id"]): (int(part["quantity"]), int(part["amount"])) for part in refund.lines}
    return given_back(
        charged_lines(db, order, lines),
        [parts_by_line.get(line.id, (0, 0)) for line in lines],
        freight=_freight_in(db.exec(done)).whole + refund.shipping_amount + refund.given_shipping_amount,
    )


def _freight_in(refunds: Iterable[Refund]) -> Freight:
    rows = list(refunds)
    return Freight(sum(row.shipping_amount for row in rows), sum(row.given_shipping_amount for row in rows))


def freight_of(order: Order) -> Freight:
    """The delivery as it was bought, without tax: the buyer's part and the store's."""
    return Freight(order.shipping_amount, order.given_shipping_amount)


def note_share(refund: Refund, backs: Sequence[Back]) -> Share:
    """Write down how a refund's money is divided, and answer it."""
    freight = Freight(refund.shipping_amount, refund.given_shipping_amount)
    share = share_of(backs, freight, refund.shipping_tax_amount)
    refund.goods_amount, refund.tax_amount = share.goods, share.tax
    refund.store_discount_amount = share.store_discount
    refund.commission_amount, refund.commission_tax_amount = share.commission, share.fee_tax
    return share

"""Money back: asked for once, sent by a job with the refund's own key, written into the books when it is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import REFUND, RefundStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.refunds import Charged, given_back, spread, tax_back
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.table import total
from marketplace.models.ledger import CommissionLine
from marketplace.models.order import Order, OrderLine, Refund
from marketplace.services.settlement import lines_of, payment_of, settle, store_discounts

MAX_REASON = 500


@dataclass(frozen=True)
class RefundLine:
    """`quantity` pieces of one order line go back; `restock` puts them on the shelf again."""

    order_line_id: str
    quantity: int
    restock: bool = False


def refund_order(
    db: Session, actor: Actor, order_id: str, *, lines: Sequence[RefundLine] = (), shipping_amount: int = 0,
    amount: int | None = None, reason: str = "", key: str, return_id: str | None = None,
) -> str:  # fmt: skip
    """Give money of a paid order back; returns the refund's id, the old one where the key was used before.

    `shipping_amount` is without tax; a free `amount` (with tax) is spread over the lines (all of them when none is
    named) in place of what their quantities are worth. The money leaves by the job `refund.send`. Raises
    `NotFound`, `Forbidden`, `Conflict` for an order that is not paid or a key used for something else, and `Invalid`
    for `lines`, `shipping`, `amount` or `reason`.
    """
    order = db.exec(select(Order).where(Order.id == order_id).with_for_update()).first()
    if order is None:
        require(actor, Permission.ORDER_REFUND, tenant_id="")
        raise NotFound("order")
    require(actor, Permission.ORDER_REFUND, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    return open_refund(
        db, actor, order, lines=lines, shipping_amount=shipping_amount, amount=amount, reason=reason, key=key,
        return_id=return_id,
    )  # fmt: skip


def open_refund(
    db: Session, actor: Actor, order: Order, *, lines: Sequence[RefundLine] = (), shipping_amount: int = 0,
    amount: int | None = None, reason: str = "", key: str, return_id: str | None = None,
) -> str:  # fmt: skip
    """As `refund_order`, for a use case that has authorised already and holds the order under lock."""
    known = db.exec(select(Refund).where(Refund.idempotency_key == key, Refund.tenant_id == order.tenant_id)).first()
    if known is not None:
        if known.order_id != order.id:
            raise Conflict("This refund was asked for another order.")
        return known.id
    if order.paid_at is None:
        raise Conflict("The order is not paid, so there is nothing to give back.")
    settle(db, order.id)
    so_far = history_of(db, order)
    parts = _parts(db, order, so_far, lines, amount)
    shipping_tax = _shipping_tax(order, so_far, shipping_amount)
    refund = _refund(db, order, parts, shipping_amount, shipping_tax, so_far)
    refund.reason, refund.idempotency_key, refund.return_id = reason.strip()[:MAX_REASON], key, return_id
    refund.actor_id = actor.user_id
    db.add(refund)
    db.flush()
    enqueue(db, "refund.send", tenant_id=order.tenant_id, entity="refund", entity_id=refund.id, priority=30,
            dedupe_key=refund.id, max_attempts=20)  # fmt: skip
    audit.record(
        db, actor, "order:refund:asked", tenant_id=order.tenant_id, object_type="order", object_id=order.id,
        after={"refund": refund.id, "amount": refund.amount, "currency": refund.currency}, reason=refund.reason,
    )  # fmt: skip
    return refund.id


def retry_refund(db: Session, actor: Actor, refund_id: str) -> None:
    """Send a refused refund again. Raises `NotFound`, `Forbidden`, `ActionNotPossible`, and `Invalid` for `amount`
    when other refunds have taken its place."""
    refund = db.exec(select(Refund).where(Refund.id == refund_id)).first()
    order = db.exec(select(Order).where(Order.id == (refund.order_id if refund else "")).with_for_update()).first()
    if refund is None or order is None:
        require(actor, Permission.ORDER_REFUND, tenant_id="")
        raise NotFound("refund")
    require(actor, Permission.ORDER_REFUND, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    db.refresh(refund)
    so_far = history_of(db, order)
    if refund.amount > order.total_amount - so_far.amount:
        raise Invalid({"amount": "Other refunds have given this back meanwhile."})
    refund.status = after(REFUND, "retry", refund.status)
    refund.failure = ""
    db.flush()
    enqueue(db, "refund.send", tenant_id=order.tenant_id, entity="refund", entity_id=refund.id, priority=30,
            dedupe_key=refund.id, max_attempts=20)  # fmt: skip
    audit.record(
        db, actor, "order:refund:retried", tenant_id=order.tenant_id, object_type="order", object_id=order.id,
        after={"refund": refund.id},
    )  # fmt: skip


@dataclass(frozen=True)
class History:
    """What of an order has gone back or is on its way: in all, of the delivery, and by line, quantities too."""

    amount: int
    shipping: int
    shipping_tax: int
    by_line: dict[str, int]
    pieces: dict[str, int]


def history_of(db: Session, order: Order) -> History:
    """The refunds of an order that did not fail. The order should be locked."""
    rows = select(Refund).where(
        Refund.order_id == order.id, Refund.tenant_id == order.tenant_id, col(Refund.status) != RefundStatus.FAILED
    )
    refunds = list(db.exec(rows))
    by_line: dict[str, int] = {}
    pieces: dict[str, int] = {}
    for line in (line for refund in refunds for line in refund.lines):
        at = str(line["order_line_id"])
        by_line[at] = by_line.get(at, 0) + int(line["amount"])
        pieces[at] = pieces.get(at, 0) + int(line["quantity"])
    return History(
        sum(refund.amount for refund in refunds), sum(refund.shipping_amount for refund in refunds),
        sum(refund.shipping_tax_amount for refund in refunds), by_line, pieces,
    )  # fmt: skip


def charged_lines(db: Session, order: Order, lines: Sequence[OrderLine]) -> list[Charged]:
    """The lines of a settled order as the arithmetic of refunds sees them, with what is back already."""
    kept = {
        row.order_line_id: row for row in db.exec(select(CommissionLine).where(CommissionLine.order_id == order.id))
    }
    return [
        Charged(
            line.total_amount, line.refunded_amount, line.tax_amount, borne, kept[line.id].shipping_amount,
            kept[line.id].amount, kept[line.id].tax_amount, kept[line.id].base,
        )
        for line, borne in zip(lines, store_discounts(order, lines), strict=True)
    ]  # fmt: skip


def shipping_refunded(db: Session, order: Order) -> int:
    """What of the delivery, without tax, has gone back by refunds that succeeded."""
    done = select(total(Refund.shipping_amount)).where(
        Refund.order_id == order.id, Refund.tenant_id == order.tenant_id, Refund.status == RefundStatus.SUCCEEDED
    )
    return int(db.exec(done).one())


def _parts(
    db: Session, order: Order, so_far: History, asked: Sequence[RefundLine], amount: int | None
) -> list[dict[str, object]]:
    """Per line what goes back: `order_line_id`, `quantity`, `amount` with tax, `restock`."""
    rows = {line.id: line for line in lines_of(db, order)}
    if any(line.order_line_id not in rows for line in asked):
        raise Invalid({"lines": "Choose lines of this order."})
    if len({line.order_line_id for line in asked}) < len(asked):
        raise Invalid({"lines": "Name each line once."})
    if amount is not None:
        chosen = [*asked] or [RefundLine(line_id, 0) for line_id in rows]
        left = [max(0, rows[c.order_line_id].total_amount - so_far.by_line.get(c.order_line_id, 0)) for c in chosen]
        worth = spread(amount, left)
    else:
        chosen = list(asked)
        worth = [_worth(rows[line.order_line_id], line, so_far) for line in chosen]
    return [
        {"order_line_id": c.order_line_id, "quantity": c.quantity, "amount": value, "restock": c.restock}
        for c, value in zip(chosen, worth, strict=True)
        if value or c.quantity
    ]


def _worth(line: OrderLine, asked: RefundLine, so_far: History) -> int:
    """What these pieces cost with tax; the last ones take whatever is left of the line."""
    gone = so_far.pieces.get(line.id, 0)
    if not 0 < asked.quantity <= line.quantity - gone:
        raise Invalid({"lines": f"{line.title}: at most {line.quantity - gone} can still be given back."})
    target = line.total_amount * (gone + asked.quantity) // line.quantity
    open_amount = line.total_amount - so_far.by_line.get(line.id, 0)
    return max(0, min(target - line.total_amount * gone // line.quantity, open_amount))


def _shipping_tax(order: Order, so_far: History, shipping: int) -> int:
    if not 0 <= shipping <= order.shipping_amount - so_far.shipping:
        raise Invalid({"shipping": "That is more than was paid for the delivery and is not back yet."})
    if so_far.shipping + shipping == order.shipping_amount and shipping:
        return order.shipping_tax_amount - so_far.shipping_tax
    return tax_back(order.shipping_tax_amount, order.shipping_amount, so_far.shipping, shipping)


def _refund(
    db: Session, order: Order, parts: list[dict[str, object]], shipping: int, shipping_tax: int, so_far: History
) -> Refund:
    worth = {str(part["order_line_id"]): int(str(part["amount"])) for part in parts}
    whole = sum(worth.values()) + shipping + shipping_tax
    if whole <= 0:
        raise Invalid({"lines": "Choose what is given back."})
    if whole > order.total_amount - so_far.amount:
        raise Invalid({"amount": "That is more than was paid and is not back yet."})
    lines = lines_of(db, order)
    share, _ = given_back(
        charged_lines(db, order, lines), [worth.get(line.id, 0) for line in lines],
        shipping_before=shipping_refunded(db, order), shipping=shipping, shipping_tax=shipping_tax,
    )  # fmt: skip
    payment = payment_of(db, order)
    return Refund(
        id=new_id("ref"), tenant_id=order.tenant_id, order_id=order.id, payment_id=payment.id if payment else None,
        idempotency_key="", amount=whole, goods_amount=share.goods, shipping_amount=shipping, tax_amount=share.tax,
        shipping_tax_amount=shipping_tax, commission_amount=share.commission, commission_tax_amount=share.fee_tax,
        currency=order.currency, lines=parts,
    )  # fmt: skip

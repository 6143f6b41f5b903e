"""Money back: asked for once, sent by a job with the refund's own key, written into the books when it is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance.refunds import Freight, spread, tax_back
from marketplace.domain.lifecycle import REFUND, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.order import Order, OrderLine
from marketplace.models.returns import Refund
from marketplace.services.finance.refund_history import History, backs_of, freight_of, history_of, note_share
from marketplace.services.finance.settlement import lines_of, payment_of, settle

MAX_REASON = 500


@dataclass(frozen=True)
class RefundLine:
    """`quantity` pieces of one order line go back; `restock` puts them on the shelf again."""

    order_line_id: str
    quantity: int
    restock: bool = False


def refund_order(
    db: Session,
    actor: Actor,
    order_id: str,
    *,
    lines: Sequence[RefundLine] = (),
    shipping_amount: int = 0,
    amount: int | None = None,
    reason: str = "",
    key: str,
    return_id: str | None = None,
) -> str:
    """Give a part of a paid order back; returns the refund's id, the old one where the key was used before.

    The store gets back what it bore of the pieces named in `lines`, however little the buyer paid for them.
    `shipping_amount` is without tax and of the whole delivery, whoever paid it; a free `amount` (with tax) is spread
    over the lines (all of them when none is named) in place of what their quantities are worth. The money leaves by
    the job `refund.send`. Raises `NotFound`, `Forbidden`, `Conflict` for an order that is not paid or a key used for
    something else, and `Invalid` for `lines`, `shipping`, `amount` or `reason`.
    """
    order = db.exec(select(Order).where(Order.id == order_id).with_for_update()).first()
    if order is None:
        require(actor, Permission.ORDER_REFUND, tenant_id="")
        raise NotFound("order", order_id)
    require(actor, Permission.ORDER_REFUND, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    return open_refund(
        db,
        actor,
        order,
        lines=lines,
        shipping_amount=shipping_amount,
        amount=amount,
        reason=reason,
        key=key,
        return_id=return_id,
    )


def open_refund(
    db: Session,
    actor: Actor,
    order: Order,
    *,
    lines: Sequence[RefundLine] = (),
    shipping_amount: int = 0,
    amount: int | None = None,
    reason: str = "",
    key: str,
    return_id: str | None = None,
) -> str:
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
    freight = _freight(order, so_far, shipping_amount)
    refund = _refund(
        db, order, parts, freight=freight, shipping_tax=_shipping_tax(order, so_far, freight.paid), so_far=so_far
    )
    refund.reason, refund.idempotency_key, refund.return_id = reason.strip()[:MAX_REASON], key, return_id
    refund.actor_id = actor.user_id
    db.add(refund)
    db.flush()
    _ask_to_send(db, refund)
    audit.record(
        db,
        actor,
        AuditAction.ORDER_REFUND_ASKED,
        tenant_id=order.tenant_id,
        object_type="order",
        object_id=order.id,
        after={"refund": refund.id, "amount": refund.amount, "currency": refund.currency},
        reason=refund.reason,
    )
    return refund.id


def paid_back(db: Session, refund_id: str) -> int:
    """What of a refund is the buyer's money, in minor units; 0 also where there is no refund (an empty id)."""
    return db.exec(select(Refund.amount).where(Refund.id == refund_id)).first() or 0


def retry_refund(db: Session, actor: Actor, refund_id: str) -> None:
    """Send a refused refund again. Raises `NotFound`, `Forbidden`, `ActionNotPossible`, and `Conflict` when other
    refunds have taken its place."""
    refund = db.exec(select(Refund).where(Refund.id == refund_id)).first()
    order = db.exec(select(Order).where(Order.id == (refund.order_id if refund else "")).with_for_update()).first()
    if refund is None or order is None:
        require(actor, Permission.ORDER_REFUND, tenant_id="")
        raise NotFound("refund", refund_id)
    require(actor, Permission.ORDER_REFUND, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    db.refresh(refund)
    if _is_overtaken(db, order, refund):
        raise Conflict("Other refunds have given this back meanwhile.")
    refund.status = after(REFUND, "retry", refund.status)
    refund.failure = ""
    db.flush()
    _ask_to_send(db, refund)
    audit.record(
        db,
        actor,
        AuditAction.ORDER_REFUND_RETRIED,
        tenant_id=order.tenant_id,
        object_type="order",
        object_id=order.id,
        after={"refund": refund.id},
    )


def _is_overtaken(db: Session, order: Order, refund: Refund) -> bool:
    """Whether less is left of the order, of its delivery or of one of its lines than this refund gives back."""
    so_far, rows = history_of(db, order), {line.id: line for line in lines_of(db, order)}
    freight = freight_of(order)
    return (
        refund.amount > order.total_amount - so_far.amount
        or refund.shipping_amount > freight.paid - so_far.freight.paid
        or refund.given_shipping_amount > freight.given - so_far.freight.given
        or any(
            part["quantity"] > rows[part["order_line_id"]].quantity - so_far.pieces.get(part["order_line_id"], 0)
            or part["amount"] > rows[part["order_line_id"]].total_amount - so_far.by_line.get(part["order_line_id"], 0)
            for part in refund.lines
        )
    )


def _parts(
    db: Session, order: Order, so_far: History, requested_lines: Sequence[RefundLine], amount: int | None
) -> list[dict[str, Any]]:
    """Per line what goes back: `order_line_id`, `quantity`, `amount` with tax, `restock`."""
    rows = {line.id: line for line in lines_of(db, order)}
    if any(line.order_line_id not in rows for line in requested_lines):
        raise Invalid({"lines": "Choose lines of this order."})
    if len({line.order_line_id for line in requested_lines}) < len(requested_lines):
        raise Invalid({"lines": "Name each line once."})
    for line in requested_lines:
        _check_pieces(rows[line.order_line_id], line, so_far, may_be_none=amount is not None)
    if amount is not None:
        chosen = [*requested_lines] or [RefundLine(line_id, 0) for line_id in rows]
        left = [max(0, rows[c.order_line_id].total_amount - so_far.by_line.get(c.order_line_id, 0)) for c in chosen]
        worth = spread(amount, left)
    else:
        chosen = list(requested_lines)
        worth = [_worth(rows[line.order_line_id], line, so_far) for line in chosen]
    return [
        {"order_line_id": c.order_line_id, "quantity": c.quantity, "amount": value, "restock": c.restock}
        for c, value in zip(chosen, worth, strict=True)
        if value or c.quantity
    ]


def _worth(line: OrderLine, refund_line: RefundLine, so_far: History) -> int:
    """What these pieces cost with tax; the last ones take whatever is left of the line."""
    gone = so_far.pieces.get(line.id, 0)
    target = line.total_amount * (gone + refund_line.quantity) // line.quantity
    open_amount = line.total_amount - so_far.by_line.get(line.id, 0)
    return max(0, min(target - line.total_amount * gone // line.quantity, open_amount))


def _check_pieces(line: OrderLine, refund_line: RefundLine, so_far: History, *, may_be_none: bool) -> None:
    left = line.quantity - so_far.pieces.get(line.id, 0)
    if not (0 if may_be_none else 1) <= refund_line.quantity <= left:
        raise Invalid({"lines": f"{line.title}: at most {left} can still be given back."})


def _freight(order: Order, so_far: History, amount: int) -> Freight:
    if not 0 <= amount <= freight_of(order).whole - so_far.freight.whole:
        raise Invalid({"shipping": "That is more than was paid for the delivery and is not back yet."})
    return freight_of(order).split(so_far.freight, amount)


def _shipping_tax(order: Order, so_far: History, shipping: int) -> int:
    if so_far.freight.paid + shipping == order.shipping_amount and shipping:
        return order.shipping_tax_amount - so_far.shipping_tax
    return tax_back(order.shipping_tax_amount, order.shipping_amount, so_far.freight.paid, shipping)


def _refund(
    db: Session, order: Order, parts: list[dict[str, Any]], freight: Freight, shipping_tax: int, so_far: History
) -> Refund:
    whole = sum(int(part["amount"]) for part in parts) + freight.paid + shipping_tax
    if not parts and not freight.whole:
        raise Invalid({"lines": "Choose what is given back."})
    if whole > order.total_amount - so_far.amount:
        raise Invalid({"amount": "That is more than was paid and is not back yet."})
    payment = payment_of(db, order)
    refund = Refund(
        id=new_id("ref"),
        tenant_id=order.tenant_id,
        order_id=order.id,
        payment_id=payment.id if payment else None,
        idempotency_key="",
        amount=whole,
        shipping_amount=freight.paid,
        given_shipping_amount=freight.given,
        shipping_tax_amount=shipping_tax,
        currency=order.currency,
        lines=parts,
    )
    note_share(refund, backs_of(db, order, lines_of(db, order), refund))
    return refund


def _ask_to_send(db: Session, refund: Refund) -> None:
    enqueue(
        db,
        "refund.send",
        tenant_id=refund.tenant_id,
        entity="refund",
        entity_id=refund.id,
        priority=30,
        dedupe_key=refund.id,
        max_attempts=20,
    )

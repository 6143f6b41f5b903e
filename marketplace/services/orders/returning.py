"""Goods that come back: asked for by the buyer, decided and received by the vendor, paid back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import RETURN, ReturnStatus, after, can
from marketplace.domain.orders.fulfilment import choose_returnable
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.order import Order
from marketplace.models.returns import Refund, Return
from marketplace.models.tenant import Tenant
from marketplace.services.catalogue.restocking import put_back
from marketplace.services.finance.refunds import RefundLine, paid_back, refund_order
from marketplace.services.orders.order_access import lines_of, lock_bought_order, lock_order, pieces_of
from marketplace.services.orders.order_timeline import needed, record_event
from marketplace.services.orders.prior_refunds import ahead_of


def ask_to_return(
    db: Session, actor: Actor, order_id: str, *, lines: Mapping[str, int], reason: str, key: str, link_key: str = ""
) -> str:
    """The buyer asks to send pieces back (`lines`: pieces by order line); returns the return's id.

    The same `key` again answers with the same return. Raises `Invalid` for `reason`, `lines` or `line.<id>`,
    `Conflict` when nothing has left yet or the time for returns is over, `NotFound`, `Unauthenticated`.
    """
    _, order = lock_bought_order(db, actor, order_id, link_key)
    known = db.exec(select(Return).where(Return.idempotency_key == key, Return.tenant_id == order.tenant_id)).first()
    if known is not None:
        return _same(known, order)
    _check_window(db, order)
    why = needed(reason, "vendor")
    counted = pieces_of(db, order, lines_of(db, order))
    coming = choose_returnable(counted, lines)
    row = Return(
        id=new_id("ret"),
        tenant_id=order.tenant_id,
        order_id=order.id,
        reason=why,
        idempotency_key=key,
        lines=[{"order_line_id": line, "quantity": quantity} for line, quantity in coming.items()],
    )
    db.add(row)
    db.flush()
    _record_event(
        db,
        actor,
        order,
        row=row,
        action=AuditAction.ORDER_RETURN_REQUESTED,
        text=f"Return of {_pieces(row)} asked for: {why}",
        reason=why,
    )
    return row.id


def approve_return(db: Session, actor: Actor, return_id: str, *, note: str = "") -> None:
    """Let the goods come back; `note` tells the buyer how. Raises `NotFound`, `Forbidden`, `ActionNotPossible`."""
    row, order = _lock(db, actor, return_id)
    row.status = after(RETURN, "approve", row.status)
    row.note, row.decided_at = note.strip()[:1000], now()
    db.flush()
    sentence = f"Return of {_pieces(row)} approved" + (f": {row.note}" if row.note else "")
    _record_event(db, actor, order, row=row, action=AuditAction.ORDER_RETURN_APPROVED, text=sentence, reason=row.note)


def refuse_return(db: Session, actor: Actor, return_id: str, *, reason: str) -> None:
    """Say no; the buyer reads why. Raises `Invalid` for `reason`, and as `approve_return` does."""
    row, order = _lock(db, actor, return_id)
    why = needed(reason)
    row.status = after(RETURN, "refuse", row.status)
    row.note, row.decided_at = why, now()
    db.flush()
    _record_event(
        db,
        actor,
        order,
        row=row,
        action=AuditAction.ORDER_RETURN_REFUSED,
        text=f"Return of {_pieces(row)} refused: {why}",
        reason=why,
    )


def receive_return(db: Session, actor: Actor, return_id: str) -> None:
    """The goods are back and count as returned. Raises as `approve_return` does."""
    row, order = _lock(db, actor, return_id)
    row.status = after(RETURN, "receive", row.status)
    row.received_at = now()
    _count_back(db, order, row)
    _record_event(
        db, actor, order, row=row, action=AuditAction.ORDER_RETURN_RECEIVED, text=f"Return of {_pieces(row)} received"
    )


def refund_return(
    db: Session, actor: Actor, return_id: str, *, key: str, restock: bool = True, amount: int | None = None
) -> str:
    """Pay back what came back; `amount` in minor units with tax where it is less than the price.

    Answers the refund's id; empty where these pieces were given back before, so that nothing was left to do but to
    close the return. With `restock` they lie on the shelf again, but for those that a refund put there before. Goods
    that need not come back are paid back from `approved`, and count as returned all the same. Raises as
    `approve_return` and `refund_order` do.
    """
    row, order = _lock(db, actor, return_id, Permission.ORDER_REFUND)
    if row.status == ReturnStatus.REFUNDED:
        return _refund_of(db, row)
    if can(RETURN, "receive", row.status):
        _count_back(db, order, row)
    before_now, back = ahead_of(db, order, lines_of(db, order)), _counted(row)
    row.status = after(RETURN, "refund", row.status)
    db.flush()
    if restock:
        put_back(db, order.tenant_id, {line: before_now[line].to_restock(count) for line, count in back.items()})
    wanted = [RefundLine(line, before_now[line].to_pay(count)) for line, count in back.items()]
    refund_id = ""
    if amount or any(line.quantity for line in wanted):
        refund_id = refund_order(
            db,
            actor,
            order.id,
            lines=[line for line in wanted if line.quantity or amount],
            amount=amount,
            reason=f"Returned: {row.reason}"[:300],
            key=key,
            return_id=row.id,
        )
    ending = "paid back" if paid_back(db, refund_id) else "closed: there is nothing to pay back"
    _record_event(
        db, actor, order, row=row, action=AuditAction.ORDER_RETURN_REFUNDED, text=f"Return of {_pieces(row)} {ending}"
    )
    return refund_id


def _refund_of(db: Session, row: Return) -> str:
    return db.exec(select(Refund.id).where(Refund.return_id == row.id, Refund.tenant_id == row.tenant_id)).first() or ""


def _lock(
    db: Session, actor: Actor, return_id: str, permission: Permission = Permission.ORDER_FULFIL
) -> tuple[Return, Order]:
    order_id = db.exec(select(Return.order_id).where(Return.id == return_id)).first()
    if order_id is None:
        raise NotFound("return", return_id)
    order = lock_order(db, actor, order_id, permission)
    row = db.exec(
        select(Return)
        .where(Return.id == return_id, Return.tenant_id == order.tenant_id)
        .execution_options(populate_existing=True)
    ).one()
    return row, order


def _check_window(db: Session, order: Order) -> None:
    since = order.delivered_at or order.shipped_at
    if since is None:
        return  # what is on its way may be asked back; what has not left is refused line by line
    settings = db.exec(select(col(Tenant.settings)).where(Tenant.id == order.tenant_id)).one()
    days = settings.return_days
    if now() > since + timedelta(days=days):
        raise Conflict(f"Returns are taken for {days} days, and these are over. Ask the vendor.")


def _count_back(db: Session, order: Order, row: Return) -> None:
    back = _counted(row)
    for line in lines_of(db, order):
        line.returned_quantity += back.get(line.id, 0)
    db.flush()


def _counted(row: Return) -> dict[str, int]:
    """Pieces by order line."""
    return {str(entry["order_line_id"]): int(entry["quantity"]) for entry in row.lines}


def _same(row: Return, order: Order) -> str:
    if row.order_id != order.id:
        raise Invalid({"lines": "This was asked for another order. Reload and try again."})
    return row.id


def _pieces(row: Return) -> str:
    count = sum(int(entry["quantity"]) for entry in row.lines)
    return f"{count} {'piece' if count == 1 else 'pieces'}"


def _record_event(
    db: Session, actor: Actor, order: Order, row: Return, action: AuditAction, text: str, *, reason: str = ""
) -> None:
    record_event(
        db, actor, order, action, text, data={"return_id": row.id}, after={"status": row.status}, reason=reason
    )

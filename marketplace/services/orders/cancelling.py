"""An order, or a part of it, that will not be shipped: given up by the vendor, the store, or on the buyer's wish."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import ORDER, OrderStatus, after
from marketplace.domain.orders.fulfilment import choose_open, shipped_whole
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.kit.clock import now
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.services.catalogue.restocking import put_back
from marketplace.services.finance.refund_history import freight_of, history_of
from marketplace.services.finance.refunds import RefundLine, paid_back, refund_order
from marketplace.services.orders.order_access import lines_of, lock_bought_order, lock_order, pieces_of
from marketplace.services.orders.order_timeline import needed, record_event
from marketplace.services.orders.payments import cancel_unpaid
from marketplace.services.orders.prior_refunds import ahead_of
from marketplace.services.orders.promotion_usage import return_uses

_CLOSED = "Everything of this order has left already. Ask for a return instead."


def cancel_order(
    db: Session,
    actor: Actor,
    order_id: str,
    *,
    reason: str,
    key: str,
    lines: Mapping[str, int] | None = None,
    restock: bool = True,
) -> int:
    """Give up what is not shipped (`lines`: pieces by order line; None is everything left), and pay it back.

    Answers how much goes back to the buyer, in minor units: 0 where nothing was paid for it, or is left to pay back.
    Pieces that were paid back before are taken for these, and not paid again; nor do they lie on the shelf twice.
    Whole orders give their freight back too. With `restock` the pieces can be sold again. Raises `Invalid` for
    `reason`, `lines` or `line.<id>`, `Conflict` for an order that waits for money or has left, `NotFound`,
    `Forbidden`.
    """
    order = _lock(db, actor, order_id)
    if order.status == OrderStatus.CANCELLED:
        return 0
    if order.status == OrderStatus.AWAITING_PAYMENT:
        raise Conflict("It is not paid yet, and one payment is for all its vendors: cancel the whole purchase.")
    why = needed(reason)
    rows = lines_of(db, order)
    counted = pieces_of(db, order, rows)
    if all(line.open <= 0 for line in counted):
        raise Conflict(_CLOSED)
    falling = choose_open(counted, lines, verb="cancel")
    before_now = ahead_of(db, order, rows)
    for row in rows:
        row.cancelled_quantity += falling.get(row.id, 0)
    nothing_left = shipped_whole(counted, falling)
    is_whole = nothing_left and all(line.shipped == 0 for line in counted)
    before, was_accepted = order.status, order.accepted_at is not None
    _close(order, nothing_left=nothing_left, is_whole=is_whole)
    db.flush()
    if is_whole:
        _return_uses(db, order)
    if restock:
        put_back(db, order.tenant_id, {line: before_now[line].to_restock(count) for line, count in falling.items()})
    unpaid = {line: before_now[line].to_pay(count) for line, count in falling.items()}
    amount = _pay_back(db, actor, order, unpaid, is_whole=is_whole, reason=why, key=key)
    action = AuditAction.ORDER_CANCELLED if is_whole else AuditAction.ORDER_PART_CANCELLED
    record_event(
        db,
        actor,
        order,
        action,
        _said(falling, rows, is_whole=is_whole, refused=not was_accepted, why=why),
        data={"lines": falling, "by_vendor": _by_vendor(actor, order), "paid_back": amount},
        before={"status": before},
        after={"status": order.status},
        reason=why,
    )
    return amount


def refuse_order(db: Session, actor: Actor, order_id: str, *, reason: str, key: str) -> int:
    """Say no to an order that was not accepted yet; the buyer gets everything back. As `cancel_order`."""
    order = lock_order(db, actor, order_id, Permission.ORDER_FULFIL)
    if order.accepted_at is not None and order.status != OrderStatus.CANCELLED:
        raise Conflict("You accepted this order already. Cancel it instead, and say why.")
    return cancel_order(db, actor, order_id, reason=reason, key=key)


def ask_to_cancel(db: Session, actor: Actor, order_id: str, *, reason: str = "", key: str = "") -> None:
    """The buyer's wish: what is unpaid is cancelled at once (all of it), for the rest the vendor is asked.

    `key` is that of the guest's link. A second time changes nothing. Raises `Conflict` for an order that has
    left or is cancelled, `NotFound`, `Unauthenticated`.
    """
    group, order = lock_bought_order(db, actor, order_id, key)
    if order.status == OrderStatus.AWAITING_PAYMENT:
        give_up_group(db, actor, group, reason.strip() or "The buyer changed their mind")
        return
    if order.cancel_requested_at is not None or order.status == OrderStatus.CANCELLED:
        return
    if all(line.open <= 0 for line in pieces_of(db, order, lines_of(db, order))):
        raise Conflict(_CLOSED)
    order.cancel_requested_at = now()
    db.flush()
    why = reason.strip()[:1000]
    record_event(
        db,
        actor,
        order,
        AuditAction.ORDER_CANCEL_REQUESTED,
        "The buyer asks to cancel" + (f": {why}" if why else ""),
        reason=why,
    )


def decline_cancel(db: Session, actor: Actor, order_id: str, *, reason: str) -> None:
    """Tell the buyer that it is too late; the order goes on. Raises `Invalid` for `reason`, `Conflict`."""
    order = lock_order(db, actor, order_id, Permission.ORDER_FULFIL)
    if order.cancel_requested_at is None:
        raise Conflict("The buyer does not ask to cancel this order any more.")
    why = needed(reason)
    order.cancel_requested_at = None
    db.flush()
    record_event(db, actor, order, AuditAction.ORDER_CANCEL_DECLINED, f"Not cancelled: {why}", reason=why)


def cancel_group(db: Session, actor: Actor, group_id: str, *, reason: str) -> None:
    """Give up a purchase whose money has not come, with every vendor's part of it. For the store's side.

    Raises `Conflict` once it is paid, `Invalid` for `reason`, `NotFound`, `Forbidden`.
    """
    group = db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).first()
    if group is None:
        raise NotFound("order", group_id)
    require(actor, Permission.PAYMENT_CONFIRM, tenant_id=group.tenant_id)
    give_up_group(db, actor, group, needed(reason))


def give_up_group(db: Session, actor: Actor, group: OrderGroup, reason: str) -> None:
    """Cancel every part of a purchase that is not paid, and put its goods back on sale; the caller has authorised.

    Raises `Conflict` once it is paid or cancelled.
    """
    orders = db.exec(
        select(Order)
        .where(Order.group_id == group.id, Order.tenant_id == group.tenant_id)
        .order_by(col(Order.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(order.status != OrderStatus.AWAITING_PAYMENT for order in orders):
        raise Conflict("This purchase is paid or cancelled already. Reload to see it.")
    for order in orders:
        order.status = after(ORDER, "cancel", order.status)
        order.cancelled_at = now()
        for line in lines_of(db, order):
            line.cancelled_quantity = line.quantity
    db.flush()
    put_back(db, group.tenant_id, {row.id: row.quantity for order in orders for row in lines_of(db, order)})
    cancel_unpaid(db, group)
    return_uses(db, group)
    for order in orders:
        record_event(
            db,
            actor,
            order,
            AuditAction.ORDER_CANCELLED,
            f"Cancelled before it was paid: {reason}",
            data={"unpaid": True},
            before={"status": OrderStatus.AWAITING_PAYMENT},
            after={"status": order.status},
            reason=reason,
        )


def _lock(db: Session, actor: Actor, order_id: str) -> Order:
    """Vendors cancel with the right to fulfil, the store's side with the right to refund."""
    order = lock_order(db, actor, order_id, Permission.ORDER_SEE)
    may_fulfil = allows(actor, Permission.ORDER_FULFIL, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    if not may_fulfil:
        require(actor, Permission.PAYMENT_CONFIRM, tenant_id=order.tenant_id)
    return order


def _close(order: Order, *, nothing_left: bool, is_whole: bool) -> None:
    if is_whole:
        order.status = after(ORDER, "cancel", order.status)
        order.cancelled_at = now()
    elif nothing_left:  # what was not cancelled has left
        order.status = after(ORDER, "ship", order.status)
        order.shipped_at = now()
    order.cancel_requested_at = None


def _pay_back(
    db: Session, actor: Actor, order: Order, unpaid: Mapping[str, int], *, is_whole: bool, reason: str, key: str
) -> int:
    """The pieces that fell away `unpaid`; the freight too where nothing of the order ever leaves.

    Answers what of it is the buyer's money.
    """
    wanted = [RefundLine(line, count) for line, count in unpaid.items() if count]
    freight = freight_of(order).whole - history_of(db, order).freight.whole if is_whole else 0
    if not wanted and freight <= 0:
        return 0
    refund_id = refund_order(db, actor, order.id, lines=wanted, shipping_amount=freight, reason=reason, key=key)
    return paid_back(db, refund_id)


def _return_uses(db: Session, order: Order) -> None:
    """Promotions are free again once no vendor ships anything of the purchase. The group's lock lets the last two
    vendors who refuse at the same moment see each other."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id).with_for_update()).one()
    going_on = select(Order.id).where(Order.group_id == group.id, Order.status != OrderStatus.CANCELLED)
    if db.exec(going_on).first() is None:
        return_uses(db, group)


def _by_vendor(actor: Actor, order: Order) -> bool:
    grant = actor.vendor()
    return grant is not None and grant.vendor_id == order.vendor_id


def _said(falling: Mapping[str, int], rows: list[OrderLine], *, is_whole: bool, refused: bool, why: str) -> str:
    if is_whole:
        return f"{'Refused' if refused else 'Cancelled'}: {why}"
    names = ", ".join(f"{falling[row.id]} × {row.title}" for row in rows if falling.get(row.id))
    return f"Cancelled {names}: {why}"

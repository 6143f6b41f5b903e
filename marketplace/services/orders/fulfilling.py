"""From a paid order to parcels at the buyer's door: accept, ship in part or whole, follow, deliver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import ORDER, OrderStatus, after, can
from marketplace.domain.orders import fulfilment
from marketplace.domain.orders.carriers import clean_tracking, find_carrier, tracking_link, tracking_problem
from marketplace.domain.orders.fulfilment import Deadlines, choose_open, shipped_whole
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.calendars import works_in
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.order import Fulfilment, FulfilmentLine, Order, OrderLine
from marketplace.models.vendor import Vendor
from marketplace.services.orders.order_access import lines_of, lock_order, pieces_of
from marketplace.services.orders.order_timeline import record_event


@dataclass(frozen=True)
class Parcel:
    """What was sent: its number within the order, and whether anything is left to send."""

    id: str
    number: int
    is_last: bool
    is_replay: bool = False  # the same key had been used before, nothing was done again


def deadlines_for(vendor: Vendor, moment: datetime) -> Deadlines:
    """Until when this vendor should accept and ship an order that is paid now, in UTC."""
    zone = ZoneInfo(vendor.time_zone)
    away = vendor.holiday_until.astimezone(zone).date() if vendor.holiday_until else None
    local = fulfilment.deadlines(
        moment.astimezone(zone), cutoff_hour=vendor.cutoff_hour, works=works_in(vendor.country), away_until=away
    )
    return Deadlines(local.accept_by.astimezone(UTC), local.ship_by.astimezone(UTC))


def accept_order(db: Session, actor: Actor, order_id: str) -> None:
    """Say yes to a paid order; a second time changes nothing.

    Raises `NotFound`, `Forbidden`, `Conflict` for an order that waits for money, is shipped or cancelled.
    """
    order = lock_order(db, actor, order_id, Permission.ORDER_FULFIL)
    if order.accepted_at is not None and order.status != OrderStatus.CANCELLED:
        return
    if not can(ORDER, "ship", order.status):
        raise Conflict(_not_open(order))
    order.accepted_at = now()
    record_event(db, actor, order, AuditAction.ORDER_ACCEPTED, "Accepted")


def ship_parcel(
    db: Session,
    actor: Actor,
    order_id: str,
    *,
    lines: Mapping[str, int] | None = None,
    carrier: str,
    tracking_number: str = "",
    key: str,
) -> Parcel:
    """Send a parcel with `lines` (pieces by order line) of the order, or with everything that is left.

    The order is accepted by it. The same `key` again answers with the same parcel. Raises `Invalid` for
    `carrier`, `tracking_number`, `lines` or `line.<id>`, `Conflict` when there is nothing to ship any more,
    `NotFound`, `Forbidden`.
    """
    order = lock_order(db, actor, order_id, Permission.ORDER_FULFIL)
    if (sent := _sent_before(db, order, key)) is not None:
        return sent
    _check_label(carrier, tracking_number)
    if not can(ORDER, "ship", order.status):
        raise Conflict(_not_open(order))
    rows = lines_of(db, order)
    counted = pieces_of(db, order, rows)
    going = choose_open(counted, lines)
    is_last = shipped_whole(counted, going)
    parcel = _write(db, order, rows, going=going, carrier=carrier, number=tracking_number, key=key)
    moment, before = now(), order.status
    order.status = after(ORDER, "ship" if is_last else "ship_part", order.status)
    order.accepted_at = order.accepted_at or moment
    if is_last:
        order.shipped_at, order.cancel_requested_at = moment, None
    db.flush()
    record_event(
        db,
        actor,
        order,
        AuditAction.ORDER_SHIPPED,
        _shipped(parcel, counted, going, is_last=is_last),
        data={"parcel": parcel.id},
        before={"status": before},
        after={"status": order.status, "parcel": parcel.number, "carrier": parcel.carrier},
    )
    return Parcel(parcel.id, parcel.number, is_last)


def correct_tracking(db: Session, actor: Actor, parcel_id: str, *, carrier: str, tracking_number: str) -> None:
    """Put another carrier or number on a parcel that has left. Raises as `ship_parcel` does."""
    parcel, order = _lock_parcel(db, actor, parcel_id)
    _check_label(carrier, tracking_number)
    old = {"carrier": parcel.carrier, "tracking_number": parcel.tracking_number}
    new = {"carrier": carrier.strip(), "tracking_number": clean_tracking(tracking_number)}
    if old == new:
        return
    parcel.carrier, parcel.tracking_number = new["carrier"], new["tracking_number"]
    parcel.tracking_url = tracking_link(carrier, tracking_number)
    db.flush()
    record_event(
        db,
        actor,
        order,
        AuditAction.ORDER_TRACKING_CORRECTED,
        f"Tracking of parcel {parcel.number} corrected: {_label(parcel)}",
        data={"parcel": parcel.id},
        before=old,
        after=new,
    )


def mark_delivered(db: Session, actor: Actor, parcel_id: str, *, note: str = "") -> None:
    """Say that a parcel has arrived; with the last one the order is delivered. A second time changes nothing."""
    parcel, order = _lock_parcel(db, actor, parcel_id)
    if parcel.delivered_at is None:
        deliver(db, actor, order, [parcel], note or f"Parcel {parcel.number} delivered")


def deliver(db: Session, actor: Actor, order: Order, parcels: list[Fulfilment], text: str) -> None:
    """Record the arrival of parcels of a locked order. The order is delivered when all of it has arrived."""
    moment = now()
    for parcel in parcels:
        parcel.delivered_at = moment
    db.flush()
    on_the_way = select(func.count()).where(
        Fulfilment.order_id == order.id, Fulfilment.tenant_id == order.tenant_id, col(Fulfilment.delivered_at).is_(None)
    )
    before, action = order.status, AuditAction.ORDER_PARCEL_DELIVERED
    if order.status == OrderStatus.SHIPPED and db.exec(on_the_way).one() == 0:
        order.status = after(ORDER, "deliver", order.status)
        order.delivered_at, action = moment, AuditAction.ORDER_DELIVERED
        db.flush()
    record_event(
        db,
        actor,
        order,
        action,
        text,
        data={"parcels": [parcel.id for parcel in parcels]},
        before={"status": before},
        after={"status": order.status},
    )


def parcels_of(db: Session, order: Order) -> list[Fulfilment]:
    """The order's parcels, first sent first."""
    return list(
        db.exec(
            select(Fulfilment)
            .where(Fulfilment.order_id == order.id, Fulfilment.tenant_id == order.tenant_id)
            .order_by(col(Fulfilment.number))
        )
    )


def _sent_before(db: Session, order: Order, key: str) -> Parcel | None:
    parcel = db.exec(
        select(Fulfilment).where(Fulfilment.idempotency_key == key, Fulfilment.tenant_id == order.tenant_id)
    ).first()
    if parcel is None:
        return None
    if parcel.order_id != order.id:
        raise Conflict("This was sent before for another order. Reload and try again.")
    return Parcel(parcel.id, parcel.number, order.shipped_at is not None, is_replay=True)


def _check_label(carrier: str, tracking_number: str) -> None:
    problems = {}
    if find_carrier(carrier) is None:
        problems["carrier"] = "Choose who brings it."
    elif problem := tracking_problem(carrier, tracking_number):
        problems["tracking_number"] = problem
    if problems:
        raise Invalid(problems)


def _write(
    db: Session, order: Order, rows: list[OrderLine], going: Mapping[str, int], carrier: str, number: str, key: str
) -> Fulfilment:
    parcel = Fulfilment(
        id=new_id("ful"),
        tenant_id=order.tenant_id,
        order_id=order.id,
        number=len(parcels_of(db, order)) + 1,
        carrier=carrier.strip(),
        tracking_number=clean_tracking(number),
        tracking_url=tracking_link(carrier, number),
        shipped_at=now(),
        idempotency_key=key,
    )
    db.add(parcel)
    db.flush()
    for row in rows:
        if quantity := going.get(row.id, 0):
            row.fulfilled_quantity += quantity
            db.add(
                FulfilmentLine(
                    id=new_id("fli"),
                    tenant_id=order.tenant_id,
                    fulfilment_id=parcel.id,
                    order_line_id=row.id,
                    quantity=quantity,
                )
            )
    db.flush()
    return parcel


def _lock_parcel(db: Session, actor: Actor, parcel_id: str) -> tuple[Fulfilment, Order]:
    """The order is locked first, as everywhere; then the parcel is read as it is now."""
    order_id = db.exec(select(Fulfilment.order_id).where(Fulfilment.id == parcel_id)).first()
    if order_id is None:
        raise NotFound("parcel", parcel_id)
    order = lock_order(db, actor, order_id, Permission.ORDER_FULFIL)
    parcel = db.exec(
        select(Fulfilment)
        .where(Fulfilment.id == parcel_id, Fulfilment.tenant_id == order.tenant_id)
        .execution_options(populate_existing=True)
    ).one()
    return parcel, order


def _shipped(parcel: Fulfilment, counted: list[fulfilment.Pieces], going: Mapping[str, int], *, is_last: bool) -> str:
    sent, open_before = sum(going.values()), sum(line.open for line in counted)
    what = f"Parcel {parcel.number} sent with {_label(parcel)}"
    if is_last:
        return f"{what}, {sent} {'piece' if sent == 1 else 'pieces'}"
    return f"{what}, {sent} of {open_before} pieces. The rest follows"


def _label(parcel: Fulfilment) -> str:
    return f"{parcel.carrier}, {parcel.tracking_number}" if parcel.tracking_number else parcel.carrier


def _not_open(order: Order) -> str:
    reasons = {
        OrderStatus.AWAITING_PAYMENT: "This order is not paid yet. Ship it once the money has arrived.",
        OrderStatus.CANCELLED: "This order is cancelled. Nothing of it may leave.",
    }
    return reasons.get(OrderStatus(order.status), "Everything of this order has left already.")

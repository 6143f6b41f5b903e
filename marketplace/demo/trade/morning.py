"""What the people at the desks find this morning: of everything that can wait for somebody, one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.demo.trade.desk import OPERATOR, SECOND, Desk, confirmed
from marketplace.domain.buying.promotion_form import PromotionForm, read_promotion
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.lifecycle import OrderStatus, PayoutStatus, ReturnStatus
from marketplace.domain.permissions import GUEST
from marketplace.kit.clock import at
from marketplace.models.ledger import Payout
from marketplace.models.order import Order
from marketplace.models.returns import Return
from marketplace.services.buying.promotions import add_promotion, end_promotion
from marketplace.services.finance import payout_actions
from marketplace.services.finance.payouts import request_payout
from marketplace.services.orders.cancelling import ask_to_cancel
from marketplace.services.orders.order_access import group_of, lines_of
from marketplace.services.orders.returning import approve_return, ask_to_return, receive_return, refuse_return

CODE = "WELCOME10"
_WISHES = (
    (ReturnStatus.REQUESTED, "Two of them have the wrong thread."),
    (ReturnStatus.APPROVED, "We ordered one too many."),
    (ReturnStatus.RECEIVED, "The surface is scratched."),
    (ReturnStatus.REFUSED, "We do not need it any more."),
)


def write_promotions(db: Session, tenant_id: str, currency: str, start: datetime) -> None:
    """A code that buyers use, one that has not begun to be used, and one that has ended."""
    forms = (
        PromotionForm("Ten percent to begin with", CODE, percent="10", usage_limit="200", budget="5000"),
        PromotionForm("Freight on us", "FREIGHT", kind="free_shipping", min_goods="100", per_customer="1"),
        PromotionForm("Autumn clearance", "AUTUMN", percent="15", borne_by="vendor"),
    )
    with at(start):
        keys = [add_promotion(db, OPERATOR, tenant_id, read_promotion(form, currency)) for form in forms]
    with at(start + timedelta(days=30)):
        end_promotion(db, OPERATOR, keys[-1])


def leave_open(db: Session, desk: Desk, currency: str, end: datetime) -> None:
    """Parcels on their way, a wish to cancel, a return in each state, a payout that waits for release, and one for its second person."""
    with at(end - timedelta(hours=5)):
        _on_its_way(db, desk)
        _part_of_an_order(db, desk)
        _wish_to_cancel(db, desk)
        _wishes_to_return(db, desk, end)
        _asked_payouts(db, desk, currency)
        _held_payouts(db, desk)


def _orders(db: Session, desk: Desk, *statuses: str) -> Sequence[Order]:
    """The store's orders in these states, the newest first."""
    wanted = select(Order).where(Order.tenant_id == desk.tenant_id, col(Order.status).in_(statuses))
    return db.exec(wanted.order_by(col(Order.created_at).desc(), col(Order.id))).all()


def _on_its_way(db: Session, desk: Desk) -> None:
    """At the end of a week everything that left may have arrived: then the oldest that waits leaves now."""
    if not _orders(db, desk, OrderStatus.SHIPPED):
        for order in _orders(db, desk, OrderStatus.TO_FULFIL)[2:][-1:]:
            desk.act("ship", order.id, "")


def _part_of_an_order(db: Session, desk: Desk) -> None:
    for order in _orders(db, desk, OrderStatus.TO_FULFIL):
        pieces = sum(line.quantity for line in lines_of(db, order))
        if order.accepted_at and pieces > 1:
            desk.act("ship_part", order.id, "")
            return


def _wish_to_cancel(db: Session, desk: Desk) -> None:
    for order in _orders(db, desk, OrderStatus.TO_FULFIL)[:1]:
        ask_to_cancel(db, GUEST, order.id, reason="We found one in our own store.", key=group_of(db, order).key())


def _wishes_to_return(db: Session, desk: Desk, end: datetime) -> None:
    returned_orders = set(db.exec(select(Return.order_id).where(Return.tenant_id == desk.tenant_id)).all())
    fresh = [
        order
        for order in _orders(db, desk, OrderStatus.DELIVERED)
        if order.id not in returned_orders and order.delivered_at and order.delivered_at > end - timedelta(days=20)
    ]
    for order, (status, reason) in zip(fresh, _WISHES, strict=False):
        line = lines_of(db, order)[0]
        key = ask_to_return(
            db,
            GUEST,
            order.id,
            lines={line.id: 1},
            reason=reason,
            key=f"{order.id}:morning",
            link_key=group_of(db, order).key(),
        )
        _answer(db, desk, order, key, status)


def _answer(db: Session, desk: Desk, order: Order, return_id: str, status: str) -> None:
    person = desk.owner_of(order)
    if status == ReturnStatus.REFUSED:
        refuse_return(db, person, return_id, reason="Cut to your size: it cannot be sold again.")
    if status in (ReturnStatus.APPROVED, ReturnStatus.RECEIVED):
        approve_return(db, person, return_id, note="Please send it in its own carton.")
    if status == ReturnStatus.RECEIVED:
        receive_return(db, person, return_id)


def _asked_payouts(db: Session, desk: Desk, currency: str) -> None:
    """Two vendors did not want to wait for their turn."""
    requested = 0
    for vendor in desk.vendors.values():
        with suppress(MarketplaceError), db.begin_nested():
            request_payout(db, confirmed(desk.owner_at(vendor)), currency, key=f"{vendor.id}:morning")
            requested += 1
        if requested == 2:
            return


def _held_payouts(db: Session, desk: Desk) -> None:
    """The newest that waits for its bank file is held by hand; of those above the limit one has its first person."""
    waiting = select(Payout).where(Payout.tenant_id == desk.tenant_id).order_by(col(Payout.created_at).desc())
    payouts = db.exec(waiting).all()
    for payout in [p for p in payouts if p.status == PayoutStatus.QUEUED][:1]:
        payout_actions.hold_payout(db, OPERATOR, payout.id, reason="The vendor changed the bank account yesterday.")
    for payout in [p for p in payouts if p.status == PayoutStatus.HELD and p.hold_reason.startswith("Above")][:1]:
        payout_actions.release_payout(db, confirmed(SECOND), payout.id)

"""The people behind the store in the demo's past: vendors who ship, operators who pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import OrderStatus, PayoutStatus, RefundStatus
from marketplace.domain.permissions import GUEST, Actor, Grant, Role
from marketplace.kit.clock import now
from marketplace.models.ledger import Payout
from marketplace.models.order import Fulfilment, Order, OrderLine
from marketplace.models.returns import Refund, Return
from marketplace.models.vendor import Vendor
from marketplace.services.finance import (
    bank_files,
    earnings,
    payout_actions,
    payout_runs,
    payout_sending,
    refund_sending,
)
from marketplace.services.finance.invoicing import give_invoice_number
from marketplace.services.finance.refunds import refund_order
from marketplace.services.orders import fulfilling
from marketplace.services.orders.cancelling import refuse_order
from marketplace.services.orders.order_access import group_of
from marketplace.services.orders.returning import approve_return, ask_to_return, receive_return, refund_return
from marketplace.services.vendors.vendor_stats import refresh_order_days

OPERATOR = Actor(user_id="usr_demo_operator", name="Rasmus Vik", grants=(Grant(Role.OPERATOR),))
SECOND = Actor(user_id="usr_demo_second", name="Ingrid Sund", grants=(Grant(Role.OPERATOR),))
_CARRIERS = ("DHL", "UPS", "DPD")


def confirmed(person: Actor) -> Actor:
    """The person, having given their password a moment ago."""
    return replace(person, confirmed_at=now())


class Desk:
    """Acts for every vendor of one store, and for its operators."""

    def __init__(self, db: Session, tenant_id: str) -> None:
        self.db, self.tenant_id, self.operator = db, tenant_id, OPERATOR
        self.vendors = {v.id: v for v in db.exec(select(Vendor))}

    def act(self, what: str, order_id: str, detail: str) -> None:
        """Do one thing to an order, as far as it is still possible, and bring its figures up to date."""
        order = self.db.exec(select(Order).where(Order.id == order_id)).one()
        if order.status == OrderStatus.CANCELLED:
            return
        getattr(self, f"_{what}")(order, self.owner_of(order), detail)
        give_invoice_number(self.db, order.id)
        refresh_order_days(self.db, order.id)

    def night(self, moment: datetime) -> None:
        """What the clock does: earnings are released, payouts made, sent and, two days later, paid."""
        due = [vendor for tenant, vendor in earnings.due_vendors(self.db, moment) if tenant == self.tenant_id]
        earnings.release(self.db, self.tenant_id, due, moment)
        turn = [vendor for tenant, vendor in payout_runs.due_vendors(self.db, moment) if tenant == self.tenant_id]
        payout_runs.run(self.db, self.tenant_id, turn, moment)
        self._settle_payouts(moment)

    def _settle_payouts(self, moment: datetime) -> None:
        rows = self.db.exec(select(Payout).order_by(col(Payout.number))).all()
        for payout in rows:
            if payout.status == PayoutStatus.HELD and payout.created_at < moment - timedelta(days=1):
                for person in (OPERATOR, SECOND):
                    if payout.status == PayoutStatus.HELD:
                        payout_actions.release_payout(self.db, confirmed(person), payout.id)
        queued = [p.id for p in rows if p.status == PayoutStatus.QUEUED and p.created_at < moment - timedelta(hours=20)]
        if queued:
            bank_files.make_bank_file(self.db, OPERATOR, queued)
            for key in queued:
                transfer = payout_sending.to_send(self.db, key)
                if transfer is not None:
                    payout_sending.record(self.db, key, payout_sending.send(transfer))
        for payout in rows:
            if (
                payout.status == PayoutStatus.IN_TRANSIT
                and payout.sent_at
                and payout.sent_at < moment - timedelta(days=2)
            ):
                self._bank_answers(payout)

    def _bank_answers(self, payout: Payout) -> None:
        if payout.number.endswith("7"):  # now and then a bank says no
            payout_actions.mark_failed(self.db, OPERATOR, payout.id, reason="The bank: account holder does not match.")
        else:
            reference = f"SEPA-{now():%y%m%d}-{payout.number[-4:]}"
            payout_actions.mark_paid(self.db, OPERATOR, payout.id, bank_reference=reference)

    def owner_of(self, order: Order) -> Actor:
        """Whoever decides at the vendor of this order."""
        return self.owner_at(self.vendors[order.vendor_id])

    def owner_at(self, vendor: Vendor) -> Actor:
        """Whoever decides at this vendor."""
        grant = Grant(Role.VENDOR_MEMBER, self.tenant_id, vendor.id, title="owner")
        return Actor(user_id=f"usr_of_{vendor.handle}", name=vendor.name, grants=(grant,))

    def _accept(self, order: Order, person: Actor, detail: str) -> None:
        fulfilling.accept_order(self.db, person, order.id)

    def _refuse(self, order: Order, person: Actor, detail: str) -> None:
        refuse_order(self.db, person, order.id, reason=detail, key=f"{order.id}:refuse")
        self._send_refunds(order)

    def _ship_part(self, order: Order, person: Actor, detail: str) -> None:
        first = self.db.exec(
            select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.id))
        ).first()
        if first is not None:
            self._parcel(order, person, {first.id: max(1, first.quantity // 2)}, "1")

    def _ship(self, order: Order, person: Actor, detail: str) -> None:
        if order.status in (OrderStatus.TO_FULFIL, OrderStatus.PART_SHIPPED):
            self._parcel(order, person, None, "2")

    def _parcel(self, order: Order, person: Actor, lines: dict[str, int] | None, number: str) -> None:
        carrier = _CARRIERS[sum(map(ord, order.vendor_id)) % len(_CARRIERS)]
        digits = f"{abs(hash_of(order.id + number)):012d}"[:12]
        tracking = {"DHL": f"00340434{digits}", "UPS": f"1Z999A{digits}", "DPD": f"09{digits}"}[carrier]
        fulfilling.ship_parcel(
            self.db,
            person,
            order.id,
            lines=lines,
            carrier=carrier,
            tracking_number=tracking,
            key=f"{order.id}:{number}",
        )

    def _deliver(self, order: Order, person: Actor, detail: str) -> None:
        for parcel in self.db.exec(select(Fulfilment).where(Fulfilment.order_id == order.id)).all():
            fulfilling.mark_delivered(self.db, person, parcel.id)

    def _refund(self, order: Order, person: Actor, detail: str) -> None:
        refund_order(
            self.db, person, order.id, amount=max(100, order.total_amount // 8), reason=detail, key=f"{order.id}:refund"
        )
        self._send_refunds(order)

    def _refund_rest(self, order: Order, person: Actor, detail: str) -> None:
        rest = order.total_amount - order.refunded_amount
        refund_order(self.db, person, order.id, amount=rest, reason=detail, key=f"{order.id}:rest")
        self._send_refunds(order)

    def _ask_return(self, order: Order, person: Actor, detail: str) -> None:
        line = self.db.exec(select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.id))).first()
        if line is not None and order.status == OrderStatus.DELIVERED:
            ask_to_return(
                self.db,
                GUEST,
                order.id,
                lines={line.id: max(1, line.quantity // 2)},
                reason=detail,
                key=f"{order.id}:return",
                link_key=group_of(self.db, order).key(),
            )

    def _approve_return(self, order: Order, person: Actor, detail: str) -> None:
        for row in self._returns(order):
            approve_return(self.db, person, row.id, note="Please send it in its own carton.")

    def _receive_return(self, order: Order, person: Actor, detail: str) -> None:
        for row in self._returns(order):
            receive_return(self.db, person, row.id)

    def _refund_return(self, order: Order, person: Actor, detail: str) -> None:
        for row in self._returns(order):
            refund_return(self.db, person, row.id, key=f"{row.id}:refund")
        self._send_refunds(order)

    def _returns(self, order: Order) -> list[Return]:
        return list(self.db.exec(select(Return).where(Return.order_id == order.id)).all())

    def _send_refunds(self, order: Order) -> None:
        waiting = select(Refund).where(Refund.order_id == order.id, Refund.status == RefundStatus.PENDING)
        for refund in self.db.exec(waiting).all():
            request = refund_sending.to_send(self.db, refund.id)
            if request is not None:
                refund_sending.record(self.db, refund.id, refund_sending.send(request))


def hash_of(words: str) -> int:
    """A number that is the same for the same words on every machine."""
    value = 0
    for char in words:
        value = (value * 131 + ord(char)) % 999_999_999_989
    return value

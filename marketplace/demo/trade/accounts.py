"""A company that buys on account in the demo: invoices that are overdue, due soon and open, one of them paid in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from marketplace.demo.trade.approvals import Stage, delivery_to, fill_cart, find_person
from marketplace.demo.trade.desk import OPERATOR, Desk
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Charge
from marketplace.kit.clock import at
from marketplace.models.order import Order
from marketplace.models.receivable import Invoice
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.checkout_release import payment_of
from marketplace.services.buying.placing import place_orders
from marketplace.services.buying.reserving import NothingToBuy, reserve
from marketplace.services.finance.receivables import ReceiptForm, record_receipt
from marketplace.services.finance.settlement import settle

_BOUGHT = (36, 27, 4)  # days ago, at net 30: overdue, due soon, open
_PAID_SHARE = 3  # a third of what is due soon came already


def leave_accounts(stage: Stage, desk: Desk, end: datetime) -> None:
    """Three purchases on account, shipped and billed; nothing where the store's company lacks the people."""
    buyer = find_person(stage, "buyer") or find_person(stage, "admin")
    places = sorted(place for one in buyer.grants for place in one.location_ids) if buyer else []
    if buyer is None or not places or not stage.goods:
        return
    for days in _BOUGHT:
        with at(end - timedelta(days=days, hours=5)):
            cart = fill_cart(stage, buyer, places[0])
            number = f"{stage.company.purchase_orders}-45{days:02d}"
            address = delivery_to(stage, buyer, cart)
            form = CheckoutForm(buyer.email, address, ON_ACCOUNT, po_number=number, tax_id=stage.company.tax_id)
            try:
                checkout = reserve(stage.db, Shopper(buyer), cart.id, form, key=cart.id)
            except NothingToBuy:
                return
            payment = payment_of(stage.db, checkout)
            charge = Charge(payment.idempotency_key, payment.amount, payment.currency, "Demo order", {})
            group = place_orders(stage.db, checkout, payment, cart, provider(ON_ACCOUNT).charge(charge))
            mine = select(Order).where(Order.group_id == group.id).order_by(col(Order.position))
            orders = [order.id for order in stage.db.exec(mine)]
            for order_id in orders:
                settle(stage.db, order_id)
        with at(end - timedelta(days=days - 1)):
            for order_id in orders:
                desk.act("ship", order_id, "")
    _pay_in_part(stage, places[0], end)


def _pay_in_part(stage: Stage, place: str, end: datetime) -> None:
    mine = select(Invoice).where(Invoice.company_location_id == place, Invoice.open_amount > 0)
    billed = stage.db.exec(mine.order_by(col(Invoice.due_on), col(Invoice.number))).all()
    part = [one for one in billed if one.due_on and one.due_on > end.date()]
    if part:
        with at(end - timedelta(days=2)):
            amount = part[0].open_amount // _PAID_SHARE
            form = ReceiptForm(
                amount,
                (end - timedelta(days=2)).date(),
                f"SEPA {stage.company.purchase_orders} 2026-11",
                {part[0].id: amount},
            )
            record_receipt(stage.db, replace(OPERATOR, user_id=None), place, form, key=f"demo:{place}")

"""A store with something of everything that `verify` looks at, made by the product's own services."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

import tasks.handlers
from marketplace.domain.lifecycle import PAYOUT, after
from marketplace.domain.permissions import SYSTEM as PRODUCT
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyLocation
from marketplace.models.ledger import CommissionRule, Payout, PayoutAttempt
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.returns import Refund
from marketplace.models.store_settings import StoreSettings
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import check_out
from marketplace.services.catalogue import stocking
from marketplace.services.finance import earnings
from marketplace.services.finance.credit_payouts import PayoutForm, pay_credit_out
from marketplace.services.finance.payout_actions import mark_failed
from marketplace.services.finance.payout_sending import record, send, to_send
from marketplace.services.finance.payouts import request_payout
from marketplace.services.finance.receivables import ReceiptForm, record_receipt
from marketplace.services.finance.refunds import RefundLine, refund_order
from marketplace.services.operations.audit_anchors import anchor_heads
from marketplace.services.orders.fulfilling import ship_parcel
from marketplace.services.orders.returning import approve_return, ask_to_return, receive_return
from tests.factories.companies import make_company, make_member
from tests.factories.people import make_operator, make_vendor_owner
from tests.factories.shop import Counter, form, guest, make_counter

SYSTEM = Scope.system()


def make_ledgered() -> Counter:
    """Two paid purchases of two vendors, one shipped and partly returned, one partly refunded; a payout on its way and
    one that failed; a checkout that waits for its buyer; jobs done, and the audit trail anchored."""
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        tenant = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        tenant.settings = StoreSettings(fee_tax_bps=1900, payout_minimum={"EUR": 1})
        rule = CommissionRule(id=new_id("rul"), tenant_id=tenant.id, position=1, title="All", rate_bps=1250)
        db.add(rule)
        for vendor in db.exec(select(Vendor)).all():
            vendor.payout_account = {"holder": vendor.name, "iban": "DE02120300000000202051", "bic": ""}
    first = _buy(counter, "a", hammer=3, glove=12)
    second = _buy(counter, "b", hammer=2, saw=1)
    drain()
    _ship_and_return(first)
    _refund(second)
    drain()
    _pay_out()
    _on_account(counter)
    check_out(counter.transact, guest("c"), counter.cart(guest("c"), saw=2), form("3155"), key="waits")
    drain()
    with unit_of_work(SYSTEM) as db:
        audit.record(db, PRODUCT, "table:table:exported", tenant_id=None, object_type="table", object_id="vendors")
        anchor_heads(db)
    return counter


def drain() -> None:
    """Do every job that is due."""
    while tasks.app.run_next():
        pass


def _buy(counter: Counter, who: str, **goods: int) -> str:
    placed = check_out(counter.transact, guest(who), counter.cart(guest(who), **goods), form(), key=who)
    assert placed.status == "placed"
    return str(placed.group_id)


def _on_account(counter: Counter) -> None:
    """A place of a company owes two orders of hammers; four are billed, and paid in part. What it paid by mistake was
    paid out."""
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, counter.tenant_id, places=("York",))
        york = db.exec(select(CompanyLocation)).one()
        york.net_days = 30
        buyer = Shopper(make_member(db, company, "priya@aldermoor.example", "buyer"))
        bolt = make_vendor_owner(db, db.exec(select(Vendor).where(Vendor.handle == "bolt")).one(), "york@bolt.example")
        operator = make_operator(db, "accounts@example.com")
        place = york.id
    on_account = form(provider="on_account")
    groups = [
        str(check_out(counter.transact, buyer, counter.cart(buyer, hammer=n), on_account, key=f"h{n}").group_id)
        for n in (4, 5)
    ]
    drain()
    billed = _order(groups[0]).id
    with unit_of_work(SYSTEM) as db:
        ship_parcel(db, bolt, billed, carrier="UPS", key="on account")
    drain()
    with unit_of_work(SYSTEM) as db:
        record_receipt(db, operator, place, ReceiptForm(1_000, now().date(), "SEPA", spread=True), key="york")
        record_receipt(db, operator, place, ReceiptForm(500, now().date(), "SEPA 2"), key="twice")
        pay_credit_out(db, operator, place, PayoutForm(500, now().date(), "SEPA 3", "Paid twice"), key="back")


def _order(group_id: str) -> Order:
    """The part of the vendor that sells hammers."""
    with unit_of_work(SYSTEM) as db:
        return db.exec(
            select(Order)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.group_id == group_id, OrderLine.title == "Hammer")
        ).one()


def _ship_and_return(group_id: str) -> None:
    order = _order(group_id)
    with unit_of_work(SYSTEM) as db:
        vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
        owner = make_vendor_owner(db, vendor)
        (line,) = db.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
        ship_parcel(db, owner, order.id, carrier="UPS", key="parcel")
        key = db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).one().key()
        back = ask_to_return(
            db, guest().actor, order.id, lines={line.id: 1}, reason="Too heavy for me", key="r", link_key=key
        )
        approve_return(db, owner, back)
        receive_return(db, owner, back)
        stocking.adjust_stock(db, owner, line.product_id, line.variant_id, delta=5, reason="found")


def _refund(group_id: str) -> None:
    order = _order(group_id)
    with unit_of_work(SYSTEM) as db:
        line = db.exec(select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.title == "Hammer")).one()
        refund_order(
            db,
            make_operator(db),
            order.id,
            lines=[RefundLine(line.id, 1, restock=True)],
            shipping_amount=100,
            reason="One was scratched",
            key="refund",
        )
    drain()
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Refund.status)).all() == ["succeeded"]


def _pay_out() -> None:
    with unit_of_work(SYSTEM) as db:
        vendors = {vendor.handle: vendor for vendor in db.exec(select(Vendor)).all()}
        operator = make_operator(db, "second@example.com")
        for vendor in vendors.values():
            earnings.release(db, vendor.tenant_id, [vendor.id], now() + timedelta(days=15))
        request_payout(db, make_vendor_owner(db, vendors["bolt"], "pay@bolt.example"), "EUR", key="bolt")
        failed = request_payout(db, make_vendor_owner(db, vendors["nut"]), "EUR", key="nut")

        payout = db.exec(select(Payout).where(Payout.id == failed)).one()
        payout.status = after(PAYOUT, "send", payout.status)
        db.add(
            PayoutAttempt(
                id=new_id("att"),
                tenant_id=payout.tenant_id,
                payout_id=payout.id,
                number=1,
                idempotency_key=f"{payout.id}:1",
            )
        )
        db.flush()
        transfer = to_send(db, failed)
        assert transfer is not None
        record(db, failed, send(transfer))
        mark_failed(db, operator, failed, reason="The account is closed.")

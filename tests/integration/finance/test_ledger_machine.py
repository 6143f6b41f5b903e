"""The books as a machine: whatever is done to money, in whatever order and however often, every invariant holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import ActionNotPossible, Conflict, Invalid
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.permissions import SYSTEM
from marketplace.integrations.payments.protocol import Answer, Outcome
from marketplace.integrations.payouts import protocol
from marketplace.kit import db as kit_db
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyLocation
from marketplace.models.ledger import CommissionRule, Earning, LedgerEntry, Payout
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.receivable import CreditPayout, Invoice, Receipt, Settlement
from marketplace.models.returns import Refund
from marketplace.models.store_settings import StoreSettings
from marketplace.models.vendor import Vendor
from marketplace.services.finance import bank_files, earnings, payout_actions, payout_sending, refund_sending
from marketplace.services.finance.credit_payouts import PayoutForm, find_credit, pay_credit_out, take_back_credit_payout
from marketplace.services.finance.invoicing import give_invoice_number
from marketplace.services.finance.payouts import request_payout
from marketplace.services.finance.receivables import (
    ReceiptForm,
    record_receipt,
    take_back_receipt,
    use_credit,
    write_off_invoice,
)
from marketplace.services.finance.refunds import RefundLine, open_refund
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification.ledger_invariants import MONEY_RULES
from marketplace.services.operations.verification.receivables import RECEIVABLE_RULES
from marketplace.services.orders.cancelling import cancel_order
from tests.factories.catalogue import make_catalogue
from tests.factories.companies import make_company, place_id
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_operator, make_payer, make_vendor_owner

picks = st.integers(0, 10**6)
rates = st.sampled_from([1900, 700, 810, 0])
REASON = "for the machine"
BY_HAND = ("every refund that waits has its job", "every payout that is being sent has its job")  # the machine is it


class Books(RuleBasedStateMachine):
    """One store, two vendors of which one has a reserve; everything in a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.db = kit_db._opened(Scope.system(), frozen=False)
        self.days, self.paid_in, self.paid_back, self.paid_out, self.bought = 0, 0, 0, 0, False

    def teardown(self) -> None:
        self.db.rollback()
        self.db.close()

    @initialize(
        rate=st.integers(0, 5_000),
        fixed=st.integers(0, 400),
        vat=st.sampled_from([0, 1900]),
        base=st.sampled_from(["goods", "goods_and_shipping", "with_tax"]),
    )
    def open_store(self, rate: int, fixed: int, vat: int, base: str) -> None:
        self.shop = make_catalogue(
            self.db,
            settings=StoreSettings(fee_tax_bps=vat, payout_minimum={"EUR": 1}, payout_two_persons={"EUR": 50_000}),
        )
        for name in ("Drill", "Saw", "File"):
            self.shop.product(name, vendor="bolt", stock=10**6)
        self.shop.product("Glove", vendor="arco", stock=10**6)
        self.vendors: list[Vendor] = [self.shop.vendor("bolt"), self.shop.vendor("arco")]
        self.vendors[1].reserve_bps = 1_500
        for vendor in self.vendors:
            vendor.payout_account = {"holder": vendor.legal_name, "iban": "DE02120300000000202051"}
        self.owners = [make_vendor_owner(self.db, vendor) for vendor in self.vendors]
        make_payer(self.db)
        self.operators = [make_operator(self.db), make_operator(self.db, "two@example.com")]
        self.place = place_id(self.db, make_company(self.db, self.shop.store.id), "York")
        self.one(select(CompanyLocation).where(CompanyLocation.id == self.place), 0).net_days = 30
        self.db.add(
            CommissionRule(
                id=new_id("rul"),
                tenant_id=self.shop.store.id,
                position=1,
                title="All",
                rate_bps=rate,
                fixed_amount=fixed,
                base=base,
            )
        )
        self.db.flush()

    @rule(
        units=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 20_000), rates), min_size=1, max_size=4),
        shipping=st.integers(0, 900),
        gives=st.booleans(),
        off=st.integers(0, 100),
        borne=st.integers(0, 100),
        inclusive=st.booleans(),
        on_account=st.booleans(),
    )
    def buy(
        self,
        units: list[tuple[int, int, int]],
        shipping: int,
        gives: bool,
        off: int,
        borne: int,
        inclusive: bool,
        on_account: bool,
    ) -> None:
        offers = [offer for vendor in self.vendors for offer in offers_of(self.db, vendor)]
        lines = [
            Bought(offer, quantity, unit, tax_bps=rate)
            for offer, (quantity, unit, rate) in zip(offers, units, strict=False)
        ]
        least = min(
            sum(line.quantity * line.unit for line in lines if line.offer.vendor_id == v.id) or 10**9
            for v in self.vendors
        )
        discount = least * off // 100
        orders = placed_order(
            self.db,
            self.shop,
            lines,
            shipping=0 if gives else shipping,
            given_shipping=shipping if gives else 0,
            discount=discount,
            store_discount=discount * borne // 100,
            inclusive=inclusive,
            provider=ON_ACCOUNT if on_account else "card",
        )
        if on_account:
            group = self.one(select(OrderGroup).where(OrderGroup.id == orders[0].group_id), 0)
            group.company_location_id = self.place
            self.db.flush()
        for order in orders:
            settle(self.db, order.id)
            self.bought, self.paid_in = True, self.paid_in + (0 if on_account else order.total_amount)
        self.replayed(lambda: settle(self.db, orders[0].id))

    @precondition(lambda self: self.bought)
    @rule(at=picks, share=st.integers(1, 100), delivery=st.booleans(), works=st.booleans())
    def refund(self, at: int, share: int, delivery: bool, works: bool) -> None:
        order = self.one(select(Order).order_by(Order.id), at)
        left = order.total_amount - order.refunded_amount
        freight = order.shipping_amount + order.given_shipping_amount
        self.give_back(order, works, amount=max(1, left * share // 100), shipping_amount=freight if delivery else 0)

    @precondition(lambda self: self.bought)
    @rule(at=picks, pieces=st.integers(1, 5), delivery=st.integers(0, 100), works=st.booleans(), free=st.booleans())
    def pieces_come_back(self, at: int, pieces: int, delivery: int, works: bool, free: bool) -> None:
        line = self.one(select(OrderLine).order_by(OrderLine.id), at)
        order = self.one(select(Order).where(Order.id == line.order_id), 0)
        freight = (order.shipping_amount + order.given_shipping_amount) * delivery // 100
        self.give_back(
            order,
            works,
            lines=[RefundLine(line.id, pieces, restock=True)],
            shipping_amount=freight,
            amount=0 if free else None,
        )

    @precondition(lambda self: self.bought)
    @rule(at=picks)
    def give_up(self, at: int) -> None:
        order = self.one(select(Order).order_by(Order.id), at)
        key = new_id("key")
        cancel_order(self.db, self.operators[0], order.id, reason=REASON, key=key)
        self.record_waiting()
        self.replayed(lambda: cancel_order(self.db, self.operators[0], order.id, reason=REASON, key=key))
        lines = self.db.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
        assert all(line.refunded_quantity == line.quantity for line in lines)
        given_up = "select sum(amount) from earning where order_id = :order and kind in ('sale', 'refund')"
        kept = order.total_amount - order.refunded_amount
        if kept == 0:  # but for what was kept of pieces that had come back for less, nothing stays with the vendor
            assert self.db.connection().execute(text(given_up), {"order": order.id}).scalar() == 0

    def record_waiting(self) -> None:
        for refund in self.db.exec(select(Refund).where(Refund.status == "pending").order_by(Refund.id)).all():
            refund_sending.record(self.db, refund.id, Answer(Outcome.CAPTURED, reference="re"))
            self.paid_back += 0 if self.is_on_account(refund.order_id) else refund.amount

    def give_back(self, order: Order, works: bool, **parts: object) -> None:
        key = new_id("key")
        try:
            refund_id = open_refund(self.db, SYSTEM, order, key=key, **parts)  # type: ignore[arg-type]
        except Invalid:
            return
        answer = Answer(Outcome.CAPTURED if works else Outcome.DECLINED, reference="re")
        refund_sending.record(self.db, refund_id, answer)
        refund = self.one(select(Refund).where(Refund.id == refund_id), 0)
        self.paid_back += refund.amount if works and not self.is_on_account(order.id) else 0
        self.replayed(lambda: open_refund(self.db, SYSTEM, order, amount=1, key=key))
        self.replayed(lambda: refund_sending.record(self.db, refund_id, answer))

    @precondition(lambda self: self.bought)
    @rule(at=picks)
    def bill(self, at: int) -> None:
        order = self.one(select(Order).order_by(Order.id), at)
        order.shipped_at = order.shipped_at or now()
        self.db.flush()
        give_invoice_number(self.db, order.id)
        self.replayed(lambda: give_invoice_number(self.db, order.id))

    @precondition(lambda self: self.bought)
    @rule(amount=st.integers(1, 60_000), part=st.integers(0, 100), at=picks, spread=st.booleans())
    def buyer_pays(self, amount: int, part: int, at: int, spread: bool) -> None:
        opened = self.db.exec(
            select(Invoice).where(Invoice.kind == "invoice", Invoice.open_amount > 0).order_by(Invoice.id)
        ).all()
        chosen = (
            {one.id: min(amount, one.open_amount) * part // 100 for one in opened[at % len(opened) :][:1]}
            if opened
            else {}
        )
        form, key = ReceiptForm(amount, now().date(), "SEPA", chosen, spread), new_id("key")
        record_receipt(self.db, self.operators[0], self.place, form, key=key)
        self.paid_in += amount
        self.replayed(lambda: record_receipt(self.db, self.operators[0], self.place, form, key=key))

    @precondition(lambda self: self.receipts())
    @rule(at=picks)
    def payment_is_taken_back(self, at: int) -> None:
        receipt = self.receipts()[at % len(self.receipts())]
        take_back_receipt(self.db, self.operators[0], receipt.id, reason=REASON)
        self.paid_in -= receipt.amount
        self.replayed(lambda: take_back_receipt(self.db, self.operators[0], receipt.id, reason=REASON))

    @precondition(lambda self: self.bought)
    @rule(share=st.integers(1, 110))
    def credit_is_paid_out(self, share: int) -> None:
        place = self.one(select(CompanyLocation).where(CompanyLocation.id == self.place), 0)
        free = find_credit(self.db, place).free
        form, key = PayoutForm(free * share // 100, now().date(), "SEPA", REASON), new_id("key")
        try:
            pay_credit_out(self.db, self.operators[0], self.place, form, key=key)
        except Invalid:
            assert not 0 < form.amount <= free
            return
        assert 0 < form.amount <= free
        self.paid_back += form.amount
        self.replayed(lambda: pay_credit_out(self.db, self.operators[0], self.place, form, key=key))

    @precondition(lambda self: self.credit_payouts())
    @rule(at=picks)
    def credit_comes_back(self, at: int) -> None:
        payout = self.credit_payouts()[at % len(self.credit_payouts())]
        take_back_credit_payout(self.db, self.operators[0], payout.id, reason=REASON)
        self.paid_back -= payout.amount
        self.replayed(lambda: take_back_credit_payout(self.db, self.operators[0], payout.id, reason=REASON))

    @precondition(lambda self: self.bought)
    @rule()
    def credit_is_used(self) -> None:
        use_credit(self.db, self.operators[0], self.place)
        self.replayed(lambda: use_credit(self.db, self.operators[0], self.place))

    @precondition(lambda self: self.bought)
    @rule(at=picks)
    def invoice_is_given_up(self, at: int) -> None:
        opened = self.db.exec(select(Invoice.id).where(Invoice.open_amount > 0, Invoice.kind == "invoice")).all()
        if opened:
            write_off_invoice(self.db, self.operators[0], sorted(opened)[at % len(opened)], reason=REASON)

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        self.days += days
        moment = now() + timedelta(days=self.days)
        vendors = [vendor.id for vendor in self.vendors]
        earnings.release(self.db, self.shop.store.id, vendors, moment)
        self.replayed(lambda: earnings.release(self.db, self.shop.store.id, vendors, moment))

    @rule(at=st.integers(0, 1))
    def ask_for_payout(self, at: int) -> None:
        key = new_id("key")
        try:
            request_payout(self.db, self.owners[at], "EUR", key=key)
        except Conflict:
            return
        self.replayed(lambda: request_payout(self.db, self.owners[at], "EUR", key=key))

    @precondition(lambda self: self.payouts("held"))
    @rule(at=picks, who=st.integers(0, 1))
    def release_payout(self, at: int, who: int) -> None:
        self.tried(lambda: payout_actions.release_payout(self.db, self.operators[who], self.pick_payout("held", at)))

    @precondition(lambda self: self.payouts("queued"))
    @rule(outcome=st.sampled_from(list(protocol.Sent)))
    def send(self, outcome: protocol.Sent) -> None:
        waiting = self.payouts("queued")
        bank_files.make_bank_file(self.db, self.operators[0])
        for payout in waiting:
            receipt = protocol.Receipt(outcome, "ref")
            payout_sending.record(self.db, payout.id, receipt)
            self.replayed(lambda payout=payout, receipt=receipt: payout_sending.record(self.db, payout.id, receipt))
            self.paid_out += payout.amount if outcome is protocol.Sent.PAID else 0

    @precondition(lambda self: self.payouts("in_transit"))
    @rule(at=picks, arrives=st.booleans())
    def end(self, at: int, arrives: bool) -> None:
        payout_id = self.pick_payout("in_transit", at)
        if not arrives:
            return payout_actions.mark_failed(self.db, self.operators[0], payout_id, reason=REASON)
        payout_actions.mark_paid(self.db, self.operators[0], payout_id, bank_reference="SEPA")
        self.paid_out += self.one(select(Payout).where(Payout.id == payout_id), 0).amount
        return None

    @precondition(lambda self: self.payouts("paid"))
    @rule(at=picks)
    def comes_back(self, at: int) -> None:
        payout_id = self.pick_payout("paid", at)
        payout_actions.mark_returned(self.db, self.operators[0], payout_id, reason=REASON)
        self.paid_out -= self.one(select(Payout).where(Payout.id == payout_id), 0).amount

    @precondition(lambda self: self.payouts("queued", "held"))
    @rule(at=picks)
    def cancel(self, at: int) -> None:
        payout_actions.cancel_payout(self.db, self.operators[0], self.pick_payout("queued held", at), reason=REASON)

    @precondition(lambda self: self.bought)
    @rule(at=picks)
    def dispute(self, at: int) -> None:
        order = self.one(select(Order).order_by(Order.id), at)
        order.disputed_at = None if order.disputed_at else now()
        self.db.flush()

    @rule(at=st.integers(0, 1))
    def give_up_a_debt(self, at: int) -> None:
        self.tried(
            lambda: earnings.write_off(
                self.db, self.operators[0], self.vendors[at].id, "EUR", reason=REASON, key=new_id("key")
            )
        )

    @invariant()
    def every_rule_holds(self) -> None:
        if not hasattr(self, "shop"):
            return
        self.db.flush()
        broken = {
            name: list(self.db.connection().execute(text(bad)))
            for name, (_, bad) in {**MONEY_RULES, **RECEIVABLE_RULES}.items()
            if name not in BY_HAND
        }
        assert {name: rows for name, rows in broken.items() if rows} == {}

    @invariant()
    def the_clearing_account_holds_what_came_less_what_went(self) -> None:
        if hasattr(self, "shop"):
            balance = self.db.connection().execute(
                text("select coalesce(sum(posted_balance), 0) from ledger_account where kind = 'psp_clearing'")
            )
            assert int(balance.scalar_one()) == self.paid_back + self.paid_out - self.paid_in

    def replayed(self, again: Callable[[], object]) -> None:
        """Doing it again with its key changes nothing."""
        before = self.counts()
        again()
        self.db.flush()
        assert self.counts() == before

    def tried(self, use: Callable[[], object]) -> None:
        try:
            use()
        except (Conflict, ActionNotPossible):
            return

    def counts(self) -> tuple[object, ...]:
        tables = (LedgerEntry, Earning, Payout, Refund, Invoice, Receipt, Settlement, CreditPayout)
        rows = [self.db.connection().execute(text(f"select count(*) from {t.__tablename__}")).scalar() for t in tables]
        return *rows, self.db.connection().execute(text("select sum(abs(posted_balance)) from ledger_account")).scalar()

    def is_on_account(self, order_id: str) -> bool:
        paid_by = select(Payment.provider).join(Order, Order.group_id == Payment.group_id)
        return self.db.exec(paid_by.where(Order.id == order_id)).one() == ON_ACCOUNT

    def receipts(self) -> list[Receipt]:
        if not hasattr(self, "shop"):
            return []
        return list(self.db.exec(select(Receipt).where(Receipt.taken_back_at.is_(None)).order_by(Receipt.id)).all())  # type: ignore[union-attr]

    def credit_payouts(self) -> list[CreditPayout]:
        if not hasattr(self, "shop"):
            return []
        rows = select(CreditPayout).where(CreditPayout.taken_back_at.is_(None))  # type: ignore[union-attr]
        return list(self.db.exec(rows.order_by(CreditPayout.id)).all())  # type: ignore[arg-type]

    def payouts(self, *statuses: str) -> list[Payout]:
        if not hasattr(self, "shop"):
            return []
        return [p for p in self.db.exec(select(Payout).order_by(Payout.id)) if p.status in statuses]

    def pick_payout(self, statuses: str, at: int) -> str:
        payouts = self.payouts(*statuses.split())
        return payouts[at % len(payouts)].id

    def one(self, statement: object, at: int):  # type: ignore[no-untyped-def]
        self.db.flush()
        rows = self.db.exec(statement.execution_options(populate_existing=True)).all()  # type: ignore[attr-defined, call-overload]
        return rows[at % len(rows)]


@pytest.mark.usefixtures("database")
def test_every_invariant_holds_whatever_is_done() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

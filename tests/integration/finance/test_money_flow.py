"""One order's money, from the buyer's payment to the vendor's bank, and every way it can turn round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from marketplace.domain.errors import ActionNotPossible, Conflict, Invalid
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, Charge, Outcome
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tables import Job
from marketplace.models.ledger import CommissionLine, CommissionRule, Earning, LedgerAccount, Payout
from marketplace.models.order import Order, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund
from marketplace.models.stock import StockLevel
from marketplace.models.store_settings import StoreSettings
from marketplace.models.vendor import Vendor
from marketplace.services.finance import earnings, payout_sending, refund_sending
from marketplace.services.finance.bank_files import make_bank_file
from marketplace.services.finance.payout_actions import (
    cancel_payout,
    hold_payout,
    mark_failed,
    mark_paid,
    mark_returned,
    release_payout,
)
from marketplace.services.finance.payouts import request_payout
from marketplace.services.finance.refunds import RefundLine, open_refund, refund_order, retry_refund
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_and_note
from marketplace.services.orders.cancelling import cancel_order, refuse_order
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_operator, make_payer, make_vendor_owner


@dataclass
class Scene:
    """A vendor with two articles in a store that takes 10 % and charges 19 % VAT on it, and its people."""

    db: Session
    shop: Catalogue
    vendor: Vendor
    owner: Actor
    operator: Actor
    second: Actor

    def order(self, *amounts: int, quantity: int = 1, **more: object) -> Order:
        """A paid and settled order with a line for each net amount."""
        offers = offers_of(self.db, self.vendor)
        lines = [Bought(offer, quantity, amount) for offer, amount in zip(offers, amounts, strict=False)]
        (order,) = placed_order(self.db, self.shop, lines, **more)  # type: ignore[arg-type]
        settle(self.db, order.id)
        return order

    def lines(self, order: Order) -> list[OrderLine]:
        return list(self.db.exec(select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.id)))

    def refund(self, order: Order, **more: object) -> Refund:
        """A refund, asked for and sent."""
        refund_id = refund_order(self.db, self.operator, order.id, key=new_id("key"), **more)  # type: ignore[arg-type]
        refund_sending.record(self.db, refund_id, Answer(Outcome.CAPTURED, reference="re_1"))
        return self.db.exec(select(Refund).where(Refund.id == refund_id)).one()

    def send_refunds(self) -> None:
        """What the worker does with refunds that wait."""
        for refund_id in self.db.exec(select(Refund.id).where(Refund.status == "pending")).all():
            request = refund_sending.to_send(self.db, refund_id)
            assert request is not None
            refund_sending.record(self.db, refund_id, refund_sending.send(request))

    def payout(self, key: str) -> Payout:
        """The payout that asking with this key makes."""
        payout_id = request_payout(self.db, self.owner, "EUR", key=key)
        return self.db.exec(select(Payout).where(Payout.id == payout_id)).one()

    def free(self) -> int:
        return earnings.release(self.db, self.shop.store.id, [self.vendor.id], now() + timedelta(days=15))

    def balance(self, kind: str, owner: str = "") -> int:
        self.db.flush()
        self.db.expire_all()
        balance = self.db.exec(
            select(LedgerAccount.posted_balance).where(
                LedgerAccount.owner == (owner or f"vendor:{self.vendor.id}"), LedgerAccount.kind == kind
            )
        ).first()
        return balance or 0

    def books(self) -> tuple[int, int, int]:
        """Pending, available, in transit."""
        return self.balance("pending"), self.balance("available"), self.balance("in_transit")

    def sound(self) -> None:
        """Every invariant holds."""
        self.db.flush()
        assert {r.name: r.broken for r in verify_and_note(self.db) if r.broken} == {}


@pytest.fixture
def scene(db: Session) -> Scene:
    shop = make_catalogue(db, settings=StoreSettings(fee_tax_bps=1900, hold_days=14, payout_minimum={"EUR": 1}))
    shop.product("Drill", vendor="bolt")
    shop.product("Saw", vendor="bolt")
    vendor = shop.vendor("bolt")
    vendor.payout_account = {"holder": "Bolt GmbH", "iban": "DE02120300000000202051", "bic": "BYLADEM1001"}
    rule = CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="Everything", rate_bps=1000)
    db.add(rule)
    make_payer(db)
    return Scene(
        db, shop, vendor, make_vendor_owner(db, vendor), make_operator(db), make_operator(db, "second@example.com")
    )


def test_a_paid_order_is_divided_once(scene: Scene) -> None:
    order = scene.order(10_000, 5_000, shipping=500)
    settle(scene.db, order.id)
    assert order.total_amount == 18_445
    assert scene.balance("psp_clearing", "platform") == -18_445
    assert scene.balance("commission", "platform") == 1_500
    assert scene.balance("fee_tax_payable", "platform") == 285
    assert scene.balance("tax_payable", "platform") == 2_945
    assert scene.books() == (13_715, 0, 0)
    frozen = scene.db.exec(select(CommissionLine).order_by(CommissionLine.id)).all()
    assert [(f.amount, f.tax_amount, f.base_amount) for f in frozen] == [(1_000, 190, 10_000), (500, 95, 5_000)]
    assert frozen[0].reason == "Rule 1, Everything: 10 % of EUR 150.00 (goods without tax)."
    scene.sound()


def test_the_stores_discount_is_paid_to_the_vendor(scene: Scene) -> None:
    scene.order(10_000, discount=2_000, store_discount=1_500)
    assert scene.balance("promotions", "platform") == -1_500
    assert scene.balance("commission", "platform") == 950  # of what the vendor gets for the goods
    assert scene.books()[0] == 9_500 - 950 - 180
    scene.sound()


def test_a_line_that_the_store_paid_for_leaves_nothing_with_the_vendor_who_refuses_it(scene: Scene) -> None:
    order = scene.order(11_287, discount=11_287, store_discount=11_287)
    assert (order.total_amount, scene.books()[0], scene.balance("promotions", "platform")) == (0, 9_943, -11_287)
    assert refuse_order(scene.db, scene.owner, order.id, reason="The maker stopped it", key="no") == 0
    assert order.status == "cancelled"
    scene.send_refunds()
    assert scene.books() == (0, 0, 0)
    for kind in ("promotions", "commission", "fee_tax_payable", "psp_clearing"):
        assert scene.balance(kind, "platform") == 0
    (line,) = scene.lines(order)
    assert (line.refunded_quantity, line.refunded_store_amount, order.refunded_amount) == (1, 11_287, 0)
    refund = scene.db.exec(select(Refund)).one()
    assert (refund.status, refund.amount, refund.store_discount_amount, refund.commission_amount) == (
        "succeeded",
        0,
        11_287,
        1_129,
    )
    assert scene.db.exec(select(StockLevel.on_hand)).all() == [20, 20]
    scene.sound()


def test_the_stores_money_goes_back_by_pieces(scene: Scene) -> None:
    order = scene.order(1_000, quantity=3, discount=3_000, store_discount=3_000)
    (line,) = scene.lines(order)
    cancel_order(scene.db, scene.owner, order.id, lines={line.id: 1}, reason="One is broken", key="c")
    scene.send_refunds()
    assert (scene.balance("promotions", "platform"), scene.books()[0]) == (-2_000, 2_000 - 200 - 38)
    assert order.status == "to_fulfil"
    scene.sound()
    scene.refund(order, lines=[RefundLine(line.id, 1, restock=True)])
    assert (scene.balance("promotions", "platform"), scene.books()[0]) == (-1_000, 1_000 - 100 - 19)
    with pytest.raises(Invalid):
        scene.refund(order, lines=[RefundLine(line.id, 2)])
    with pytest.raises(Invalid):
        scene.refund(order, lines=[RefundLine(line.id, 2)], amount=0)
    with pytest.raises(Invalid):
        scene.refund(order, amount=1)  # nothing of it was the buyer's
    scene.refund(order, lines=[RefundLine(line.id, 1)], amount=0)
    assert (scene.balance("promotions", "platform"), scene.books()) == (0, (0, 0, 0))
    assert sorted(scene.db.exec(select(StockLevel.on_hand)).all()) == [19, 20]
    scene.sound()


def test_goodwill_is_the_vendors_and_takes_nothing_from_the_store(scene: Scene) -> None:
    order = scene.order(10_000, discount=5_000, store_discount=5_000)
    scene.refund(order, amount=1_190)
    assert scene.balance("promotions", "platform") == -5_000
    assert scene.books()[0] == 8_810 - 1_000 + 100 + 19  # a tenth of what it gets, and of the fee on it
    scene.refund(order, amount=order.total_amount - 1_190)  # everything that the buyer paid
    assert (scene.balance("promotions", "platform"), scene.books()[0]) == (-5_000, 5_000 - 500 - 95)
    (line,) = scene.lines(order)
    assert cancel_order(scene.db, scene.owner, order.id, reason="Repaid already", key="c") == 0
    scene.send_refunds()
    assert (order.status, scene.balance("promotions", "platform"), scene.books()) == ("cancelled", 0, (0, 0, 0))
    assert line.refunded_quantity == 1
    scene.sound()


def test_freight_that_the_store_gives_is_not_goods(scene: Scene) -> None:
    rule = scene.db.exec(select(CommissionRule)).one()
    rule.rate_bps, rule.to_amount = 1_200, 12_000  # with the freight it would be above the band
    order = scene.order(5_800, quantity=2, given_shipping=950)
    frozen = scene.db.exec(select(CommissionLine)).one()
    assert (frozen.amount, frozen.tax_amount, frozen.base_amount, frozen.shipping_amount) == (1_392, 264, 11_600, 950)
    assert (scene.books()[0], scene.balance("promotions", "platform")) == (10_894, -950)
    (line,) = scene.lines(order)
    scene.refund(order, lines=[RefundLine(line.id, 1)])
    assert (scene.books()[0], scene.balance("promotions", "platform")) == (5_800 + 950 - 696 - 132, -950)
    scene.sound()
    scene.refund(order, lines=[RefundLine(line.id, 1)])
    assert (scene.books()[0], scene.balance("promotions", "platform")) == (950, -950)
    for amount in (951, -1):
        with pytest.raises(Invalid):
            scene.refund(order, shipping_amount=amount)
    refund = scene.refund(order, shipping_amount=950)
    assert (refund.amount, refund.shipping_amount, refund.given_shipping_amount) == (0, 0, 950)
    assert (scene.books(), scene.balance("promotions", "platform")) == ((0, 0, 0), 0)
    scene.sound()


def test_a_rule_on_goods_and_delivery_counts_freight_that_the_store_gives(scene: Scene) -> None:
    rule = scene.db.exec(select(CommissionRule)).one()
    rule.rate_bps, rule.base = 1_200, "goods_and_shipping"
    order = scene.order(5_800, quantity=2, given_shipping=950)
    assert scene.db.exec(select(CommissionLine.amount)).one() == 1_506
    cancel_order(scene.db, scene.owner, order.id, reason="Sold out today", key="c")
    scene.send_refunds()
    assert (scene.books(), scene.balance("promotions", "platform")) == ((0, 0, 0), 0)
    scene.sound()


def test_a_refund_that_was_overtaken_is_not_sent_again(scene: Scene) -> None:
    order = scene.order(1_000, discount=1_000, store_discount=1_000)
    (line,) = scene.lines(order)
    failed = refund_order(scene.db, scene.operator, order.id, lines=[RefundLine(line.id, 1)], key="k")
    refund_sending.record(scene.db, failed, Answer(Outcome.DECLINED, failure="No."))
    scene.refund(order, lines=[RefundLine(line.id, 1)])
    with pytest.raises(Conflict, match="meanwhile"):  # a button without a form: it is said by a toast
        retry_refund(scene.db, scene.operator, failed)
    assert scene.db.exec(select(Refund.status).where(Refund.id == failed)).one() == "failed"
    scene.sound()


def test_parts_go_back_and_end_at_exactly_nothing(scene: Scene) -> None:
    order = scene.order(3_333, 1_667, quantity=3, shipping=499)
    first, second = scene.lines(order)
    for _ in range(3):
        scene.refund(order, lines=[RefundLine(first.id, 1, restock=True)])
        scene.sound()
    scene.refund(order, lines=[RefundLine(second.id, 3)], shipping_amount=499)
    for kind in ("psp_clearing", "commission", "fee_tax_payable", "tax_payable"):
        assert scene.balance(kind, "platform") == 0
    assert scene.books() == (0, 0, 0)
    assert order.refunded_amount == order.total_amount
    levels = scene.db.exec(select(StockLevel.on_hand)).all()
    assert sorted(levels) == [17, 20]
    scene.sound()


def test_more_than_was_paid_never_goes_back(scene: Scene) -> None:
    order = scene.order(1_000, shipping=100)
    (line,) = scene.lines(order)
    scene.refund(order, amount=1_000)
    for parts in ({"lines": [RefundLine(line.id, 2)]}, {"amount": 500}, {"shipping_amount": 101}, {}):
        with pytest.raises(Invalid):
            scene.refund(order, **parts)
    with pytest.raises(Invalid):
        scene.refund(order, lines=[RefundLine("elsewhere", 1)])
    scene.refund(order, lines=[RefundLine(line.id, 1)], shipping_amount=100)  # what is left of it
    assert order.refunded_amount == order.total_amount
    scene.sound()


def test_the_same_key_is_the_same_refund(scene: Scene) -> None:
    order = scene.order(1_000)
    ids = {open_refund(scene.db, SYSTEM, order, amount=500, key="k") for _ in range(3)}
    assert len(ids) == 1
    assert len(scene.db.exec(select(Job).where(Job.kind == "refund.send")).all()) == 1
    with pytest.raises(Conflict):
        open_refund(scene.db, SYSTEM, scene.order(1_000), amount=1, key="k")


def test_a_refused_refund_moves_nothing(scene: Scene) -> None:
    order = scene.order(1_000)
    refund_id = refund_order(scene.db, scene.operator, order.id, amount=500, key="k")
    refund_sending.record(scene.db, refund_id, Answer(Outcome.DECLINED, failure="No."))
    refund = scene.db.exec(select(Refund).where(Refund.id == refund_id)).one()
    assert (refund.status, refund.failure, order.refunded_amount) == ("failed", "No.", 0)
    scene.refund(order, amount=order.total_amount)
    scene.sound()


def test_what_was_refused_is_asked_anew_and_what_was_not_answered_is_not(scene: Scene) -> None:
    """The provider remembers its refusal by the key, and the money by another."""
    card = provider("card")
    paid = card.charge(Charge(new_id("key"), 1_190, "EUR", "Order", {"card": "5126"}))
    order = scene.order(1_000, provider="card", reference=paid.reference)
    refund_id = refund_order(scene.db, scene.operator, order.id, amount=500, key="k")
    request = refund_sending.to_send(scene.db, refund_id)
    assert request is not None
    assert refund_sending.send(request).outcome is Outcome.DECLINED  # the answer is lost
    assert refund_sending.to_send(scene.db, refund_id) == request
    scene.send_refunds()
    refund = scene.db.exec(select(Refund).where(Refund.id == refund_id)).one()
    assert (refund.status, refund.failure) == ("failed", "The bank of the card did not take the money.")
    retry_refund(scene.db, scene.operator, refund_id)
    again = refund_sending.to_send(scene.db, refund_id)
    assert again is not None
    assert again.give_back.key == f"{refund_id}:1"
    given = refund_sending.send(again)  # the answer is lost
    assert refund_sending.to_send(scene.db, refund_id) == again
    scene.send_refunds()
    assert (refund.status, refund.provider_reference) == ("succeeded", given.reference)
    assert order.refunded_amount == 500
    with pytest.raises(ActionNotPossible):
        retry_refund(scene.db, scene.operator, refund_id)
    rest = refund_order(scene.db, scene.operator, order.id, amount=690, key="rest")
    scene.send_refunds()
    retry_refund(scene.db, scene.operator, rest)
    scene.send_refunds()
    assert order.refunded_amount == 1_190  # all that was charged: nothing of it was given back twice
    scene.sound()


def test_a_late_refund_is_taken_from_the_next_payout(scene: Scene) -> None:
    order = scene.order(10_000)
    scene.free()
    payout = request_payout(scene.db, scene.owner, "EUR", key="k")
    assert request_payout(scene.db, scene.owner, "EUR", key="k") == payout
    scene.refund(order, amount=order.total_amount)
    assert scene.books() == (0, -8_810, 8_810)
    scene.sound()
    with pytest.raises(Conflict, match="nothing to pay"):
        request_payout(scene.db, scene.owner, "EUR", key="k2")
    scene.order(20_000)
    scene.free()
    paid = scene.payout("k3")
    assert (paid.amount, paid.figures["refunds"], paid.figures["earnings"]) == (8_810, -8_810, 2)
    account = scene.db.exec(select(LedgerAccount).where(LedgerAccount.kind == "available")).one()
    assert (account.posted_balance, account.allow_negative) == (0, False)
    scene.sound()


def test_a_debt_that_is_given_up(scene: Scene) -> None:
    order = scene.order(10_000)
    scene.free()
    request_payout(scene.db, scene.owner, "EUR", key="k")
    scene.refund(order, amount=order.total_amount)
    assert earnings.write_off(scene.db, scene.operator, scene.vendor.id, "EUR", reason="Insolvent", key="w") == 8_810
    assert scene.books() == (0, 0, 8_810)
    assert scene.balance("write_off", "platform") == -8_810
    scene.sound()


def test_a_payout_arrives(scene: Scene) -> None:
    scene.order(10_000)
    scene.order(5_000)
    assert scene.free() == 2
    payout_id = request_payout(scene.db, scene.owner, "EUR", key="k")
    assert scene.books() == (0, 0, 13_215)
    make_bank_file(scene.db, scene.operator)
    payout_sending.record(scene.db, payout_id, payout_sending.send(payout_sending.to_send(scene.db, payout_id)))
    payout = scene.db.exec(select(Payout).where(Payout.id == payout_id)).one()
    assert (payout.status, payout.number[:9]) == ("in_transit", f"PAY-{now():%Y}-")
    with pytest.raises(Invalid):
        mark_paid(scene.db, scene.operator, payout_id, bank_reference=" ")
    mark_paid(scene.db, scene.operator, payout_id, bank_reference="SEPA 7731")
    assert scene.books() == (0, 0, 0)
    assert {e.status for e in scene.db.exec(select(Earning))} == {"paid"}
    scene.sound()


def sent(scene: Scene) -> str:
    scene.order(10_000)
    scene.free()
    payout_id = request_payout(scene.db, scene.owner, "EUR", key=new_id("key"))
    make_bank_file(scene.db, scene.operator)
    payout_sending.record(scene.db, payout_id, payout_sending.send(payout_sending.to_send(scene.db, payout_id)))
    return payout_id


@pytest.mark.parametrize("end", ["failed", "returned", "cancelled"])
def test_what_does_not_arrive_can_be_asked_for_again(scene: Scene, end: str) -> None:
    if end == "cancelled":
        scene.order(10_000)
        scene.free()
        payout_id = request_payout(scene.db, scene.owner, "EUR", key="k")
        cancel_payout(scene.db, scene.operator, payout_id, reason="Wrong account")
    else:
        payout_id = sent(scene)
        if end == "returned":
            mark_paid(scene.db, scene.operator, payout_id, bank_reference="SEPA 1")
            mark_returned(scene.db, scene.operator, payout_id, reason="Account closed")
        else:
            mark_failed(scene.db, scene.operator, payout_id, reason="Account closed")
    assert scene.books() == (0, 8_810, 0)
    scene.sound()
    with pytest.raises(ActionNotPossible):
        mark_paid(scene.db, scene.operator, payout_id, bank_reference="late")
    again = scene.payout("n")
    assert again.amount == 8_810
    scene.sound()


def test_two_people_release_a_large_one(scene: Scene) -> None:
    store = scene.shop.store
    store.settings = store.settings.model_copy(update={"payout_two_persons": {"EUR": 5_000}})
    scene.order(10_000)
    scene.free()
    payout = scene.payout("k")
    assert (payout.status, payout.hold_reason) == ("held", "Above EUR 50.00: two people release it.")
    with pytest.raises(Conflict):
        make_bank_file(scene.db, scene.operator)
    assert release_payout(scene.db, scene.operator, payout.id) == 1
    with pytest.raises(Conflict, match="second person"):
        release_payout(scene.db, scene.operator, payout.id)
    assert release_payout(scene.db, scene.second, payout.id) == 0
    assert (payout.status, [a["name"] for a in payout.approvals]) == ("queued", ["Op Test", "Second Test"])
    hold_payout(scene.db, scene.operator, payout.id, reason="Asked the vendor")
    assert (payout.status, payout.approvals) == ("held", [])
    scene.sound()


def test_a_debt_can_be_given_up_more_than_once(scene: Scene) -> None:
    for at in range(2):
        order = scene.order(10_000)
        scene.free()
        request_payout(scene.db, scene.owner, "EUR", key=f"k{at}")
        scene.refund(order, amount=order.total_amount)
        assert earnings.write_off(scene.db, scene.operator, scene.vendor.id, "EUR", reason="Insolvent", key=f"w{at}")
        scene.sound()
    with pytest.raises(Conflict):
        earnings.write_off(scene.db, scene.operator, scene.vendor.id, "EUR", reason="Insolvent", key="w")


def test_what_the_provider_keeps_is_a_cost_of_the_store_once(scene: Scene) -> None:
    orders = placed_order(scene.db, scene.shop, [Bought(offers_of(scene.db, scene.vendor)[0], 1, 10_000)])
    scene.db.exec(select(Payment)).one().data = {"fee_amount": 320}
    for _ in range(2):
        settle(scene.db, orders[0].id)
    assert (scene.balance("psp_fees", "platform"), scene.balance("psp_clearing", "platform")) == (-320, -11_580)
    scene.sound()


def test_an_order_in_dispute_is_not_paid_out(scene: Scene) -> None:
    order = scene.order(10_000)
    scene.order(1_000)
    scene.free()
    order.disputed_at = now()
    scene.db.flush()
    payout = scene.payout("k")
    assert (payout.amount, scene.books()[1]) == (881, 8_810)
    scene.sound()


def test_a_reserve_is_kept_and_comes_back(scene: Scene) -> None:
    scene.vendor.reserve_bps = 1000
    scene.order(10_000)
    scene.free()
    assert (scene.books(), scene.balance("reserve")) == ((0, 7_929, 0), 881)
    scene.sound()
    request_payout(scene.db, scene.owner, "EUR", key="k")
    later = now() + timedelta(days=200)
    assert earnings.release(scene.db, scene.shop.store.id, [scene.vendor.id], later) == 1
    assert (scene.books(), scene.balance("reserve")) == ((0, 881, 7_929), 0)
    scene.sound()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"payouts_paused_reason": "A check"}, "paused: A check"),
        ({"payout_account": {}}, "bank account"),
        ({"status": "suspended"}, "not open"),
    ],
)
def test_what_stands_in_the_way_is_said(scene: Scene, change: dict[str, object], sentence: str) -> None:
    scene.order(10_000)
    scene.free()
    for name, value in change.items():
        setattr(scene.vendor, name, value)
    scene.db.flush()
    with pytest.raises(Conflict, match=sentence):
        request_payout(scene.db, scene.owner, "EUR", key="k")

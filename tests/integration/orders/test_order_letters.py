"""What follows from an order: letters to both sides, figures of the day, invoice numbers, reminders."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

import tasks.handlers  # noqa: F401
from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import Actor
from marketplace.integrations.mail import letters
from marketplace.kit.clock import now
from marketplace.kit.db import _begin, unit_of_work
from marketplace.kit.outbox import publish
from marketplace.kit.tables import AuditEvent, Job, MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.models.order import Order, OrderEvent, OrderGroup
from marketplace.models.vendor_day import VendorDay
from marketplace.services.finance.invoicing import give_invoice_number
from marketplace.services.orders.cancelling import (
    ask_to_cancel,
    cancel_group,
    cancel_order,
    decline_cancel,
    refuse_order,
)
from marketplace.services.orders.fulfilling import mark_delivered, ship_parcel
from marketplace.services.orders.order_lookup import ask_for_link
from marketplace.services.orders.order_reminders import count_as_delivered, remind_overdue
from marketplace.services.orders.returning import ask_to_return, refuse_return
from tasks.app import run_next
from tasks.orders import LETTERS
from tests.factories.bought import buy, lines_in, orders_of
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, make_operator, make_user, make_vendor_owner

UPS = "1Z999AA10123456784"


@pytest.fixture
def shop(db: Session) -> Catalogue:
    made = make_catalogue(db)
    made.product("Drill", price=10_000)
    made.product("Gloves", price=900, vendor="vanta", category="safety")
    return made


def placed(db: Session, shop: Catalogue, **fields: object) -> OrderGroup:
    """A purchase with the events that placing it leaves behind."""
    group = buy(db, shop, {"Drill": 2}, {"Gloves": 10}, **fields)  # type: ignore[arg-type]
    publish(db, "order_group.placed", tenant_id=group.tenant_id, aggregate="order_group", aggregate_id=group.id)
    for order in orders_of(db, group):
        publish(db, "order.placed", tenant_id=group.tenant_id, aggregate="order", aggregate_id=order.id)
        if order.paid_at:
            publish(db, "order.paid", tenant_id=group.tenant_id, aggregate="order", aggregate_id=order.id)
    return group


def work(db: Session) -> None:
    """Commit, and let the worker empty the table."""
    db.commit()
    while run_next():
        pass
    _begin(db.connection(), Scope.system(), frozen=False, job=None)  # scope and transaction have ended
    db.expire_all()
    with unit_of_work(Scope.system()) as check:
        assert check.exec(select(Job).where(col(Job.status) != "done")).all() == []


def mails() -> list[tuple[str, str]]:
    with unit_of_work(Scope.system()) as db:
        return [(mail.to, mail.subject) for mail in db.exec(select(MailMessage).order_by(MailMessage.id))]


def test_every_letter_has_its_event() -> None:
    followed = {letter for letters in LETTERS.values() for letter in letters}
    written = {path.stem for path in (Path(letters.__file__).parent / "templates").glob("*.txt")}
    assert followed == written - {*letters.KINDS, "order_link"}  # asked for by a form


def test_a_card_order_tells_the_buyer_once_and_each_vendor_its_part(db: Session, shop: Catalogue) -> None:
    make_vendor_owner(db, shop.vendors["bolt"])
    make_vendor_owner(db, shop.vendors["vanta"])
    group = placed(db, shop)
    work(db)
    assert sorted(mails()) == [
        ("ada@buyer.example", "Your order 1042 at Northforge"),
        ("owner@bolt.example", "New order 1042-1, €245.02"),
        ("owner@vanta.example", "New order 1042-2, €114.12"),
    ]
    with unit_of_work(Scope.system()) as fresh:
        letter = fresh.exec(select(MailMessage).where(MailMessage.to == "ada@buyer.example")).one()
        vendors = fresh.exec(select(MailMessage).where(MailMessage.to == "owner@bolt.example")).one()
    assert "Bolt (1042-1)\n2 × Drill, €200.00" in letter.text
    assert f"/s/northforge/orders/1042?key={group.key()}" in letter.text
    assert "Gloves" not in vendors.text
    assert group.key() not in vendors.text  # the buyer's link is the buyer's


def test_the_link_to_an_order_goes_to_the_address_it_was_placed_with(db: Session, shop: Catalogue) -> None:
    group = buy(db, shop, {"Drill": 1})
    ask_for_link(db, group.tenant_id, number="1042", email="ada@buyer.example")
    ask_for_link(db, group.tenant_id, number="1042", email="mallory@buyer.example")
    work(db)
    with unit_of_work(Scope.system()) as fresh:
        letter = fresh.exec(select(MailMessage)).one()
    assert (letter.to, letter.subject) == ("ada@buyer.example", "Your order 1042")
    assert f"/s/northforge/orders/1042?key={group.key()}" in letter.text


def test_a_transfer_is_awaited_then_thanked_for(db: Session, shop: Catalogue) -> None:
    make_vendor_owner(db, shop.vendors["bolt"])
    group = placed(db, shop, paid=False, method="bank")
    work(db)
    assert ("owner@bolt.example", "Order 1042-1 waits for its money") in mails()
    cancel_group(db, make_operator(db), group.id, reason="The transfer never came")
    work(db)
    subjects = [subject for to, subject in mails() if to == "ada@buyer.example"]
    assert subjects == ["Your order 1042 at Northforge", "Order 1042 from Bolt is cancelled"]
    assert ("owner@bolt.example", "Order 1042-1 is cancelled: do not send it") in mails()


def test_the_way_of_an_order_in_letters(db: Session, shop: Catalogue) -> None:
    bolt = make_vendor_owner(db, shop.vendors["bolt"])
    buyer = actor_for(db, make_user(db, "buyer@example.com"))
    group = placed(db, shop, user_id=buyer.user_id)
    order = orders_of(db, group)[0]
    drill = lines_in(db, order)["Drill"]
    ask_to_cancel(db, buyer, order.id, reason="Too many")
    decline_cancel(db, bolt, order.id, reason="One is packed")
    sent = ship_parcel(db, bolt, order.id, lines={drill.id: 1}, carrier="UPS", tracking_number=UPS, key="1")
    cancel_order(db, bolt, order.id, reason="The other one broke", key="2")
    mark_delivered(db, bolt, sent.id)
    return_id = ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="It squeaks", key="3")
    refuse_return(db, bolt, return_id, reason="All drills squeak")
    work(db)
    to_buyer = [subject for to, subject in mails() if to == "ada@buyer.example"]
    assert sorted(to_buyer) == [
        "A part of order 1042-1 from Bolt is cancelled",
        "Bolt has sent order 1042-1",
        "Order 1042-1 from Bolt could not be cancelled",
        "Order 1042-1 from Bolt is delivered",
        "Your order 1042 at Northforge",
        "Your return of order 1042-1 is refused",
        "€119.00 of order 1042-1 is on its way back to you",
    ]
    to_bolt = sorted(subject for to, subject in mails() if to == "owner@bolt.example")
    assert to_bolt == [
        "Aldermoor Rail Ltd asks to cancel order 1042-1",
        "Aldermoor Rail Ltd asks to return something of order 1042-1",
        "New order 1042-1, €245.02",
    ]


def test_nobody_is_promised_money_that_was_never_paid(db: Session, shop: Catalogue) -> None:
    shop.product("Sample", price=0)
    bolt = make_vendor_owner(db, shop.vendors["bolt"])
    order = orders_of(db, buy(db, shop, {"Sample": 3}, number=1050, shipping=0))[0]
    refuse_order(db, bolt, order.id, reason="The maker stopped it", key="no")
    work(db)
    with unit_of_work(Scope.system()) as fresh:
        letter = fresh.exec(select(MailMessage).where(MailMessage.to == "ada@buyer.example")).one()  # none of a refund
    assert letter.subject == "Order 1050-1 from Bolt is cancelled"
    assert "goes back to you" not in letter.text


def test_figures_follow_the_orders(db: Session, shop: Catalogue) -> None:
    bolt = make_vendor_owner(db, shop.vendors["bolt"])
    group = placed(db, shop)
    placed(db, shop, number=1043, at=now() - timedelta(days=2))
    order = orders_of(db, group)[0]
    work(db)

    def day(ago: int) -> VendorDay:
        with unit_of_work(Scope.system()) as fresh:
            wanted = (now() - timedelta(days=ago)).astimezone(UTC).date()
            return fresh.exec(
                select(VendorDay).where(VendorDay.vendor_id == shop.vendors["bolt"].id, VendorDay.day == wanted)
            ).one()

    assert (day(0).orders, day(0).units, day(0).goods_amount, day(0).refunded_amount) == (1, 2, 20_000, 0)
    assert (day(2).orders, day(2).goods_amount) == (1, 20_000)
    drill = lines_in(db, order)["Drill"]
    cancel_order(db, bolt, order.id, lines={drill.id: 1}, reason="One is broken", key="c")
    work(db)
    assert (day(0).goods_amount, day(0).refunded_amount) == (20_000, 10_000)


def test_invoice_numbers_run_per_vendor_and_are_given_once(db: Session, shop: Catalogue) -> None:
    one, two = placed(db, shop), placed(db, shop, number=1043)
    numbers = [give_invoice_number(db, orders_of(db, group)[0].id) for group in (one, two, one)]
    year = now().year
    assert numbers == [f"BOLT-{year}-0001", f"BOLT-{year}-0002", f"BOLT-{year}-0001"]
    assert give_invoice_number(db, orders_of(db, one)[1].id) == f"VANTA-{year}-0001"
    unpaid = buy(db, shop, {"Drill": 1}, number=1044, paid=False)
    assert give_invoice_number(db, orders_of(db, unpaid)[0].id) == ""


def test_an_unanswered_order_is_recalled_once(db: Session, shop: Catalogue) -> None:
    make_vendor_owner(db, shop.vendors["bolt"])
    make_vendor_owner(db, shop.vendors["vanta"])
    group = buy(db, shop, {"Drill": 1}, at=now() - timedelta(days=9))
    buy(db, shop, {"Gloves": 1}, number=1043)
    assert remind_overdue(db) == 1
    assert remind_overdue(db) == 0
    event = db.exec(select(OrderEvent)).one()
    assert (event.order_id, event.visible_to) == (orders_of(db, group)[0].id, "vendor")
    work(db)
    assert mails() == [("owner@bolt.example", "Order 1042-1 waits for your answer")]


def test_the_trails_of_several_stores_are_written_in_one_order(db: Session, shop: Catalogue) -> None:
    """Two jobs that hold the heads of two trails the other way round wait for each other."""
    other = make_catalogue(db, "southforge")
    other.product("Saw", price=10_000)
    first, second = sorted((shop.store.id, other.store.id))
    for days, store in ((19, second), (5, first)):  # the longest overdue is of the store that comes last
        there = shop if store == shop.store.id else other
        buy(db, there, {"Drill" if there is shop else "Saw": 1}, number=1000 + days, at=now() - timedelta(days=days))
    assert remind_overdue(db) == 2
    trail = select(AuditEvent).where(AuditEvent.action == AuditAction.ORDER_REMINDED).order_by(col(AuditEvent.seq))
    assert [one.tenant_id for one in db.exec(trail).all()] == [first, second]


def test_what_left_long_ago_counts_as_delivered(db: Session, shop: Catalogue) -> None:
    bolt: Actor = make_vendor_owner(db, shop.vendors["bolt"])
    orders = [orders_of(db, buy(db, shop, {"Drill": 1}, number=number))[0] for number in (1, 2)]
    for at, order in enumerate(orders):
        ship_parcel(db, bolt, order.id, carrier="Own van", key=str(at))
    orders[0].shipped_at = now() - timedelta(days=15)
    db.flush()
    assert count_as_delivered(db) == 1
    assert sorted(db.exec(select(Order.status))) == ["delivered", "shipped"]
    sentence = db.exec(select(OrderEvent.text).where(OrderEvent.kind == "delivered")).one()
    assert sentence == "Counts as delivered, 15 days after the last parcel left"

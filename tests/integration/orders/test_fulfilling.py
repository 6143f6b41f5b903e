"""From a paid order to parcels at the door, to cancellations and returns: who may, what is left, what is told."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from marketplace.domain.errors import ActionNotPossible, Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.kit.tables import AuditEvent, Outbox
from marketplace.models.order import Fulfilment, Order, OrderEvent, OrderGroup
from marketplace.models.returns import Refund, Return
from marketplace.models.stock import Reservation, StockLevel, StockLocation
from marketplace.services.catalogue.restocking import put_back
from marketplace.services.finance.refunds import RefundLine, refund_order
from marketplace.services.orders.cancelling import (
    ask_to_cancel,
    cancel_group,
    cancel_order,
    decline_cancel,
    refuse_order,
)
from marketplace.services.orders.fulfilling import accept_order, correct_tracking, mark_delivered, ship_parcel
from marketplace.services.orders.order_access import find_group_for
from marketplace.services.orders.returning import (
    approve_return,
    ask_to_return,
    receive_return,
    refund_return,
    refuse_return,
)
from tests.factories.bought import buy, lines_in, orders_of, send_refunds
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, give_role, make_operator, make_user, make_vendor_owner

UPS = "1Z999AA10123456784"


@pytest.fixture
def shop(db: Session) -> Catalogue:
    made = make_catalogue(db)
    made.product("Drill", price=10_000)
    made.product("Bits", price=1_500)
    made.product("Gloves", price=900, vendor="vanta", category="safety")
    return made


@pytest.fixture
def buyer(db: Session) -> Actor:
    return actor_for(db, make_user(db, "buyer@example.com"))


@pytest.fixture
def owner(db: Session, shop: Catalogue) -> Actor:
    return make_vendor_owner(db, shop.vendors["bolt"])


@pytest.fixture
def group(db: Session, shop: Catalogue, buyer: Actor) -> OrderGroup:
    return buy(db, shop, {"Drill": 2, "Bits": 5}, {"Gloves": 10}, user_id=buyer.user_id)


def timeline(db: Session, order: Order) -> list[str]:
    rows = select(OrderEvent.text).where(OrderEvent.order_id == order.id).order_by(col(OrderEvent.id))
    return list(db.exec(rows))


def topics(db: Session) -> list[str]:
    return list(db.exec(select(Outbox.topic).where(Outbox.aggregate_type == "order").order_by(col(Outbox.seq))))


def test_accepting_twice_is_accepting_once(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    accept_order(db, owner, order.id)
    at = order.accepted_at
    accept_order(db, owner, order.id)
    assert order.accepted_at == at
    assert timeline(db, order) == ["Accepted"]
    assert topics(db) == ["order.accepted"]
    trail = db.exec(select(AuditEvent).where(AuditEvent.action == "order:order:accepted")).one()
    assert trail.object_name == "1042-1"


def test_another_vendors_order_does_not_exist(db: Session, group: OrderGroup, owner: Actor, buyer: Actor) -> None:
    other = orders_of(db, group)[1]
    for act in (
        lambda: accept_order(db, owner, other.id),
        lambda: ship_parcel(db, owner, other.id, carrier="UPS", key="k"),
        lambda: cancel_order(db, owner, other.id, reason="Sold out today", key="k"),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        accept_order(db, buyer, other.id)
    with pytest.raises(Unauthenticated):
        accept_order(db, GUEST, other.id)


def test_support_may_see_but_not_ship(db: Session, shop: Catalogue, group: OrderGroup) -> None:
    user = make_user(db, "support@example.com")
    give_role(db, user, Role.VENDOR_MEMBER, vendor=shop.vendors["bolt"], title="support")
    with pytest.raises(Forbidden):
        ship_parcel(db, actor_for(db, user), orders_of(db, group)[0].id, carrier="UPS", key="k")


def test_parcels_until_nothing_is_left(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    lines = lines_in(db, order)
    first = ship_parcel(
        db, owner, order.id, lines={lines["Drill"].id: 1}, carrier="UPS", tracking_number=UPS, key="first"
    )
    assert (first.number, first.is_last, order.status) == (1, False, "part_shipped")
    assert order.accepted_at is not None
    with pytest.raises(Invalid) as refused:
        ship_parcel(db, owner, order.id, lines={lines["Drill"].id: 2}, carrier="UPS", key="second")
    assert refused.value.fields == {f"line.{lines['Drill'].id}": "At most 1 of Drill to ship."}
    rest = ship_parcel(db, owner, order.id, carrier="Own van", key="second")
    assert (rest.number, rest.is_last, order.status) == (2, True, "shipped")
    assert order.shipped_at is not None
    assert timeline(db, order) == [
        f"Parcel 1 sent with UPS, {UPS}, 1 of 7 pieces. The rest follows",
        "Parcel 2 sent with Own van, 6 pieces",
    ]
    with pytest.raises(Conflict):
        ship_parcel(db, owner, order.id, carrier="UPS", key="third")


def test_the_same_key_is_the_same_parcel(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    one = ship_parcel(db, owner, order.id, carrier="UPS", key="press")
    two = ship_parcel(db, owner, order.id, carrier="UPS", key="press")
    assert one.id == two.id
    assert two.is_replay
    assert len(db.exec(select(Fulfilment)).all()) == 1


def test_a_parcel_needs_a_carrier_and_a_number_that_fits(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    with pytest.raises(Invalid) as refused:
        ship_parcel(db, owner, order.id, carrier="", key="k")
    assert refused.value.fields == {"carrier": "Choose who brings it."}
    with pytest.raises(Invalid) as refused:
        ship_parcel(db, owner, order.id, carrier="UPS", tracking_number="12", key="k")
    assert list(refused.value.fields) == ["tracking_number"]


def test_what_is_not_paid_is_not_shipped(db: Session, shop: Catalogue, owner: Actor) -> None:
    order = orders_of(db, buy(db, shop, {"Drill": 1}, paid=False))[0]
    with pytest.raises(Conflict, match="not paid yet"):
        ship_parcel(db, owner, order.id, carrier="UPS", key="k")
    with pytest.raises(Conflict, match="not paid yet"):
        accept_order(db, owner, order.id)
    with pytest.raises(Conflict, match="whole purchase"):
        cancel_order(db, owner, order.id, reason="Sold out today", key="k")


def test_delivered_with_the_last_parcel(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    lines = lines_in(db, order)
    one = ship_parcel(db, owner, order.id, lines={lines["Bits"].id: 5}, carrier="UPS", key="1")
    mark_delivered(db, owner, one.id)
    assert order.status == "part_shipped"
    two = ship_parcel(db, owner, order.id, carrier="UPS", key="2")
    correct_tracking(db, owner, two.id, carrier="DHL", tracking_number="JD0146 0001 2893 44")
    mark_delivered(db, owner, two.id)
    mark_delivered(db, owner, two.id)
    assert order.status == "delivered"
    assert order.delivered_at is not None
    assert timeline(db, order)[-2:] == ["Tracking of parcel 2 corrected: DHL, JD01460001289344", "Parcel 2 delivered"]
    assert topics(db).count("order.delivered") == 1


def test_refusing_pays_everything_back(db: Session, group: OrderGroup, owner: Actor) -> None:
    order, other = orders_of(db, group)
    refuse_order(db, owner, order.id, reason="The maker stopped it", key="no")
    refuse_order(db, owner, order.id, reason="The maker stopped it", key="no")
    assert order.status == "cancelled"
    refund = db.exec(select(Refund)).one()
    assert refund.amount == order.total_amount
    assert other.status == "to_fulfil"
    assert timeline(db, order) == ["Refused: The maker stopped it"]
    with pytest.raises(Conflict):
        ship_parcel(db, owner, order.id, carrier="UPS", key="k")


def test_an_accepted_order_is_cancelled_not_refused(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    accept_order(db, owner, order.id)
    with pytest.raises(Conflict):
        refuse_order(db, owner, order.id, reason="The maker stopped it", key="no")
    with pytest.raises(Invalid):
        cancel_order(db, owner, order.id, reason=" ", key="no")


def test_cancelling_a_line_leaves_the_rest(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    lines = lines_in(db, order)
    cancel_order(db, owner, order.id, lines={lines["Bits"].id: 5}, reason="Bits are gone", key="c1")
    assert order.status == "to_fulfil"
    ship_parcel(db, owner, order.id, lines={lines["Drill"].id: 1}, carrier="UPS", key="s1")
    cancel_order(db, owner, order.id, reason="One drill was broken", key="c2")
    assert order.status == "shipped"  # what was not cancelled has left
    refunds = db.exec(select(Refund).order_by(col(Refund.created_at), col(Refund.id))).all()
    assert sorted(r.amount for r in refunds) == [8925, 11900]
    assert all(r.shipping_amount == 0 for r in refunds)
    with pytest.raises(Conflict, match="left already"):
        cancel_order(db, owner, order.id, reason="Too late for it", key="c3")


def test_the_buyer_asks_and_the_vendor_answers(db: Session, group: OrderGroup, owner: Actor, buyer: Actor) -> None:
    order = orders_of(db, group)[0]
    with pytest.raises(NotFound):
        ask_to_cancel(db, owner, order.id)
    with pytest.raises(Unauthenticated):
        ask_to_cancel(db, GUEST, order.id)
    ask_to_cancel(db, buyer, order.id, reason="Ordered twice")
    ask_to_cancel(db, buyer, order.id, reason="Ordered twice")
    assert order.cancel_requested_at is not None
    decline_cancel(db, owner, order.id, reason="It is packed already")
    assert order.cancel_requested_at is None
    ask_to_cancel(db, GUEST, order.id, key=group.key())
    cancel_order(db, owner, order.id, reason="As you asked", key="c")
    assert order.status == "cancelled"
    assert topics(db) == [
        "order.cancel_requested",
        "order.cancel_declined",
        "order.cancel_requested",
        "order.settled",
        "order.cancelled",
    ]


def test_an_unpaid_purchase_is_cancelled_as_a_whole(db: Session, shop: Catalogue, buyer: Actor) -> None:
    group = buy(db, shop, {"Drill": 1}, {"Gloves": 1}, user_id=buyer.user_id, paid=False)
    ask_to_cancel(db, buyer, orders_of(db, group)[0].id)
    assert [order.status for order in orders_of(db, group)] == ["cancelled", "cancelled"]
    assert db.exec(select(Refund)).all() == []


def test_the_store_cancels_an_unpaid_purchase(db: Session, shop: Catalogue, owner: Actor, group: OrderGroup) -> None:
    unpaid = buy(db, shop, {"Drill": 1}, paid=False, number=1043)
    operator = make_operator(db)
    with pytest.raises(Forbidden):
        cancel_group(db, owner, unpaid.id, reason="Never paid for it")
    with pytest.raises(Conflict):
        cancel_group(db, operator, group.id, reason="Never paid for it")
    cancel_group(db, operator, unpaid.id, reason="Never paid for it")
    assert orders_of(db, unpaid)[0].status == "cancelled"


def test_a_return_from_wish_to_money(db: Session, group: OrderGroup, owner: Actor, buyer: Actor) -> None:
    order = orders_of(db, group)[0]
    drill = lines_in(db, order)["Drill"]
    with pytest.raises(Invalid):
        ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="It squeaks", key="r")  # nothing has left
    ship_parcel(db, owner, order.id, carrier="UPS", key="s")
    return_id = ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="It squeaks", key="r")
    assert ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="It squeaks", key="r") == return_id
    with pytest.raises(Invalid):
        ask_to_return(db, buyer, order.id, lines={drill.id: 2}, reason="It squeaks", key="r2")  # one is on its way
    with pytest.raises(NotFound):
        approve_return(db, buyer, return_id)
    approve_return(db, owner, return_id, note="Use the label in the box")
    receive_return(db, owner, return_id)
    db.refresh(drill)
    assert drill.returned_quantity == 1
    refund_id = refund_return(db, owner, return_id, key="money")
    assert refund_return(db, owner, return_id, key="money") == refund_id
    refund = db.exec(select(Refund)).one()
    assert (refund.return_id, refund.amount) == (return_id, 11900)
    assert db.exec(select(Return.status)).one() == "refunded"
    assert timeline(db, order)[1:] == [
        "Return of 1 piece asked for: It squeaks",
        "Return of 1 piece approved: Use the label in the box",
        "Return of 1 piece received",
        "Return of 1 piece paid back",
    ]
    with pytest.raises(ActionNotPossible):
        refuse_return(db, owner, return_id, reason="Changed my mind")


def test_goods_that_need_not_come_back(db: Session, group: OrderGroup, owner: Actor, buyer: Actor) -> None:
    order = orders_of(db, group)[0]
    drill = lines_in(db, order)["Drill"]
    ship_parcel(db, owner, order.id, carrier="UPS", key="s")
    return_id = ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="Broken in two", key="r")
    approve_return(db, owner, return_id)
    refund_return(db, owner, return_id, key="m", restock=False)
    db.refresh(drill)
    assert drill.returned_quantity == 1


@pytest.fixture
def samples(db: Session, shop: Catalogue, buyer: Actor) -> Order:
    """Three samples that cost nothing, delivered free of charge."""
    shop.product("Sample", price=0)
    order = orders_of(db, buy(db, shop, {"Sample": 3}, number=1044, user_id=buyer.user_id, shipping=0))[0]
    assert order.total_amount == 0
    return order


def on_hand(db: Session, order: Order) -> int:
    db.flush()
    db.expire_all()
    offers = [line.offer_id for line in lines_in(db, order).values()]
    return sum(db.exec(select(StockLevel.on_hand).where(col(StockLevel.offer_id).in_(offers))).all())


def test_an_order_that_cost_nothing_can_be_refused(db: Session, samples: Order, owner: Actor) -> None:
    assert on_hand(db, samples) == 17
    assert refuse_order(db, owner, samples.id, reason="The maker stopped it", key="no") == 0
    assert (samples.status, on_hand(db, samples)) == ("cancelled", 20)
    assert refuse_order(db, owner, samples.id, reason="The maker stopped it", key="no") == 0
    send_refunds(db)
    assert [(r.status, r.amount) for r in db.exec(select(Refund))] == [("succeeded", 0)]
    assert on_hand(db, samples) == 20
    assert timeline(db, samples) == ["Refused: The maker stopped it"]


def test_a_part_of_it_can_be_cancelled(db: Session, samples: Order, owner: Actor) -> None:
    line = lines_in(db, samples)["Sample"]
    cancel_order(db, owner, samples.id, lines={line.id: 1}, reason="One is broken", key="c")
    assert (samples.status, on_hand(db, samples)) == ("to_fulfil", 18)


def test_the_return_of_what_cost_nothing_closes(db: Session, samples: Order, owner: Actor, buyer: Actor) -> None:
    line = lines_in(db, samples)["Sample"]
    ship_parcel(db, owner, samples.id, carrier="UPS", key="s")
    return_id = ask_to_return(db, buyer, samples.id, lines={line.id: 2}, reason="Not needed", key="r")
    approve_return(db, owner, return_id)
    receive_return(db, owner, return_id)
    refund_id = refund_return(db, owner, return_id, key="money")
    assert (db.exec(select(Return.status)).one(), on_hand(db, samples)) == ("refunded", 19)
    assert refund_return(db, owner, return_id, key="money") == refund_id
    send_refunds(db)
    assert on_hand(db, samples) == 19
    assert timeline(db, samples)[-1] == "Return of 2 pieces closed: there is nothing to pay back"


def test_an_order_that_was_repaid_can_be_cancelled(db: Session, group: OrderGroup, owner: Actor) -> None:
    order = orders_of(db, group)[0]
    refund_order(db, owner, order.id, amount=order.total_amount - 702, reason="Goodwill", key="g")  # but the freight
    send_refunds(db)
    assert cancel_order(db, owner, order.id, reason="Not to be had", key="c") == 702
    send_refunds(db)
    assert (order.status, order.refunded_amount) == ("cancelled", order.total_amount)
    assert on_hand(db, order) == 40


def test_pieces_that_were_repaid_before_they_came_back(
    db: Session, group: OrderGroup, owner: Actor, buyer: Actor
) -> None:
    order = orders_of(db, group)[0]
    drill = lines_in(db, order)["Drill"]
    ship_parcel(db, owner, order.id, carrier="UPS", key="s")
    return_id = ask_to_return(db, buyer, order.id, lines={drill.id: 2}, reason="It squeaks", key="r")
    refund_order(db, owner, order.id, lines=[RefundLine(drill.id, 2)], reason="At once", key="m")
    approve_return(db, owner, return_id)
    receive_return(db, owner, return_id)
    assert refund_return(db, owner, return_id, key="money") == ""
    assert refund_return(db, owner, return_id, key="money") == ""
    assert db.exec(select(Return.status)).one() == "refunded"
    assert db.exec(select(Refund.amount)).all() == [23_800]
    db.refresh(drill)
    assert (drill.returned_quantity, on_hand(db, order)) == (2, 20 + 15)
    with pytest.raises(ActionNotPossible):
        receive_return(db, owner, return_id)
    assert on_hand(db, order) == 35


def test_pieces_that_a_refund_put_on_the_shelf_do_not_come_back_twice(
    db: Session, group: OrderGroup, owner: Actor, buyer: Actor
) -> None:
    order = orders_of(db, group)[0]
    bits = lines_in(db, order)["Bits"]
    ship_parcel(db, owner, order.id, carrier="UPS", key="s")
    before = on_hand(db, order)
    refund_order(db, owner, order.id, lines=[RefundLine(bits.id, 2, restock=True)], reason="At once", key="m")
    for key in ("r0", "r1"):
        return_id = ask_to_return(db, buyer, order.id, lines={bits.id: 1}, reason="Too long", key=key)
        approve_return(db, owner, return_id)
        assert refund_return(db, owner, return_id, key=f"money:{key}") == ""
        send_refunds(db)  # one return closes before the refund has put its pieces back, one after
    assert on_hand(db, order) == before + 2
    return_id = ask_to_return(db, buyer, order.id, lines={bits.id: 2}, reason="Too long", key="r2")
    approve_return(db, owner, return_id)
    refund_return(db, owner, return_id, key="money2")
    send_refunds(db)
    assert on_hand(db, order) == before + 4
    assert sorted(db.exec(select(Refund.amount)).all()) == [3_570, 3_570]


def test_pieces_that_were_repaid_before_they_are_cancelled(db: Session, group: OrderGroup, owner: Actor) -> None:
    """Five bits: two are paid back and put into stock, three ship, the two that are left fall away."""
    order = orders_of(db, group)[0]
    bits = lines_in(db, order)["Bits"]
    before = on_hand(db, order)
    refund_order(db, owner, order.id, lines=[RefundLine(bits.id, 2, restock=True)], reason="Sold out", key="m")
    send_refunds(db)
    ship_parcel(db, owner, order.id, lines={bits.id: 2}, carrier="UPS", key="s")
    assert cancel_order(db, owner, order.id, lines={bits.id: 1}, reason="Sold out", key="c1") == 0
    assert cancel_order(db, owner, order.id, lines={bits.id: 1}, reason="Sold out", key="c2") == 0
    assert db.exec(select(Refund.amount)).all() == [3_570]
    assert on_hand(db, order) == before + 2
    assert cancel_order(db, owner, order.id, lines={bits.id: 1}, reason="Sold out", key="c3") == 1_785
    send_refunds(db)
    assert on_hand(db, order) == before + 3
    assert order.refunded_amount == 3_570 + 1_785


def test_pieces_that_were_repaid_are_the_next_that_come_back(
    db: Session, group: OrderGroup, owner: Actor, buyer: Actor
) -> None:
    order = orders_of(db, group)[0]
    bits = lines_in(db, order)["Bits"]
    assert cancel_order(db, owner, order.id, lines={bits.id: 1}, reason="One is broken", key="c") == 1_785
    ship_parcel(db, owner, order.id, carrier="UPS", key="s")
    refund_order(db, owner, order.id, lines=[RefundLine(bits.id, 1)], reason="At once", key="m")
    paid = []
    for key in ("r1", "r2"):
        return_id = ask_to_return(db, buyer, order.id, lines={bits.id: 1}, reason="Too long", key=key)
        approve_return(db, owner, return_id)
        paid.append(refund_return(db, owner, return_id, key=f"money:{key}") != "")
    assert paid == [False, True]


def test_pieces_lie_where_they_were_taken_from(db: Session, shop: Catalogue, group: OrderGroup, owner: Actor) -> None:
    """A line that was served from two places goes back to both, and never beyond what was sold."""
    order = orders_of(db, group)[0]
    bits = lines_in(db, order)["Bits"]
    sold = db.exec(select(Reservation).where(Reservation.order_line_id == bits.id)).one()
    second = StockLocation(id="loc_2", tenant_id=order.tenant_id, vendor_id=order.vendor_id, name="Second")
    db.add(second)
    db.flush()
    db.add(StockLevel(id="lev_2", tenant_id=order.tenant_id, offer_id=bits.offer_id, location_id="loc_2", on_hand=7))
    db.flush()
    sold.quantity = 2
    db.add(
        Reservation(
            id="rsv_2",
            tenant_id=order.tenant_id,
            stock_level_id="lev_2",
            order_line_id=bits.id,
            quantity=3,
            status="committed",
        )
    )
    db.flush()
    before = on_hand(db, order)
    put_back(db, order.tenant_id, {bits.id: 4})
    assert on_hand(db, order) == before + 4
    put_back(db, order.tenant_id, {bits.id: 4})
    assert on_hand(db, order) == before + 5
    assert db.exec(select(StockLevel.on_hand).where(StockLevel.id == "lev_2")).one() == 10


def test_the_link_of_one_purchase_opens_no_other(db: Session, shop: Catalogue, group: OrderGroup, buyer: Actor) -> None:
    other = buy(db, shop, {"Drill": 1}, number=1043)
    assert find_group_for(db, GUEST, 1042, group.key()).id == group.id
    assert find_group_for(db, buyer, 1042).id == group.id
    for actor, number, key in ((GUEST, 1043, group.key()), (buyer, 1043, ""), (GUEST, 1042, "ö"), (buyer, 7, "")):
        with pytest.raises(NotFound):
            find_group_for(db, actor, number, key)
    with pytest.raises(Unauthenticated):
        find_group_for(db, GUEST, 1042)
    assert other.key() != group.key()

"""What a buyer reads of a purchase, by account or by link."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor
from marketplace.models.order import OrderGroup
from marketplace.queries.storefront.orders import get_purchase, list_purchases, together
from marketplace.services.orders.cancelling import ask_to_cancel, cancel_order
from marketplace.services.orders.fulfilling import mark_delivered, ship_parcel
from marketplace.services.orders.returning import ask_to_return
from tests.factories.bought import buy, lines_in, orders_of, send_refunds
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, make_user, make_vendor_owner


@pytest.fixture
def shop(db: Session) -> Catalogue:
    made = make_catalogue(db)
    made.product("Drill", price=10_000)
    made.product("Gloves", price=900, vendor="vanta", category="safety")
    return made


@pytest.fixture
def buyer(db: Session) -> Actor:
    return actor_for(db, make_user(db, "buyer@example.com"))


@pytest.fixture
def group(db: Session, shop: Catalogue, buyer: Actor) -> OrderGroup:
    return buy(db, shop, {"Drill": 2}, {"Gloves": 10}, user_id=buyer.user_id)


def test_only_ones_own(db: Session, shop: Catalogue, group: OrderGroup, buyer: Actor) -> None:
    buy(db, shop, {"Drill": 1}, number=1043)
    page = list_purchases(db, buyer)
    assert [row.number for row in page.rows] == ["1042"]
    assert page.range_text == "1 to 1 of 1 order"
    row = page.rows[0]
    assert (row.status, row.vendors, row.pieces, row.total) == ("Being prepared", "2 vendors", "12 pieces", "€359.14")
    assert list_purchases(db, actor_for(db, make_user(db, "else@example.com"))).total == 0
    with pytest.raises(Unauthenticated):
        list_purchases(db, GUEST)


def test_a_guest_reads_by_link_and_the_key_goes_on(db: Session, group: OrderGroup, buyer: Actor) -> None:
    shown = get_purchase(db, GUEST, 1042, group.key())
    assert shown.path == f"/s/northforge/orders/1042?key={group.key()}"
    assert shown.parts[0].invoice_href.endswith(f"/1042/1/invoice.pdf?key={group.key()}")
    assert get_purchase(db, buyer, 1042).path == "/s/northforge/orders/1042"
    with pytest.raises(NotFound):
        get_purchase(db, GUEST, 1042, "guessed")
    with pytest.raises(Unauthenticated):
        get_purchase(db, GUEST, 1042)
    with pytest.raises(NotFound):
        get_purchase(db, actor_for(db, make_user(db, "else@example.com")), 1042)


def test_a_purchase_from_placed_to_delivered(db: Session, shop: Catalogue, group: OrderGroup, buyer: Actor) -> None:
    bolt = make_vendor_owner(db, shop.vendors["bolt"])
    order = orders_of(db, group)[0]
    drill = lines_in(db, order)["Drill"]
    first = get_purchase(db, buyer, 1042)
    assert (first.goods, first.shipping, first.tax, first.total) == ("€290.00", "€11.80", "€57.34", "€359.14")
    assert first.ship_to == ("Aldermoor Rail Ltd", "Ada Lind", "14 Leeman Road", "26419 Kassel", "Germany")
    assert (first.payment, first.paid_by) == ("Paid", "Card ending 4242")
    assert [step.title for step in first.parts[0].steps] == ["Paid", "Accepted", "Shipped", "Delivered"]
    assert [step.state for step in first.parts[0].steps] == ["now", "", "", ""]
    assert first.parts[0].may_cancel
    assert not first.parts[0].may_return
    sent = ship_parcel(
        db, bolt, order.id, lines={drill.id: 1}, carrier="UPS", tracking_number="1Z999AA10123456784", key="1"
    )
    part = get_purchase(db, buyer, 1042).parts[0]
    assert (part.status, part.lines[0].sent, part.may_cancel, part.may_return) == ("Part shipped", "1 of 2", True, True)
    assert part.parcels[0].tracking_href == "https://www.ups.com/track?tracknum=1Z999AA10123456784"
    assert [step.title for step in part.steps][-2:] == ["Rest ships", "Delivered"]
    ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="It squeaks", key="r")
    cancel_order(db, bolt, order.id, reason="The second one broke", key="c")
    mark_delivered(db, bolt, sent.id)
    send_refunds(db)
    done = get_purchase(db, buyer, 1042)
    part = done.parts[0]
    assert (part.status, part.tone, part.lines[0].note) == ("Delivered", "good", "1 cancelled")
    assert (part.returns[0].status, part.returns[0].pieces, part.may_return) == ("Asked for", "1 piece", False)
    assert done.refunded == "€119.00"
    assert done.status == "Part shipped"


def test_asking_to_cancel_is_shown(db: Session, group: OrderGroup, buyer: Actor) -> None:
    ask_to_cancel(db, buyer, orders_of(db, group)[0].id, reason="Twice")
    part = get_purchase(db, buyer, 1042).parts[0]
    assert part.cancel_asked
    assert not part.may_cancel


def test_a_transfer_that_is_awaited(db: Session, shop: Catalogue, buyer: Actor) -> None:
    buy(db, shop, {"Drill": 1}, number=1050, user_id=buyer.user_id, paid=False, method="bank")
    shown = get_purchase(db, buyer, 1050)
    assert (shown.payment, shown.is_awaiting) == ("Awaiting your transfer", True)
    assert shown.parts[0].cancels_at_once
    assert shown.parts[0].invoice_href == ""
    ask_to_cancel(db, buyer, shown.parts[0].id)
    assert get_purchase(db, buyer, 1050).status == "Cancelled"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["to_fulfil", "cancelled"], "Being prepared"),
        (["shipped", "delivered"], "On its way"),
        (["shipped", "to_fulfil"], "Part shipped"),
        (["delivered", "cancelled"], "Delivered"),
        (["awaiting_payment"], "Awaiting payment"),
        (["cancelled"], "Cancelled"),
    ],
)
def test_one_word_for_many_parts(statuses: list[str], expected: str) -> None:
    assert together(statuses)[0] == expected

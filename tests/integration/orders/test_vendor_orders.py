"""The vendor's work list, one order on it, and the figures of the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, NotFound
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.queries.vendor_desk.order import get_vendor_order
from marketplace.queries.vendor_desk.orders import due_words, list_orders, pulse
from marketplace.services.orders.cancelling import ask_to_cancel
from marketplace.services.orders.fulfilling import accept_order, ship_parcel
from marketplace.services.orders.returning import ask_to_return
from tests.factories.bought import buy, lines_in, orders_of
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, give_role, make_user, make_vendor_owner

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def shop(db: Session) -> Catalogue:
    made = make_catalogue(db)
    made.product("Drill", price=10_000, stock=200)
    made.product("Bits", price=1_500, stock=200)
    made.product("Gloves", price=900, vendor="vanta", category="safety")
    return made


@pytest.fixture
def owner(db: Session, shop: Catalogue) -> Actor:
    return make_vendor_owner(db, shop.vendors["bolt"])


def test_views_hold_what_they_say(db: Session, shop: Catalogue, owner: Actor) -> None:
    buyer = actor_for(db, make_user(db, "b@example.com"))
    late = buy(db, shop, {"Drill": 1}, number=1, at=now() - timedelta(days=9))
    buy(db, shop, {"Drill": 1}, {"Gloves": 1}, number=2)
    sent = buy(db, shop, {"Drill": 1}, number=3, user_id=buyer.user_id)
    buy(db, shop, {"Drill": 1}, number=4, paid=False)
    accept_order(db, owner, orders_of(db, late)[0].id)
    order = orders_of(db, sent)[0]
    ship_parcel(db, owner, order.id, carrier="Own van", key="k")
    ask_to_return(db, buyer, order.id, lines={lines_in(db, order)["Drill"].id: 1}, reason="Too loud", key="r")
    page = list_orders(db, owner)
    assert page.counts == {"to_fulfil": 2, "new": 1, "late": 1, "shipped": 1, "delivered": 0, "returns": 1, "all": 4}
    assert [row.number for row in page.rows] == ["1-1", "2-1"]  # by deadline
    assert page.rows[0].status == "Late"
    assert page.worth == "€252.04"
    names = {
        view: [row.number for row in list_orders(db, owner, view=view).rows] for view in ("new", "returns", "late")
    }
    assert names == {"new": ["2-1"], "returns": ["3-1"], "late": ["1-1"]}
    assert [row.status for row in list_orders(db, owner, view="all").rows][-1] == "Late"
    assert list_orders(db, owner, view="all", per_page=3, page=2).range_text == "4 to 4 of 4 orders"


@pytest.mark.parametrize("q", ["1042", "1042-1", "#1042", "AR-4471", "aldermoor", "Ada L", "BO-BITS", "bits", "ada@"])
def test_search_finds_what_people_have_at_hand(db: Session, shop: Catalogue, owner: Actor, q: str) -> None:
    buy(db, shop, {"Drill": 1, "Bits": 2})
    assert [row.number for row in list_orders(db, owner, q=q).rows] == ["1042-1"]
    assert list_orders(db, owner, q="1042-2").total == 0
    assert list_orders(db, owner, q="100%").total == 0


def test_only_ones_own_and_only_who_may(db: Session, shop: Catalogue, owner: Actor) -> None:
    group = buy(db, shop, {"Drill": 1}, {"Gloves": 1})
    with pytest.raises(NotFound):
        get_vendor_order(db, owner, orders_of(db, group)[1].id)
    keeper = make_user(db, "keeper@example.com")
    give_role(db, keeper, Role.VENDOR_MEMBER, vendor=shop.vendors["bolt"], title="catalogue")
    with pytest.raises(Forbidden):
        list_orders(db, actor_for(db, keeper))
    support = make_user(db, "support@example.com")
    give_role(db, support, Role.VENDOR_MEMBER, vendor=shop.vendors["bolt"], title="support")
    seen = get_vendor_order(db, actor_for(db, support), orders_of(db, group)[0].id)
    assert not seen.may_ship
    assert not seen.may_accept
    assert not seen.may_cancel
    assert not seen.may_refund


def test_one_order_says_what_is_left(db: Session, shop: Catalogue, owner: Actor) -> None:
    buyer = actor_for(db, make_user(db, "b@example.com"))
    order = orders_of(db, buy(db, shop, {"Drill": 12, "Bits": 2}, user_id=buyer.user_id))[0]
    drill = lines_in(db, order)["Drill"]
    fresh = get_vendor_order(db, owner, order.id)
    assert (fresh.may_accept, fresh.may_ship, fresh.may_cancel, fresh.may_refund) == (True, True, True, True)
    assert (fresh.lines[0].open_pieces, fresh.lines[0].on_hand, fresh.open_pieces) == (12, "188 on hand", 14)
    assert [(line.label, line.amount) for line in fresh.sums] == [
        ("Goods", "€1,230.00"),
        ("Freight", "€5.90"),
        ("Tax", "€234.82"),
        ("Total", "€1,470.72"),
    ]
    ship_parcel(db, owner, order.id, lines={drill.id: 4}, carrier="Own van", key="k")
    ask_to_cancel(db, buyer, order.id, reason="Too slow")
    seen = get_vendor_order(db, owner, order.id)
    assert (seen.lines[0].state, seen.status) == ("4 of 12 shipped", "Part shipped")
    assert seen.parcels[0].contents == "4 × Drill"
    assert (seen.is_cancel_asked, seen.cancel_wish) == (True, "The buyer asks to cancel: Too slow")
    assert [line.text for line in seen.timeline][-2:] == ["Paid, €1,470.72 with tax", "Placed"]


def test_the_pulse_moves_with_every_order(db: Session, shop: Catalogue, owner: Actor) -> None:
    before = pulse(db, owner)
    assert pulse(db, owner) == before
    buy(db, shop, {"Drill": 1})
    assert pulse(db, owner) != before


@pytest.mark.parametrize(
    ("ship_by", "expected", "tone"),
    [
        ("2026-11-19 08:00", "Late by 1 h 12 min", "bad"),
        ("2026-11-16 08:00", "Late by 3 days", "bad"),
        ("2026-11-19 10:00", "in 48 min", "warn"),
        ("2026-11-19 15:00", "in 5 h 48 min", ""),
        ("2026-11-20 12:00", "tomorrow, 12:00", ""),
        ("2026-11-23 12:00", "Mon 23 Nov", "ink2"),
    ],
)
def test_deadlines_in_words(ship_by: str, expected: str, tone: str) -> None:
    moment = datetime(2026, 11, 19, 9, 12, tzinfo=BERLIN).astimezone(UTC)
    due = datetime.fromisoformat(ship_by).replace(tzinfo=BERLIN)
    assert due_words(moment, due, BERLIN) == (expected, tone)
    assert due_words(moment, None, BERLIN) == ("", "")

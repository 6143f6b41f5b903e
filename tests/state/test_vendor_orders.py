"""The vendor's orders through their handlers: what a tab can do, and what it cannot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import select

from marketplace.domain.permissions import SYSTEM, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import Fulfilment, Order
from marketplace.models.returns import Refund, Return
from marketplace.services.orders.cancelling import ask_to_cancel
from marketplace.services.orders.fulfilling import ship_parcel
from marketplace.services.orders.returning import ask_to_return
from marketplace.state.vendor_desk.order import VendorOrderState
from marketplace.state.vendor_desk.orders import VendorOrdersState
from marketplace.state.vendor_desk.today import VendorTodayState
from tests.factories.bought import buy, lines_in, orders_of
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, give_role, make_user, make_vendor_owner
from tests.state.browser import do, sign_in, tab


@dataclass(frozen=True)
class Scene:
    """A vendor with one order of two drills, another vendor's order, and who bought both."""

    order_id: str
    other_id: str
    token: str
    shop: Catalogue
    buyer_id: str


@pytest.fixture
def scene(database: str) -> Scene:
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Drill", price=10_000, stock=50)
        shop.product("Gloves", price=900, vendor="vanta", category="safety")
        owner = make_vendor_owner(db, shop.vendors["bolt"])
        buyer = make_user(db, "buyer@example.com")
        mine, other = orders_of(db, buy(db, shop, {"Drill": 2}, {"Gloves": 1}, user_id=buyer.id))
    return Scene(mine.id, other.id, sign_in(owner), shop, buyer.id)


def beside(scene: Scene, order_id: str) -> VendorOrderState:
    state = tab(VendorOrderState, f"/vendor/orders?order={order_id}", token=scene.token)
    do(state, "open")
    return state


def stored(order_id: str) -> Order:
    with unit_of_work(Scope.system()) as db:
        return db.exec(select(Order).where(Order.id == order_id)).one()


def count(table: type) -> int:
    with unit_of_work(Scope.system()) as db:
        return len(db.exec(select(table)).all())


def press(state: VendorOrderState, event: str, *arguments: object) -> None:
    """A handler that is no coroutine."""
    type(state).event_handlers[event].fn(state, *arguments)


def test_a_guest_is_sent_to_sign_in(scene: Scene) -> None:
    for state, path in ((VendorOrdersState, "/vendor/orders"), (VendorTodayState, "/vendor")):
        assert f"/sign-in?next={path}" in do(tab(state, path), "open")


def test_an_order_that_should_have_left_counts_as_late_before_it_is_sent(scene: Scene) -> None:
    def meters() -> list[tuple[str, str, str, str]]:
        state = tab(VendorTodayState, "/vendor", token=scene.token)
        do(state, "open")
        return [(row.label, row.figure, row.note, row.tone) for row in state.meters]

    with unit_of_work(Scope.system()) as db:
        order = db.exec(select(Order).where(Order.id == scene.order_id)).one()
        order.ship_by = now() + timedelta(hours=1)
    assert meters()[1] == ("Sent late", "0.0 %", "0 of 0, at most 4 %", "good")
    with unit_of_work(Scope.system()) as db:
        db.exec(select(Order).where(Order.id == scene.order_id)).one().ship_by = now() - timedelta(hours=1)
    assert meters() == [
        ("Orders accepted", "100.0 %", "1 of 1, at least 95 %", "good"),
        ("Sent late", "100.0 %", "1 of 1, at most 4 %", "warn"),
    ]


def test_who_keeps_the_catalogue_is_told_of_no_order_and_no_money(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        bolt = scene.shop.vendors["bolt"]
        keeper = make_user(db, "keeper@example.com")
        give_role(db, keeper, Role.VENDOR_MEMBER, vendor=bolt, title="catalogue")
        audit.record(
            db,
            SYSTEM,
            "vendor:account:asked",
            tenant_id=bolt.tenant_id,
            object_type="vendor",
            object_id=bolt.id,
            object_name="Bolt",
            after={"account": "DE89 •••• 3000"},
        )
        actor = actor_for(db, keeper)
    state = tab(VendorTodayState, "/vendor", token=sign_in(actor))
    do(state, "open")
    place = state.place
    assert (place.sees_orders, place.sees_money, place.orders_to_fulfil, place.returns_open) == (False, False, 0, 0)
    assert (state.orders, state.headline.partition(". ")[2], state.changes) == ([], "Everything is in order.", [])
    do(state, "ask", "1042")
    assert [hit.title for hit in state.hits] == ["Add a product"]
    owner = tab(VendorTodayState, "/vendor", token=scene.token)
    do(owner, "open")
    assert [line.text for line in owner.changes] == ["asked for Bolt to be paid to DE89 •••• 3000"]


def test_the_list_shows_ones_own_and_opens_beside_itself(scene: Scene) -> None:
    state = tab(VendorOrdersState, "/vendor/orders?view=all", token=scene.token)
    do(state, "open")
    assert [row.number for row in state.rows] == ["1042-1"]
    assert state.rows[0].href == f"/vendor/orders?view=all&order={scene.order_id}"
    assert {tab.label: tab.count for tab in state.tabs}["New"] == "1"
    assert "q=drill" in do(state, "search", {"q": " drill "})


def test_another_vendors_order_is_missing(scene: Scene) -> None:
    state = beside(scene, scene.other_id)
    assert state.missing
    assert state.order.id == ""


def test_packing_a_part_and_pressing_twice(scene: Scene) -> None:
    state = beside(scene, scene.order_id)
    assert (state.packed, state.rest) == ("2 of 2 pieces", "")
    line = state.pack[0].id
    press(state, "step", line, -1)
    assert (state.packed, state.rest) == ("1 of 2 pieces", "1 × Drill")
    press(state, "take", line, "77")
    assert state.pack[0].chosen == 2
    press(state, "take", line, "nonsense")
    assert (state.pack[0].chosen, state.pack[0].error) == (0, "Enter a whole number, such as 2000.")
    press(state, "take", line, "1,5")
    assert (state.pack[0].chosen, state.pack[0].error) == (0, "Enter a whole number, such as 2000.")
    press(state, "take", line, "1,0")
    assert (state.pack[0].chosen, state.pack[0].error) == (1, "")
    press(state, "take", line, "1")
    key, pack = state.press, state.pack
    assert "Marked as shipped" in do(state, "ship", {"carrier": "DHL", "tracking_number": ""})
    assert stored(scene.order_id).status == "part_shipped"
    state.press, state.pack = key, pack  # the second press of a double press comes from the same screen
    do(state, "ship", {"carrier": "DHL", "tracking_number": ""})
    assert count(Fulfilment) == 1


def test_what_is_wrong_is_said_at_its_field(scene: Scene) -> None:
    state = beside(scene, scene.order_id)
    do(state, "ship", {"carrier": "UPS", "tracking_number": "12"})
    assert "does not look like" in state.field_errors["tracking_number"]
    press(state, "show", "cancel")
    do(state, "cancel", {"reason": ""})
    assert "reason" in state.field_errors
    assert state.panel == "cancel"
    press(state, "show", "refund")
    assert state.field_errors == {}
    do(state, "refund", {"reason": "A scratch", "amount": "much"})
    assert state.field_errors == {"amount": "Enter an amount such as 1204.50."}
    do(state, "refund", {"reason": "A scratch", f"pieces-{state.order.lines[0].id}": "9"})
    assert state.field_errors == {f"pieces-{state.order.lines[0].id}": "At most 2."}
    for typed in ("1,5", "²", "1" * 5000):
        do(state, "refund", {"reason": "A scratch", f"pieces-{state.order.lines[0].id}": typed})
        assert state.field_errors == {f"pieces-{state.order.lines[0].id}": "Enter a whole number, such as 2000."}
    do(state, "refund", {"reason": "A scratch"})
    assert "lines" in state.field_errors
    do(state, "refund", {"reason": "A scratch", "amount": "9999"})
    assert count(Refund) == 0


def test_a_free_amount_goes_back_once(scene: Scene) -> None:
    state = beside(scene, scene.order_id)
    press(state, "show", "refund")
    key = state.press
    assert "Refunded. The buyer is paid back." in do(state, "refund", {"reason": "A scratch", "amount": "12.50"})
    state.press = key
    do(state, "refund", {"reason": "A scratch", "amount": "12.50"})
    assert count(Refund) == 1
    assert state.order.refunds[0].amount == "€12.50"


def test_accepting_then_cancelling_what_the_buyer_does_not_want(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        buyer = actor_for(db, make_user(db, "other@example.com"))
        buyer = type(buyer)(user_id=scene.buyer_id)
        ask_to_cancel(db, buyer, scene.order_id, reason="Ordered twice")
    state = beside(scene, scene.order_id)
    assert (state.order.is_cancel_asked, state.order.cancel_wish) == (True, "The buyer asks to cancel: Ordered twice")
    assert "Accepted" in do(state, "accept")
    press(state, "show", "cancel")
    assert "Cancelled" in do(state, "cancel", {"reason": "As you asked", "restock": "yes"})
    assert stored(scene.order_id).status == "cancelled"
    assert state.panel == ""


def test_refusing_and_declining(scene: Scene) -> None:
    state = beside(scene, scene.order_id)
    do(state, "decline", {"reason": "It is packed"})  # nobody asked
    assert "does not ask" in state.problem
    press(state, "show", "refuse")
    assert "Refused" in do(state, "cancel", {"reason": "The maker stopped it"})
    assert stored(scene.order_id).status == "cancelled"


def test_an_order_that_cost_nothing_is_refused_and_given_back(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        scene.shop.db = db
        scene.shop.product("Sample", price=0)
        orders = [orders_of(db, buy(db, scene.shop, {"Sample": 3}, number=n, shipping=0))[0] for n in (1050, 1051)]
        refused, kept = (order.id for order in orders)
    state = beside(scene, refused)
    press(state, "show", "refuse")
    assert "Refused. There was nothing to pay back." in do(state, "cancel", {"reason": "The maker stopped it"})
    assert stored(refused).status == "cancelled"
    state = beside(scene, kept)
    assert (state.order.may_refund, state.order.refundable, state.order.lines[0].refundable) == (True, "", 3)
    press(state, "show", "refund")
    reply = do(state, "refund", {"reason": "A scratch", f"pieces-{state.order.lines[0].id}": "3", "restock": "yes"})
    assert "Refunded. There was nothing to pay back." in reply
    assert (state.field_errors, state.order.refunds[0].amount, state.order.may_refund) == ({}, "€0.00", False)


def test_a_return_is_answered_received_and_paid_back(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        owner = actor_for(db, make_user(db, "second@example.com"))
        owner = make_vendor_owner(db, scene.shop.vendors["bolt"], "third@example.com")
        order = db.exec(select(Order).where(Order.id == scene.order_id)).one()
        ship_parcel(db, owner, order.id, carrier="DHL", key="k")
        drill = lines_in(db, order)["Drill"]
        buyer = type(owner)(user_id=scene.buyer_id)
        return_id = ask_to_return(db, buyer, order.id, lines={drill.id: 1}, reason="Too loud", key="r")
    state = beside(scene, scene.order_id)
    press(state, "show", f"return-yes:{return_id}")
    do(state, "answer_return", {"reason": "Use the label"})
    do(state, "receive", return_id)
    press(state, "show", f"return-pay:{return_id}")
    assert "Closed. The buyer is paid back." in do(state, "refund_return", {"amount": "", "restock": "yes"})
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Return.status)).one() == "refunded"
        assert db.exec(select(Refund.amount)).one() == 11_900
    do(state, "delivered", state.order.parcels[0].id)
    assert stored(scene.order_id).status == "delivered"
    press(state, "show", f"track:{state.order.parcels[0].id}")
    do(state, "correct", {"new_carrier": "UPS", "new_tracking_number": "1"})
    assert list(state.field_errors) == ["new_tracking_number"]


def test_today_shows_a_new_order_by_itself(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The open page is asked every moment; here the moment is short, and the page is left after the third."""
    monkeypatch.setattr("marketplace.state.vendor_desk.today.EVERY_SECONDS", 0.01)
    monkeypatch.setattr("marketplace.state.vendor_desk.today.AT_MOST", 3)
    state = tab(VendorTodayState, "/vendor", token=scene.token)
    do(state, "open")
    assert [row.number for row in state.orders] == ["1042-1"]
    with unit_of_work(Scope.system()) as db:
        buy(db, scene.shop, {"Drill": 1}, number=1043)
    asyncio.run(_followed(state))
    assert [row.number for row in state.orders] == ["1042-1", "1043-1"]
    assert state.place.orders_to_fulfil == 2
    assert "2 orders to send" in state.headline


async def _followed(state: VendorTodayState) -> None:
    """The background event outside of Reflex's event loop: its state is the real one, without a lock."""
    if await state._moved():
        await state._read_place()
        await state._read()

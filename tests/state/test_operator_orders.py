"""The operator's orders through their handlers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlmodel import select

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import Order
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund
from marketplace.queries.operator_desk.palette import find
from marketplace.state.operator_desk.home import OperatorHomeState
from marketplace.state.operator_desk.order import OperatorOrderState
from marketplace.state.operator_desk.orders import OperatorOrdersState
from tests.factories.bought import buy
from tests.factories.catalogue import make_catalogue
from tests.factories.people import actor_for, give_role, make_operator, make_user
from tests.state.browser import do, sign_in, tab


@dataclass(frozen=True)
class Scene:
    """A paid purchase and one whose transfer is awaited, of one store; another store with its admin."""

    paid: str
    unpaid: str
    token: str
    elsewhere: str


@pytest.fixture
def scene(database: str) -> Scene:
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Drill", price=10_000, stock=50)
        shop.product("Gloves", price=900, vendor="vanta", category="safety")
        other = make_catalogue(db, "assay")
        paid = buy(db, shop, {"Drill": 2}, {"Gloves": 3})
        unpaid = buy(db, shop, {"Drill": 1}, {"Gloves": 1}, number=1043, paid=False, method="bank")
        operator = make_operator(db)
        admin = make_user(db, "admin@assay.example")
        give_role(db, admin, Role.TENANT_ADMIN, tenant=other.store)
        elsewhere = actor_for(db, admin)
    return Scene(paid.id, unpaid.id, sign_in(operator), sign_in(elsewhere))


def page(scene: Scene, group_id: str, *, token: str = "") -> OperatorOrderState:
    state = tab(OperatorOrderState, f"/admin/orders/{group_id}", token=token or scene.token)
    do(state, "open")
    return state


def press(state: OperatorOrderState, event: str, *arguments: object) -> None:
    """A handler that is no coroutine."""
    type(state).event_handlers[event].fn(state, *arguments)


def test_every_purchase_with_its_views(scene: Scene) -> None:
    state = tab(OperatorOrdersState, "/admin/orders", token=scene.token)
    do(state, "open")
    assert [row.number for row in state.rows] == ["1043", "1042"]
    assert [row.payment for row in state.rows] == ["Transfer awaited", "Paid"]
    assert {t.label: t.count for t in state.tabs} == {"All": "2", "Transfers to confirm": "1", "To fulfil": "1"}
    for query, numbers in (("q=vanta", ["1043", "1042"]), ("q=1043", ["1043"]), ("view=awaiting", ["1043"])):
        narrowed = tab(OperatorOrdersState, f"/admin/orders?{query}", token=scene.token)
        do(narrowed, "open")
        assert [row.number for row in narrowed.rows] == numbers


def test_another_stores_admin_sees_none_of_it(scene: Scene) -> None:
    state = tab(OperatorOrdersState, "/admin/orders", token=scene.elsewhere)
    do(state, "open")
    assert state.rows == []
    assert page(scene, scene.paid, token=scene.elsewhere).missing


def test_a_transfer_is_confirmed_once(scene: Scene) -> None:
    state = page(scene, scene.unpaid)
    assert (state.group.may_confirm, state.group.payment) == (True, "Transfer awaited")
    assert "Confirmed" in do(state, "confirm")
    do(state, "confirm")
    assert "does not wait" in state.problem
    assert state.group.payment == "Paid"
    with unit_of_work(Scope.system()) as db:
        assert set(db.exec(select(Order.status))) == {"to_fulfil"}


def test_a_transfer_that_never_comes_is_given_up(scene: Scene) -> None:
    state = page(scene, scene.unpaid)
    do(state, "give_up", {"reason": ""})
    assert list(state.field_errors) == ["reason"]
    assert "Cancelled" in do(state, "give_up", {"reason": "Nothing came in two weeks"})
    with unit_of_work(Scope.system()) as db:
        statuses = db.exec(select(Order.status).where(Order.group_id == scene.unpaid)).all()
        payment = db.exec(select(Payment.status).where(Payment.group_id == scene.unpaid)).one()
    assert set(statuses) == {"cancelled"}
    assert payment == "cancelled"


def test_one_part_is_paid_back_and_another_cancelled(scene: Scene) -> None:
    state = page(scene, scene.paid)
    first, second = (part.order for part in state.group.parts)
    assert [part.vendor for part in state.group.parts] == ["Bolt", "Vanta"]
    press(state, "choose", first.id, "refund")
    reply = do(state, "refund", {"reason": "A scratch", f"pieces-{first.lines[0].id}": "1"})
    assert "Refunded. The buyer is paid back." in reply
    assert state.group.parts[0].order.refunds[0].amount == "€119.00"
    press(state, "choose", second.id, "cancel")
    do(state, "cancel", {"reason": "The vendor has closed", "restock": "yes"})
    assert state.group.parts[1].order.status == "Cancelled"
    with unit_of_work(Scope.system()) as db:
        assert len(db.exec(select(Refund)).all()) == 2
    assert any("closed" in line.text for line in state.group.timeline)
    assert state.group.postings != ()


def test_the_first_page_names_what_waits(scene: Scene) -> None:
    state = tab(OperatorHomeState, "/admin", token=scene.token)
    do(state, "open")
    assert [(need.title, need.action) for need in state.home.needs] == [("Order 1043", "Confirm")]
    assert (state.place.orders, state.place.needs) == ("1", "1")


def test_the_palette_finds_orders(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        operator = make_operator(db, "second@example.com")
        shown = [(hit.title, hit.href) for hit in find(db, operator, "1042") if hit.icon == "package"]
        group = db.exec(select(Order).where(Order.group_id == scene.paid)).first()
    assert group is not None
    assert shown[0] == ("1042", f"/admin/orders/{scene.paid}")

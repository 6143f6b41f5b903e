"""Requisition lists through the store API."""

from __future__ import annotations

import pytest

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from tests.factories.companies import make_company, make_member
from tests.integration.buying.test_store_api import Desk, Open, open_desk
from tests.integration.buying.test_store_api_approvals import rows, token

assert open_desk
ADA, PRIYA, EVA = "ada@rail.example", "priya@rail.example", "eva@brenner.example"


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    """Ada runs Rail, Priya buys for it; Eva runs another company of the store."""
    desk = open_desk()
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, desk.counter.tenant_id, "Rail")
        make_member(db, company, ADA)
        make_member(db, company, PRIYA, "buyer")
        make_member(db, make_company(db, desk.counter.tenant_id, "Brenner Bahn"), EVA)
    return desk


def test_a_list_is_kept_shared_and_bought(desk: Desk) -> None:
    priya, ada = token(desk, PRIYA), token(desk, ADA)
    made = desk.ask("POST", "/store/lists", {"name": "Weekly", "is_shared": True}, token=priya)["list"]
    path = f"/store/lists/{made['id']}"
    for title, quantity in (("hammer", 2), ("glove", 10)):
        body = {"offer_id": desk.counter.offers[title], "quantity": quantity}
        desk.ask("POST", f"{path}/items", body, token=priya)
    seen = desk.ask("GET", path, token=ada)["list"]
    assert (seen["name"], seen["type"], seen["is_shared"], seen["can_edit"]) == ("Weekly", "list", True, True)
    assert [(one["title"], one["quantity"], one["note"]) for one in seen["items"]] == [
        ("Hammer", 2, None),
        ("Glove", 10, None),
    ]
    assert seen["items"][0]["variant_id"] == desk.variants["hammer"]
    hammer, glove = (one["id"] for one in seen["items"])
    desk.ask("POST", f"{path}/items/{hammer}", {"quantity": 3, "note": "bay 4"}, token=ada)
    cart = desk.cart(priya)
    answer = desk.ask("POST", f"/store/carts/{cart['id']}/lists", {"list_id": made["id"]}, token=priya)
    assert [(one["title"], one["quantity"]) for one in answer["cart"]["items"]] == [("Hammer", 3), ("Glove", 12)]
    assert answer["differences"] == ["Glove: 10 became 12: sold from 12 in steps of 12."]
    body = {"list_id": made["id"], "item_ids": [hammer]}
    again = desk.ask("POST", f"/store/carts/{cart['id']}/lists", body, token=priya)["cart"]["items"]
    assert [one["quantity"] for one in again] == [6, 12]
    gone = desk.ask("DELETE", f"{path}/items/{glove}", token=priya)
    assert [one["note"] for one in gone["parent"]["items"]] == ["bay 4"]
    assert desk.ask("GET", "/store/lists", token=priya)["count"] == 1
    assert desk.ask("DELETE", path, token=priya) == {"id": made["id"], "object": "list", "deleted": True}
    assert rows("select (select count(*) from requisition_list), (select count(*) from requisition_line)") == [(0, 0)]


def test_another_companys_list_is_a_404_and_nothing_happens(desk: Desk) -> None:
    priya, eva = token(desk, PRIYA), token(desk, EVA)
    made = desk.ask("POST", "/store/lists", {"name": "Weekly", "is_shared": True}, token=priya)["list"]
    path = f"/store/lists/{made['id']}"
    body = {"offer_id": desk.counter.offers["hammer"], "quantity": 2}
    (item,) = desk.ask("POST", f"{path}/items", body, token=priya)["list"]["items"]
    before = rows("select l.name, i.quantity from requisition_list l join requisition_line i on i.list_id = l.id")
    cart = desk.cart(eva)
    for method, where, sent in (
        ("GET", path, None),
        ("POST", path, {"name": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/items", body),
        ("POST", f"{path}/items/{item['id']}", {"quantity": 9}),
        ("DELETE", f"{path}/items/{item['id']}", None),
        ("POST", f"/store/carts/{cart['id']}/lists", {"list_id": made["id"]}),
    ):
        desk.ask(method, where, sent, status=404, token=eva)
    assert desk.ask("GET", "/store/lists", token=eva)["lists"] == []
    assert (
        rows("select l.name, i.quantity from requisition_list l join requisition_line i on i.list_id = l.id") == before
    )
    assert rows("select count(*) from cart_line") == [(0,)]


def test_what_cannot_be_is_refused_with_a_sentence(desk: Desk) -> None:
    priya = token(desk, PRIYA)
    made = desk.ask("POST", "/store/lists", {"name": "Weekly"}, token=priya)["list"]
    answer = desk.ask("POST", "/store/lists", {"name": " weekly"}, status=400, token=priya)
    assert "You have a list “weekly” already." in answer["message"]
    body = {"offer_id": "off_nowhere", "quantity": 1}
    desk.ask("POST", f"/store/lists/{made['id']}/items", body, status=404, token=priya)
    desk.ask("POST", f"/store/lists/{made['id']}/items", body | {"quantity": 0}, status=400, token=priya)
    desk.ask("GET", "/store/lists", status=401)
    assert rows("select count(*) from requisition_line") == [(0,)]

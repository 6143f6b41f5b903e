"""Approvals and budgets through the store API: an unfinished cart is answered as the contract says."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from tests.factories.companies import make_company, make_member, make_rule
from tests.integration.buying.test_store_api import Desk, Open, open_desk

assert open_desk
PRIYA, TOM = "priya@aldermoor.example", "tom@aldermoor.example"
EVA = "eva@brenner.example"


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    """Tom approves what Priya orders over 30.00; Eva runs another company of the store."""
    desk = open_desk()
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, desk.counter.tenant_id)
        make_member(db, company, PRIYA, "buyer")
        make_member(db, company, TOM, "approver")
        make_rule(db, company, "total", 3000, name="Large orders")
        make_member(db, make_company(db, desk.counter.tenant_id, "Brenner Bahn"), EVA)
    return desk


def token(desk: Desk, email: str) -> str:
    body = {"email": email, "password": "a good long password"}
    return str(desk.ask("POST", "/auth/customer/emailpass", body)["token"])


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def test_a_cart_that_needs_a_yes_is_answered_unfinished(desk: Desk) -> None:
    priya, tom = token(desk, PRIYA), token(desk, TOM)
    cart = desk.ready(priya, hammer=2)
    desk.ask("POST", f"/store/carts/{cart['id']}", {"metadata": {"request_title": "Hammers for the pit"}}, token=priya)
    for _ in range(2):  # a client that tries again
        answer = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)
        assert (answer["type"], answer["cart"]["id"]) == ("cart", cart["id"])
        assert answer["error"] == {
            "message": "This order needs approval. Request PR-1001 is with your company’s approvers; nothing is "
            "ordered or charged before.",
            "name": "Error",
            "type": "approval_required",
        }
    assert rows("select (select count(*) from order_group), (select count(*) from payment)") == [(0, 0)]
    (approval,) = desk.ask("GET", f"/store/carts/{cart['id']}/approvals", token=priya)["approvals"]
    assert (approval["display_id"], approval["status"], approval["total"], approval["may_decide"]) == (
        "PR-1001",
        "pending",
        30.94,
        False,
    )
    assert approval["title"] == "Hammers for the pit"
    path = f"/store/approvals/{approval['id']}"
    desk.ask("POST", path, {"status": "approved"}, status=403, token=priya)
    desk.ask("GET", path, status=404, token=token(desk, EVA))
    desk.ask("POST", path, {"status": "approved"}, status=404, token=token(desk, EVA))
    assert desk.ask("GET", "/store/approvals", token=token(desk, EVA))["approvals"] == []
    (waiting,) = desk.ask("GET", "/store/approvals", token=tom)["approvals"]
    assert waiting["may_decide"]
    desk.ask("POST", path, {"status": "rejected"}, status=400, token=tom)
    decided = desk.ask("POST", path, {"status": "approved", "digest": waiting["digest"]}, token=tom)["approval"]
    assert (decided["status"], decided["steps"][0]["handled_by"]) == ("approved", "Tom Test")
    placed = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)
    assert (placed["type"], placed["order"]["total"]) == ("order", 30.94)
    again = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)
    assert again["order"]["id"] == placed["order"]["id"]
    assert desk.ask("GET", path, token=priya)["approval"]["status"] == "placed"
    assert rows("select status, amount from spending") == [("spent", 3094)]


def test_a_changed_cart_is_asked_for_anew(desk: Desk) -> None:
    priya, tom = token(desk, PRIYA), token(desk, TOM)
    cart = desk.ready(priya, hammer=2)
    desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)
    (approval,) = desk.ask("GET", "/store/approvals", token=tom)["approvals"]
    desk.ask("POST", f"/store/approvals/{approval['id']}", {"status": "approved"}, token=tom)
    line = cart["items"][0]["id"]
    desk.ask("POST", f"/store/carts/{cart['id']}/line-items/{line}", {"quantity": 5}, token=priya)
    desk.pay(cart, priya)
    answer = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)
    assert answer["error"]["type"] == "approval_required"
    (approval,) = desk.ask("GET", "/store/approvals", token=tom)["approvals"]
    assert (approval["status"], approval["total"]) == ("pending", 66.64)
    assert {"what": "quantity", "title": "Hammer, HAMMER", "was": 2, "now": 5} in approval["changes"]
    assert rows("select count(*) from order_group") == [(0,)]


def test_asking_buys_nothing(desk: Desk) -> None:
    priya = token(desk, PRIYA)
    small = desk.ready(priya, hammer=1)
    refused = desk.ask("POST", f"/store/carts/{small['id']}/approvals", status=400, token=priya)
    assert refused["message"] == "This cart can be bought without an approval."
    line = small["items"][0]["id"]
    desk.ask("POST", f"/store/carts/{small['id']}/line-items/{line}", {"quantity": 2}, token=priya)
    desk.pay(small, priya)
    approval = desk.ask("POST", f"/store/carts/{small['id']}/approvals", token=priya)["approval"]
    assert (approval["status"], approval["reasons"]) == ("pending", ["Large orders"])
    assert rows("select (select count(*) from order_group), (select count(*) from checkout)") == [(0, 0)]


def test_budgets_are_the_companys_own(desk: Desk) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(
            text(
                "insert into cost_centre (tenant_id, id, company_id, code, name, period, is_active, budget_amount)"
                " select tenant_id, 'ccc_1', id, '4410', 'Track works', 'year', true, 250000 from company"
                " where name = 'Aldermoor Rail'"
            )
        )
    priya = token(desk, PRIYA)
    cart = desk.ready(priya, hammer=1)
    desk.ask("POST", f"/store/carts/{cart['id']}", {"metadata": {"cost_centre": "4410"}}, token=priya)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=priya)["order"]
    assert order["cost_centre"] == "4410 Track works"
    (budget,) = desk.ask("GET", "/store/companies/me/budgets", token=priya)["budgets"]
    assert (budget["code"], budget["budget"], budget["used"], budget["left"]) == ("4410", 2500, 19.04, 2480.96)
    assert desk.ask("GET", "/store/companies/me/budgets", token=token(desk, EVA))["budgets"] == []

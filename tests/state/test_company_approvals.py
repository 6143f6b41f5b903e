"""Approvals, rules and cost centres through their handlers, and the page behind an approver's letter."""

from __future__ import annotations

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.offer import Price
from marketplace.services.buying.approval_links import asked_letter
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.companies.cost_centres import CostCentreForm, save_cost_centre
from marketplace.state.company_desk.approvals import CompanyApprovalsState
from marketplace.state.company_desk.cost_centres import CompanyCostCentresState
from marketplace.state.company_desk.members import CompanyMembersState
from marketplace.state.company_desk.overview import CompanyOverviewState
from marketplace.state.company_desk.rules import CompanyRulesState
from tests.factories.companies import make_member, make_rule
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_cart_pages import browser as open_browser
from tests.integration.buying.test_cart_pages import words
from tests.state.browser import do, sign_in, tab

DESK, TOM = "/s/northforge/company", "tom@aldermoor.example"


@pytest.fixture
def office(database: str) -> Office:
    """Tom approves besides Marta; no rule yet."""
    office = make_office()
    with unit_of_work(Scope.system()) as db:
        make_member(db, office.company, TOM, "approver")
    return office


def stopped(office: Office, **goods: int) -> str:
    """Priya's basket of over 30.00, asked for; the request's id."""
    if not office.rows("select id from approval_rule"):
        with unit_of_work(Scope.system()) as db:
            make_rule(db, office.company, "total", 3000, name="Large orders")
    with pytest.raises(ApprovalAsked) as refused:
        office.buy(office.cart(**(goods or {"hammer": 2})), provider="bank_transfer", note="For the shutdown.")
    return refused.value.request.request_id


def approvals(office: Office, email: str, request: str = "") -> CompanyApprovalsState:
    route = {"request": request} if request else {}
    path = f"{DESK}/approvals?request={request}" if request else f"{DESK}/approvals"
    state = tab(CompanyApprovalsState, path, token=sign_in(office.actor(email)), **route)
    do(state, "open")
    return state


def test_rules_are_made_tried_changed_and_removed(office: Office) -> None:
    for hammers in (1, 2, 3):
        office.buy(office.cart("York", hammer=hammers))
    token = sign_in(office.actor(MARTA))
    state = tab(CompanyRulesState, f"{DESK}/rules?rule=new", token=token, rule="new")
    do(state, "open")
    form = {"name": "Large orders", "kind": "total", "operator": "over", "amount": "30", "step_1": "role:approver"}
    do(state, "save", {**form, "amount": "", "step_1": ""})
    assert state.field_errors == {
        "amount": "Enter from which amount on somebody is asked.",
        "step_1": "Choose who decides.",
    }
    do(state, "save", {**form, "try_first": "yes"})
    assert state.tried.sentence == "It would have stopped 2 of 3 orders of the last 90 days."
    assert [row.total for row in state.tried.rows] == ["€42.84", "€30.94"]
    assert office.rows("select count(*) from approval_rule") == [(0,)]
    do(state, "save", {**form, "counts_day": "yes", "try_first": "yes"})  # all three were ordered within a day
    assert (state.tried.stopped, state.tried.orders) == (2, 3)
    do(state, "save", {**form, "step_2": "role:admin"})
    ((rule,),) = office.rows("select id from approval_rule")
    assert office.rows("select name, amount, counts_day, steps from approval_rule") == [
        ("Large orders", 3000, False, [{"kind": "role", "value": "approver"}, {"kind": "role", "value": "admin"}])
    ]
    one = tab(CompanyRulesState, f"{DESK}/rules?rule={rule}", token=token, rule=str(rule))
    do(one, "open")
    assert [(row.when, row.who, row.where) for row in one.rows] == [
        ("Over €30.00", "An approver, then An administrator", "All locations")
    ]
    assert (one.card.given["amount"], one.card.given["step_2"]) == ("30", "role:admin")
    do(one, "place_approved", False)
    assert office.rows("select places_approved from company") == [(False,)]
    do(one, "remove")
    assert office.rows("select count(*) from approval_rule") == [(0,)]


def test_only_an_administrator_makes_rules(office: Office) -> None:
    state = tab(CompanyRulesState, f"{DESK}/rules?rule=new", token=sign_in(office.actor(TOM)), rule="new")
    do(state, "open")
    form = {"name": "Mine", "kind": "limit", "step_1": "role:approver"}
    do(state, "save", form)
    do(state, "save", {**form, "try_first": "yes"})
    do(state, "place_approved", False)
    assert office.rows("select (select count(*) from approval_rule), places_approved from company") == [(0, True)]


def test_an_approver_reads_the_queue_and_decides(office: Office) -> None:
    request = stopped(office)
    state = approvals(office, TOM, request)
    assert state.company_place.approvals == "1"
    assert [(row.number, row.title, row.total, row.why, row.may_decide) for row in state.rows] == [
        ("PR-1001", "For the shutdown.", "€30.94", "Over €30.00", True)
    ]
    card = state.card
    assert (card.who, card.place, card.note, card.freight, card.may_decide) == (
        "Priya Test",
        "York",
        "For the shutdown.",
        "€6.00",
        True,
    )
    assert card.reasons == ("Over €30.00 (rule “Large orders”)",)
    assert [(line.title, line.detail) for line in card.lines] == [("Hammer, HAMMER", "2 × €10.00, Bolt")]
    assert [(step.who, step.state) for step in card.steps] == [("An approver", "now")]
    do(state, "begin_decline", True)
    do(state, "decline", {"reason": ""})
    assert state.field_errors == {"reason": "Say why, in a sentence: who asked reads it."}
    do(state, "approve")
    assert office.rows("select status from purchase_request") == [("approved",)]


def test_what_changed_is_shown_before_it_is_decided(office: Office) -> None:
    state = approvals(office, TOM, stopped(office))
    with unit_of_work(Scope.system()) as db:
        db.exec(select(Price).where(Price.offer_id == office.counter.offers["hammer"])).one().amount = 1200
    do(state, "approve")
    do(state, "open")
    assert [(one.what, one.was, one.now) for one in state.card.changes] == [
        ("Hammer, HAMMER: price", "€10.00", "€12.00"),
        ("Total", "€30.94", "€35.70"),
    ]
    do(state, "approve")
    assert office.rows("select status, total_amount from purchase_request") == [("approved", 3570)]


def test_who_asked_sees_who_decides_and_takes_it_back(office: Office) -> None:
    state = approvals(office, PRIYA, stopped(office))
    assert (state.rows, state.card.waits_for, state.card.may_decide) == ([], "Marta Test or Tom Test", False)
    do(state, "approve")
    assert office.rows("select status from purchase_request") == [("pending",)]
    do(state, "withdraw")
    assert office.rows("select status from purchase_request") == [("withdrawn",)]


def test_somebody_away_names_who_decides(office: Office) -> None:
    state = approvals(office, TOM)
    ((marta,),) = office.rows(f"select id from company_member where email = '{MARTA}'")
    today = now().date().isoformat()
    do(state, "save_absence", {"first": today, "last": today, "delegate": ""})
    assert state.field_errors == {"delegate": "Choose somebody else who may approve."}
    do(state, "save_absence", {"first": today, "last": today, "delegate": str(marta)})
    assert state.away.sentence.endswith("Marta Test decides.")
    assert office.rows("select delegate_id from company_member where absent_until > now()") == [(marta,)]
    do(state, "save_absence", {"first": "", "last": "", "delegate": str(marta)})
    assert office.rows("select count(*) from company_member where absent_until is not null") == [(0,)]


def test_cost_centres_are_opened_and_required(office: Office) -> None:
    token = sign_in(office.actor(MARTA))
    state = tab(CompanyCostCentresState, f"{DESK}/cost-centres?centre=new", token=token, centre="new")
    do(state, "open")
    do(state, "require", True)
    do(state, "save", {"code": "4410", "name": "Track works", "budget": "x", "period": "year"})
    assert list(state.field_errors) == ["budget"]
    do(state, "save", {"code": "4410", "name": "Track works", "budget": "2,500", "period": "year"})
    do(state, "require", True)
    assert office.rows("select budget_amount, is_active, requires_cost_centre from cost_centre, company") == [
        (250_000, True, True)
    ]


def test_a_manager_is_named_and_approves(office: Office) -> None:
    token = sign_in(office.actor(MARTA))
    ids = dict(office.rows("select email, id from company_member"))
    priya, tom = str(ids[PRIYA]), str(ids[TOM])
    state = tab(CompanyMembersState, f"{DESK}/members?member={priya}", token=token, member=priya)
    do(state, "open")
    assert [one.label for one in state.card.managers] == ["Marta Test", "Tom Test"]
    form = {"role": "buyer", "limit": "", "period": "month"}
    do(state, "save", {**form, "manager": priya})
    assert state.field_errors == {"manager": "Choose somebody else who may approve in this company."}
    do(state, "save", {**form, "manager": tom})
    assert office.rows("select manager_id from company_member where manager_id is not null") == [(tom,)]
    with unit_of_work(Scope.system()) as db:
        make_rule(db, office.company, "total", 3000, ("manager", ""))
    request = stopped(office)
    assert approvals(office, PRIYA, request).card.waits_for == "Tom Test"
    assert [step.who for step in approvals(office, TOM, request).card.steps] == ["The buyer’s manager"]


def test_the_first_page_shows_what_waits_and_what_is_left(office: Office) -> None:
    office.change(TOM, spending_limit_amount=10_000)
    form = CostCentreForm("4410", "Track works", 2500)
    tenant = office.counter.tenant_id
    office.counter.transact(lambda db: save_cost_centre(db, office.actor(MARTA), tenant, "", form).id)
    office.buy(office.cart("Derby", email=TOM, hammer=1), email=TOM, cost_centre="4410")
    stopped(office)
    state = tab(CompanyOverviewState, DESK, token=sign_in(office.actor(TOM)))
    do(state, "open")
    assert [(row.number, row.total) for row in state.view.waiting] == [("PR-1001", "€30.94")]
    assert [(row.label, row.used, row.limit, row.percent, row.tone) for row in state.view.spending] == [
        ("Your limit", "€19.04", "of €100.00", 19, ""),
        ("4410 Track works", "€19.04", "of €25.00", 76, ""),
    ]


def test_the_letter_opens_a_page_that_decides_once(office: Office) -> None:
    request = stopped(office)
    ((link,),) = office.rows(
        f"select l.id from approval_link l join company_member m on m.id = l.member_id where m.email = '{TOM}'"
    )
    with unit_of_work(Scope.system()) as db:
        letter = asked_letter(db, str(link))
    assert letter is not None
    path, token = f"{DESK}/decide", letter["token"]
    yes = {"token": token, "answer": "yes"}
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        page = client.get(path, params={"token": token})
        assert "Priya Test asks for your yes" in page.text
        assert "€30.94" in page.text
        assert client.get(path, params={"token": token}).status_code == 200  # a visit decides nothing
        assert office.rows("select status from purchase_request") == [("pending",)]
        no = client.post(path, data={"token": token, "answer": "no"})
        assert (no.status_code, "Say why, in a sentence" in client.get(no.headers["location"]).text) == (303, True)
        client.cookies.set("session", sign_in(office.actor(PRIYA)))
        assert f"This link was sent to {TOM}" in client.post(path, data=yes, follow_redirects=True).text
        client.cookies.clear()
        assert "Approved" in client.post(path, data=yes, follow_redirects=True).text
        assert "This link is over" in client.post(path, data=yes, follow_redirects=True).text
        assert "This link is over" in client.get(path, params={"token": token}).text
        assert "asks for" not in client.get(path, params={"token": "made-up"}).text
    assert office.rows("select id, status from purchase_request") == [(request, "approved")]


def test_the_checkout_says_before_the_click_that_a_yes_is_needed(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        make_rule(db, office.company, "total", 3000, name="Large orders")
    with open_browser() as browser:
        browser.cookies.set("session", sign_in(office.actor(PRIYA)))
        office.cart("York", hammer=1)
        small = words(browser.get("/s/northforge/checkout").text)
        assert ("Needs approval" in small, "Ask for approval" in small) == (False, False)
        office.cart("York", hammer=2)
        large = words(browser.get("/s/northforge/checkout").text)
        assert (
            "Over €30.00 (rule “Large orders”): this becomes a purchase request. "
            "Marta Test or Tom Test decides; nothing is ordered or charged before." in large
        )
        assert ("Ask for approval" in large, "Place the order" in large) == (True, False)
    assert office.rows("select * from purchase_request") == office.rows("select * from checkout") == []


def test_the_list_decides_shows_the_budget_and_what_it_is_for(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        save_cost_centre(
            db, office.actor(MARTA), office.counter.tenant_id, "", CostCentreForm("4711", "Line 3", 100_000)
        )
        make_rule(db, office.company, "total", 2000)
    ids = []
    for place, hammers, note in (("York", 2, "Line 3 refit\nfor the shutdown"), ("Derby", 3, "")):
        with pytest.raises(ApprovalAsked) as refused:
            cart = office.cart(place, hammer=hammers)
            office.buy(cart, provider="bank_transfer", note=note, cost_centre="4711")
        ids.append(refused.value.request.request_id)
    queue = approvals(office, TOM)
    assert [(one.title, one.budget, one.may_decide, one.may_remind) for one in queue.rows] == [
        ("Line 3 refit", "€926.22 left", True, False),  # 30.94 and 42.84 are held
        ("Hammer", "€926.22 left", True, False),
    ]
    assert "Nothing is decided" in do(queue, "approve_row", ids[0], "another basket")
    assert office.rows("select distinct status from purchase_request") == [("pending",)]
    assert [one.may_remind for one in approvals(office, PRIYA, ids[0]).rows] == []  # nothing waits for her
    do(queue, "approve_row", ids[0], queue.rows[0].digest)
    assert office.rows("select status from purchase_request where id = :id", id=ids[0]) == [("approved",)]
    assert office.rows("select status from purchase_request where id = :id", id=ids[1]) == [("pending",)]
    declining = tab(CompanyApprovalsState, queue.rows[1].decline_href, token=sign_in(office.actor(TOM)))
    do(declining, "open")
    assert (declining.is_declining, declining.card.id) == (True, ids[1])


def test_who_asked_reminds_once_an_hour(office: Office) -> None:
    request = stopped(office)
    letters = "select count(*) from job where kind = 'mail.approval_asked'"
    (before,) = office.rows(letters)[0]
    mine = approvals(office, PRIYA)
    do(mine, "remind", request)
    assert office.rows(letters) == [(before,)]  # they were written to a moment ago
    office.rows("update purchase_request set asked_at = now() - interval '2 hours' returning id")
    do(approvals(office, TOM), "remind", request)
    assert office.rows(letters) == [(before,)]  # it is not Tom's
    assert "another letter" in do(mine, "remind", request)
    assert office.rows(letters) == [(int(str(before)) * 2,)]
    do(mine, "remind", request)
    assert office.rows(letters) == [(int(str(before)) * 2,)]


def test_a_rule_about_limits_is_tried_by_the_limits_of_today(office: Office) -> None:
    for hammers in (1, 2, 3):  # 19.04, 30.94, 42.84
        office.buy(office.cart("York", hammer=hammers))
    office.change(spending_limit_amount=5000)
    rules = tab(CompanyRulesState, f"{DESK}/rules?rule=new", token=sign_in(office.actor(MARTA)), rule="new")
    do(rules, "open")
    form = {"name": "Limits", "kind": "limit", "operator": "over", "step_1": "role:approver", "try_first": "yes"}
    do(rules, "save", form)
    assert rules.tried.sentence == "It would have stopped 1 of 3 orders of the last 90 days by the limits of today."

"""The checkout's page for a company: its cost centres, and a basket that its approvers see first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.domain.permissions import Actor
from marketplace.integrations.mail.letters import write
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import User
from marketplace.queries.company_desk.approvals import list_requests
from marketplace.queries.company_desk.purchase_request import get_request_card
from marketplace.services.buying.approval_links import asked_letter
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.companies.cost_centres import CostCentreForm, require_cost_centre, save_cost_centre
from tests.factories.companies import make_company, make_member, make_rule
from tests.factories.people import actor_for
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import CHECKOUT, add, browser, place, rows
from tests.state.browser import sign_in

BANK = {"provider": "bank_transfer"}


@pytest.fixture
def counter(database: str, front_end: None, no_rate_limits: None) -> Counter:
    return make_counter()


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    """Priya buys for a company whose orders over 30.00 Tom approves, and whose orders need a cost centre."""
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id)
        admin = make_member(db, company, "marta@aldermoor.example")
        priya = make_member(db, company, "priya@aldermoor.example", "buyer")
        save_cost_centre(db, admin, counter.tenant_id, "", CostCentreForm("4410", "Track works"))
        require_cost_centre(db, admin, counter.tenant_id, is_required=True)
        make_rule(db, company, "total", 3000)
    with browser() as client:
        client.cookies.set("session", sign_in(priya))
        yield client


def approve(counter: Counter) -> None:
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        marta = _person(db, "marta@aldermoor.example")
        ((request,),) = rows("select id from purchase_request")
        decide_request(db, marta, counter.tenant_id, str(request), Verdict(is_yes=True))


def test_the_page_asks_for_a_cost_centre_and_leads_to_the_request(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=2)
    page = visitor.get(CHECKOUT).text
    assert "4410 Track works" in page
    place(visitor, page, **BANK)
    page = visitor.get(CHECKOUT).text
    assert "Choose a cost centre: your company orders nothing without one." in page
    ((centre,),) = rows("select id from cost_centre")
    for _ in range(2):  # and a second click
        stopped = place(visitor, page, **BANK, cost_centre=str(centre))
        ((request, status),) = rows("select id, status from purchase_request")
        desk = f"/s/northforge/company/approvals?request={request}"
        assert (stopped.status_code, stopped.headers["location"], status) == (303, desk, "pending")
    page = visitor.get(CHECKOUT).text
    assert "waits for your company’s approvers" in page
    assert rows("select (select count(*) from order_group), (select count(*) from checkout)") == [(0, 0)]
    approve(counter)
    page = visitor.get(CHECKOUT).text
    assert "is approved: place the order as it stands here" in page
    placed = place(visitor, page, **BANK, cost_centre=str(centre))
    assert placed.headers["location"].startswith("/s/northforge/orders/1001")
    assert rows("select cost_centre from order_group") == [("4410 Track works",)]


def test_a_request_has_the_title_that_its_buyer_gives_it(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    assert "Title of the request" not in visitor.get(CHECKOUT).text  # nobody is asked about this one
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert "Title of the request" in page
    ((centre,),) = rows("select id from cost_centre")
    form = {**BANK, "cost_centre": str(centre), "note": "Ring twice."}
    stopped = place(visitor, page, **form, request_title="  Hammers  for the pit ")
    (link_id,) = rows("select id from approval_link")[0]
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        priya, marta = (_person(db, f"{name}@aldermoor.example") for name in ("priya", "marta"))
        letter = asked_letter(db, str(link_id))
        (row,) = list_requests(db, marta, counter.tenant_id).rows
        card = get_request_card(db, priya, counter.tenant_id, row.id)
    assert letter is not None
    assert {row.title, card.title, letter["title"]} == {"Hammers for the pit"}
    assert write("approval_asked", letter, key="k", tenant_id=None).text.count("“Hammers for the pit”") == 1
    page = visitor.get(CHECKOUT).text
    assert 'value="  Hammers  for the pit "' in page  # as it was typed
    assert place(visitor, page, **form, request_title="Hammers, again").headers == stopped.headers
    assert rows("select plan->>'request_title', status from purchase_request") == [("Hammers, again", "pending")]
    assert rows("select count(*) from approval_link") == [(1,)]  # the same basket is asked for once


def _person(db: Session, email: str) -> Actor:
    return actor_for(db, db.exec(select(User).where(User.email == email)).one())

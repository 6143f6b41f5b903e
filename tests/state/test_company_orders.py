"""The orders of a company: everybody's for the places that one sees, on the screen and as a file, and nobody else's."""

from __future__ import annotations

import csv

import pytest
from starlette.testclient import TestClient

from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.state.company_desk.orders import CompanyOrdersState
from tests.factories.companies import make_company, make_member
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_cart_pages import browser
from tests.state.browser import do, sign_in, tab

DESK = "/s/northforge/company/orders"


@pytest.fixture
def office(database: str, no_rate_limits: None) -> Office:
    """Priya bought for York and for Derby, Marta for Derby; a stranger bought for nobody."""
    office = make_office()
    office.buy(office.cart("York", hammer=1), po_number="4500-7")
    office.buy(office.cart("Derby", saw=1))
    office.buy(office.cart("Derby", MARTA, hammer=2), email=MARTA)
    return office


def shown(office: Office, email: str, query: str = "") -> list[tuple[str, str, str, bool]]:
    """Who ordered, for which place, for how much, and whether it can be opened."""
    screen = tab(CompanyOrdersState, f"{DESK}{query}", token=sign_in(office.actor(email)))
    do(screen, "open")
    return [(row.who, row.place, row.total, bool(row.href)) for row in screen.rows]


def signed_in(client: TestClient, office: Office, email: str) -> TestClient:
    client.cookies.set(session_cookie(), sign_in(office.actor(email)))
    return client


def test_everybody_s_orders_are_there_and_one_s_own_can_be_opened(office: Office) -> None:
    people = {email: row[0] for email in (PRIYA, MARTA) for row in shown(office, email) if row[3]}
    assert shown(office, MARTA) == [
        (people[MARTA], "Derby", "€30.94", True),
        (people[PRIYA], "Derby", "€30.94", False),
        (people[PRIYA], "York", "€19.04", False),
    ]
    assert [row[3] for row in shown(office, PRIYA)] == [False, True, True]


def test_they_are_searched_by_what_people_know_of_them(office: Office) -> None:
    for query, places in (
        ("4500-7", ["York"]),
        ("york", ["York"]),
        ("saw", ["Derby"]),
        ("hammer", ["Derby", "York"]),
        ("marta derby", ["Derby"]),
        ("nothing", []),
    ):
        assert [row[1] for row in shown(office, MARTA, f"?q={query.replace(' ', '+')}")] == places, query


def test_the_file_has_every_row_and_the_trail_says_who_took_it(office: Office) -> None:
    with browser() as client:
        text = signed_in(client, office, PRIYA).get(f"{DESK}.csv?q=york").text
    head, line = csv.reader(text.lstrip("\ufeff").splitlines())
    assert head == ["Order", "Placed", "Who", "Location", "Cost centre", "PO number", "Total", "Currency", "State"]
    assert line[3:] == ["York", "", "4500-7", "19.04", "EUR", "Being prepared"]
    assert office.rows("select count(*) from audit_event where action = 'table:table:exported'") == [(1,)]


def test_another_company_and_a_guest_see_none_of_them(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        make_member(db, make_company(db, office.counter.tenant_id, "Rival"), "rita@rival.example", "admin")
    assert shown(office, "rita@rival.example") == []
    with browser() as client:
        text = signed_in(client, office, "rita@rival.example").get(f"{DESK}.csv").text
        assert len(text.splitlines()) == 1
    with browser() as guest:
        answer = guest.get(f"{DESK}.csv", follow_redirects=False)
        assert "/sign-in" in answer.headers["location"]


def test_who_buys_for_one_place_sees_the_orders_of_that_place(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        make_member(db, office.company, "york@aldermoor.example", "viewer", places=("York",))
    assert [row[1] for row in shown(office, "york@aldermoor.example")] == ["York"]

"""The orders of a company: everybody's for the places that one sees, on the screen and as a file, and nobody else's."""

from __future__ import annotations

import csv

import pytest
from starlette.testclient import TestClient

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.order_documents import bought_paper
from marketplace.state.company_desk.orders import CompanyOrdersState
from tests.factories.companies import make_company, make_member
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_cart_pages import browser, words
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


def shown(office: Office, email: str, query: str = "") -> list[tuple[str, str, str, str]]:
    """Who ordered, for which place, for how much, and where it is read."""
    screen = tab(CompanyOrdersState, f"{DESK}{query}", token=sign_in(office.actor(email)))
    do(screen, "open")
    return [(row.who, row.place, row.total, row.href) for row in screen.rows]


def signed_in(client: TestClient, office: Office, email: str) -> TestClient:
    client.cookies.set(session_cookie(), sign_in(office.actor(email)))
    return client


def test_everybody_s_orders_are_there_and_each_can_be_read(office: Office) -> None:
    every = shown(office, MARTA)
    assert [row[1:] for row in every] == [
        ("Derby", "€30.94", order(1003)),
        ("Derby", "€30.94", order(1002)),
        ("York", "€19.04", order(1001)),
    ]
    assert every[0][0] != every[1][0]  # Marta's, and Priya's
    assert shown(office, PRIYA) == every


def order(number: int) -> str:
    return f"/s/northforge/orders/{number}"


def test_a_colleague_reads_an_order_with_its_papers_and_does_nothing_with_it(office: Office) -> None:
    office.rows("update order_group set note = 'at gate 4' where number = 1001 returning id")
    with browser() as client:
        colleague = signed_in(client, office, MARTA)
        page = colleague.get(order(1001))
        text = words(page.text)
        for part in (
            "Order 1001",
            "A colleague’s order.",
            "Hammer",
            "€19.04",
            "4500-7",
            "at gate 4",
            "Kassel",
            "bought it for your company",
        ):
            assert part in text, part
        for button in ("Ask to cancel", "Return something", "Order again", "/cancel", "/return", "/again"):
            assert button not in page.text, button
        assert 'href="/s/northforge/company/orders"' in page.text
        paper = office.counter.transact(lambda db: bought_paper(db, office.actor(MARTA), 1001, 1)[1])
        assert (paper.number, paper.po_number) == ("1001-1", "4500-7")
        (part,) = office.rows(
            "select o.id from vendor_order o join order_group g on g.id = o.group_id where g.number = 1001"
        )[0]
        before = office.rows("select status, cancel_requested_at from vendor_order order by id")
        for way, form in (("cancel", {"order": part}), ("return", {"order": part, "reason": "x"}), ("again", {})):
            assert colleague.post(f"{order(1001)}/{way}", data=form).status_code == 404, way
        assert office.rows("select status, cancel_requested_at from vendor_order order by id") == before
        assert office.rows(
            "select count(*) from cart_line l join cart c on c.id = l.cart_id where c.completed_at is null"
        ) == [(0,)]
        hers = signed_in(client, office, PRIYA).get(order(1001)).text
        assert "Ask to cancel" in hers
        assert "colleague" not in hers


@pytest.mark.parametrize("who", ["rita@rival.example", "york@aldermoor.example", "guest"])
def test_an_order_of_another_company_or_place_is_nowhere(office: Office, who: str) -> None:
    with unit_of_work(Scope.system()) as db:
        make_member(db, make_company(db, office.counter.tenant_id, "Rival"), "rita@rival.example", "admin")
        make_member(db, office.company, "york@aldermoor.example", "buyer", places=("York",))
    with browser() as client:
        if who != "guest":
            signed_in(client, office, who)
        answer = client.get(order(1002), follow_redirects=False)
        assert answer.status_code == (303 if who == "guest" else 404)
        assert "Saw" not in answer.text
    actor = GUEST if who == "guest" else office.actor(who)
    with pytest.raises(Unauthenticated if who == "guest" else NotFound):
        office.counter.transact(lambda db: bought_paper(db, actor, 1002, 1))


def test_a_transfer_that_is_awaited_is_asked_of_who_ordered_alone(office: Office) -> None:
    office.buy(office.cart("York", saw=1), provider="bank_transfer")
    with browser() as client:
        page = signed_in(client, office, MARTA).get(order(1004)).text
        assert "Order 1004" in words(page)
        assert "IBAN" not in page
        assert client.get(f"{order(1004)}/transfer.png").status_code == 404
        assert "IBAN" in signed_in(client, office, PRIYA).get(order(1004)).text


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
